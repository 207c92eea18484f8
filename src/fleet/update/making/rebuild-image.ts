// Builds an image with an engine on the bases of this run and opens what came out, wherever the engine put it.
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { decodeDockerfile, encodeDockerfile } from '../../../dockerfile/dockerfile-text.ts';
import { parseDockerfile } from '../../../dockerfile/parsing/parse-dockerfile.ts';
import { readStages } from '../../../dockerfile/stages/read-stages.ts';
import { buildImage } from '../../../engines/building/build-image.ts';
import type { Engine } from '../../../engines/engine.ts';
import { exportImage } from '../../../engines/export-image.ts';
import { removeImage } from '../../../engines/remove-image.ts';
import { PlimsollError, withSubject } from '../../../errors.ts';
import { openImage } from '../../../oci/open-image.ts';
import type { ImageBuild } from '../graph/update-graph.ts';
import { type FollowedBases, followBases } from './bases/follow-bases.ts';
import type { MakeBase, MakeInput } from './make-input.ts';
import type { Maker } from './maker.ts';
import { type ReadSide, readSide } from './read-side.ts';

/** What was built. */
export interface Rebuilt {
  readonly built: ReadSide;
  readonly finalBase: MakeBase | undefined;
}

/** Ignore files that engines look for beside the Dockerfile, by its name. */
const IGNORE_SUFFIXES = ['.dockerignore', '.containerignore'];

/** Builds and hands the image to `use`; nothing of it is left afterwards but the engine's own cache. */
export async function rebuildImage<T>(
  input: MakeInput & { readonly build: ImageBuild },
  maker: Maker,
  signal: AbortSignal,
  use: (rebuilt: Rebuilt) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-make-'));
  try {
    const { build } = input;
    const engine = requireEngine(maker, input.id);
    const followed = await follow(input, engine);
    const dockerfilePath = await placeDockerfile(build, followed.text, folder);
    const image = await buildImage(engine, {
      contextFolder: build.contextPath,
      dockerfilePath,
      ...(build.target === undefined ? {} : { target: build.target }),
      buildArgs: { ...build.args, ...followed.buildArgs },
      ...(Object.keys(followed.namedContexts).length === 0 ? {} : { namedContexts: followed.namedContexts }),
      ...chooseSecrets(build, maker),
      platform: input.platform,
      ...(maker.network === undefined ? {} : { network: maker.network }),
      noCache: input.noCache,
      signal,
      onLine: (line) => maker.onProgress?.(input.id, line),
    });
    const archive = image.archivePath ?? join(folder, 'image.tar');
    try {
      if (image.archivePath === undefined) await exportImage(image, archive, signal);
      const opened = await openImage(archive, { platform: input.platform, signal });
      try {
        return await use({ built: await readSide(opened, maker, signal), finalBase: followed.finalBase });
      } finally {
        await opened.close();
      }
    } finally {
      await removeImage(image);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function follow(
  { build, bases, platform }: MakeInput & { readonly build: ImageBuild },
  engine: Engine,
): Promise<FollowedBases> {
  const { dockerfilePath, inlineDockerfile, target, args, namedContexts } = build;
  try {
    const bytes = inlineDockerfile === undefined ? await read(dockerfilePath) : Buffer.from(inlineDockerfile);
    const staged = readStages(parseDockerfile(decodeDockerfile(bytes)));
    const inputs = { ...(target === undefined ? {} : { target }), buildArgs: args, platform, namedContexts };
    return followBases(staged, inputs, bases, engine.features.namedContexts);
  } catch (error) {
    throw withSubject(error, dockerfilePath);
  }
}

function requireEngine({ engine }: Maker, subject: string): Engine {
  if (engine !== undefined) return engine;
  throw new PlimsollError('ENGINE_UNREACHABLE', 'nothing is built here', { subject });
}

/** The file to build by; a temporary one where it is edited or stands in its definition, with the ignore files beside it. */
async function placeDockerfile(
  { dockerfilePath, inlineDockerfile }: ImageBuild,
  text: string | undefined,
  folder: string,
): Promise<string> {
  if (text === undefined && inlineDockerfile === undefined) return dockerfilePath;
  const name = basename(dockerfilePath) || 'Dockerfile';
  const place = join(folder, 'dockerfile');
  await mkdir(place);
  const { encoding } = decodeDockerfile(
    inlineDockerfile === undefined ? await read(dockerfilePath) : Buffer.from(inlineDockerfile),
  );
  await writeFile(join(place, name), encodeDockerfile({ text: text ?? inlineDockerfile!, encoding }));
  for (const suffix of IGNORE_SUFFIXES)
    await copyFile(dockerfilePath + suffix, join(place, name + suffix)).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
      },
    );
  return join(place, name);
}

/** Those that this build asks for, and no others. */
function chooseSecrets(
  { secretIds }: ImageBuild,
  { secrets }: Maker,
): { readonly secrets?: Readonly<Record<string, string>> } {
  const chosen = Object.entries(secrets).filter(([id]) => secretIds.includes(id));
  return chosen.length === 0 ? {} : { secrets: Object.fromEntries(chosen) };
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new PlimsollError('FILE_UNREADABLE', 'the Dockerfile cannot be read', {
      subject: path,
      hint: 'See that it is there on the machine that builds.',
      cause,
    });
  }
}
