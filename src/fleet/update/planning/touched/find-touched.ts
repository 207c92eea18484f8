// Which images a change of files touches: each file through the uses of each image's contexts, its ignore file, its Dockerfile.
import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { explainPath } from '../../../../context/explain-path.ts';
import { UseFinder } from '../../../../context/find-uses.ts';
import { type InspectedContext, listContexts } from '../../../../context/inspection/inspect-context.ts';
import type { ReadBuild } from '../../../../context/inspection/read-build.ts';
import { PlimsollError } from '../../../../errors.ts';
import type { ImageBuild, UpdateGraph, UpdateImage } from '../../graph/update-graph.ts';
import { syntaxOf, usedArguments, usedInstructions } from '../../keys/dockerfile-parts.ts';
import { readImageBuild } from '../../keys/read-image-build.ts';
import { entryName } from '../../lock/update-lock.ts';
import type { ReasonStep } from '../update-plan.ts';
import type { ChangedFiles } from './list-changed-files.ts';

const READS_NOTHING: ReadonlySet<string> = new Set(['add-git', 'tmpfs-mount']);
/** Of many files of one image so many are told. */
const MOST_FILES = 3;

/** Causes by `entryName`, none for images that nothing touches. An image that cannot be read is touched by any file in its context. Throws ABORTED only. */
export async function findTouched(
  { images, root }: UpdateGraph,
  changed: ChangedFiles,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly ReasonStep[]>> {
  const touched = new Map<string, readonly ReasonStep[]>();
  const finder = new TouchFinder(realPath(root), changed, signal);
  for (const image of images)
    for (const platform of image.build?.platforms ?? []) {
      if (signal.aborted) throw new PlimsollError('ABORTED', 'the run was stopped', { cause: signal.reason });
      const causes = await finder.find(image, image.build!, platform);
      if (causes.length > 0) touched.set(entryName(image.id, platform), causes);
    }
  return touched;
}

class TouchFinder {
  readonly #root: string;
  readonly #changed: ReadonlySet<string>;
  readonly #readBefore: ChangedFiles['readBefore'];
  readonly #signal: AbortSignal;
  readonly #before = new Map<string, Promise<string | undefined>>();

  constructor(root: string, { paths, readBefore }: ChangedFiles, signal: AbortSignal) {
    this.#root = root;
    this.#changed = new Set(paths);
    this.#readBefore = readBefore;
    this.#signal = signal;
  }

  async find(image: UpdateImage, build: ImageBuild, platform: string): Promise<readonly ReasonStep[]> {
    const definition = join(this.#root, image.place.file);
    const causes: ReasonStep[] = [];
    const { kind } = image.place;
    // What it said of this image before is not asked: it may say the same.
    if (kind !== 'dockerfile' && this.#changed.has(realPath(definition)))
      causes.push({ subject: image.place.file, kind: 'definition-changed' });
    const dockerfile = realPath(build.dockerfilePath);
    const folders = [
      build.contextPath,
      ...Object.values(build.namedContexts).filter((value) => value.startsWith('/')),
    ];
    const isNear = folders.map(realPath).some((folder) => this.#anyBelow(folder));
    const beside = [`${dockerfile}.dockerignore`].filter((path) => this.#changed.has(path));
    if (!isNear && !this.#changed.has(dockerfile) && beside.length === 0) return causes;
    try {
      const read = readImageBuild(build, platform);
      if (this.#changed.has(dockerfile))
        causes.push(...(await this.#compareDockerfile(read, build, platform, dockerfile)));
      const contexts = listContexts(read, {
        folder: build.contextPath,
        engine: 'buildkit',
        signal: this.#signal,
      });
      for (const context of contexts) causes.push(...this.#filesOf(context, dockerfile));
    } catch (error) {
      if (!(error instanceof PlimsollError) || error.code === 'ABORTED') throw error;
      causes.push({ subject: this.#name(dockerfile), kind: 'dockerfile-changed' });
    }
    return causes;
  }

  #anyBelow(folder: string): boolean {
    for (const path of this.#changed) if (isBelow(path, folder)) return true;
    return false;
  }

  /** Nothing where the stages that this target needs are as before. */
  async #compareDockerfile(
    now: ReadBuild,
    build: ImageBuild,
    platform: string,
    path: string,
  ): Promise<readonly ReasonStep[]> {
    const known = this.#before.get(path) ?? this.#readBefore(path);
    this.#before.set(path, known);
    const text = await known;
    const parts = (read: ReadBuild): string =>
      JSON.stringify([usedInstructions(read), syntaxOf(read), usedArguments(read, build.args)]);
    try {
      if (
        text !== undefined &&
        parts(readImageBuild({ ...build, inlineDockerfile: text }, platform)) === parts(now)
      )
        return [];
    } catch {
      // It could not be built before, and now it can.
    }
    return [{ subject: this.#name(path), kind: 'dockerfile-changed' }];
  }

  #filesOf({ name, listing, uses }: InspectedContext, dockerfile: string): readonly ReasonStep[] {
    const { folder, filter, narrowing, ignoreFile } = listing;
    if (narrowing.kind === 'nothing') return [];
    const causes: ReasonStep[] = [];
    const ignores = [
      ignoreFile?.path,
      join(folder, '.dockerignore'),
      name === null ? `${dockerfile}.dockerignore` : undefined,
    ];
    for (const path of new Set(ignores))
      if (path !== undefined && this.#changed.has(realPath(path)))
        causes.push({ subject: this.#name(path), kind: 'ignore-file-changed' });
    const reading = uses.filter(({ kind }) => !READS_NOTHING.has(kind));
    const finder = new UseFinder(folder, reading);
    let told = 0;
    for (const path of this.#changed) {
      if (!isBelow(path, folder)) continue;
      const inside = path.slice(folder.length + 1);
      if (explainPath(filter, inside).kind !== 'sent' || finder.find(inside).length === 0) continue;
      const kind = name === null ? 'files-changed' : 'named-context-changed';
      if (told++ < MOST_FILES) causes.push({ subject: this.#name(path), kind });
    }
    return causes;
  }

  #name(path: string): string {
    return relative(this.#root, path).replaceAll('\\', '/');
  }
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The file itself may be gone; its folder's real path counts. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    try {
      return join(realpathSync(dirname(path)), basename(path));
    } catch {
      return path;
    }
  }
}
