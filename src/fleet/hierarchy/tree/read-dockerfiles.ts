// What Dockerfiles say of the fleet's images: the FROM of every stage, with arguments put in.
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { decodeDockerfile } from '../../../dockerfile/dockerfile-text.ts';
import { evaluateBuild } from '../../../dockerfile/evaluation/evaluate-build.ts';
import { listImageUses } from '../../../dockerfile/evaluation/image-uses.ts';
import { parseDockerfile } from '../../../dockerfile/parsing/parse-dockerfile.ts';
import { readStages } from '../../../dockerfile/stages/read-stages.ts';
import { PlimsollError } from '../../../errors.ts';
import { formatPlatform } from '../../../oci/image/platform.ts';
import type { FleetImage } from '../../snapshot/fleet-snapshot.ts';

/** What was found, by image number. */
export interface DockerfileReading {
  /** The image that the last stage begins with, by its full name. */
  readonly bases: ReadonlyMap<number, string>;
  /** What other stages begin with. */
  readonly builtWith: ReadonlyMap<number, readonly string[]>;
  /** Files that are not there, or say something else than they should. */
  readonly notes: readonly string[];
}

const NOTES_LIMIT = 5;

/** Reads the Dockerfiles of the images that name one, below `folder`; nothing outside it. */
export async function readDockerfiles(
  images: readonly FleetImage[],
  folder: string,
  signal: AbortSignal,
): Promise<DockerfileReading> {
  const bases = new Map<number, string>();
  const builtWith = new Map<number, readonly string[]>();
  const failures: string[] = [];
  let named = 0;
  for (const [i, image] of images.entries()) {
    if (image.dockerfile === undefined) continue;
    signal.throwIfAborted();
    named++;
    try {
      const stages = await readBases(image, folder);
      const last = stages.at(-1);
      if (last !== undefined && last !== '') bases.set(i, last);
      const others = [...new Set(stages.slice(0, -1))].filter((name) => name !== last);
      if (others.length > 0) builtWith.set(i, others);
    } catch (error) {
      const reason =
        error instanceof PlimsollError ? error.message : String((error as NodeJS.ErrnoException).code);
      failures.push(`${image.dockerfile}: ${reason}`);
    }
  }
  return {
    bases,
    builtWith,
    notes: [
      ...(named === images.length ? [] : [`${images.length - named} images name no Dockerfile.`]),
      ...failures.slice(0, NOTES_LIMIT),
      ...(failures.length > NOTES_LIMIT
        ? [`${failures.length - NOTES_LIMIT} more Dockerfiles could not be read.`]
        : []),
    ],
  };
}

/** The images that the stages stand on, those of needless stages left out; the target's last. */
async function readBases({ dockerfile, platform }: FleetImage, folder: string): Promise<readonly string[]> {
  const path = join(folder, dockerfile!);
  const inside = relative(folder, path);
  if (inside.startsWith('..') || isAbsolute(inside))
    throw new PlimsollError('FILE_UNREADABLE', 'it lies outside the folder', { subject: dockerfile! });
  const text = decodeDockerfile(await readFile(path));
  const staged = readStages(parseDockerfile(text));
  const build = evaluateBuild(staged, { platform: formatPlatform(platform), takesOpenBases: true });
  const uses = listImageUses(staged, build).flatMap(({ kind, base }) =>
    base.kind === 'image' ? [{ kind, reference: base.reference }] : [],
  );
  const named = (wanted: string): readonly string[] =>
    uses.filter(({ kind }) => kind === wanted).map(({ reference }) => reference);
  return [...named('builder-from').filter((name) => name !== ''), named('from')[0] ?? ''];
}
