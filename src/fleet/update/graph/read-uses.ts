// What the Dockerfile of each image needs, for each of its platforms.
import { readFile } from 'node:fs/promises';
import { evaluateBuild } from '../../../dockerfile/evaluation/evaluate-build.ts';
import { type ImageUse, listImageUses, listSecretIds } from '../../../dockerfile/evaluation/image-uses.ts';
import { isWithin } from './find-files.ts';
import { readStaged, type StagedReading, toReading } from './read-staged.ts';
import type { ImageBuild } from './update-graph.ts';

/** One need of one image for one platform. */
export interface PlatformUse extends ImageUse {
  /** That of the image. */
  readonly builtFor: string;
}

/** What was read of an image's Dockerfile. */
export interface UsesReading {
  readonly uses: readonly PlatformUse[];
  readonly secretIds: readonly string[];
  /** Why there is nothing, or not all. */
  readonly problem?: Extract<StagedReading, { readonly kind: 'template' | 'unreadable' }>;
}

/** What Dockerfiles are read with. */
export interface UsesSurroundings {
  /** Files outside them are not read. */
  readonly folders: readonly string[];
  /** Paths that were found in the folders. */
  readonly found: ReadonlySet<string>;
  readonly buildPlatform: string;
}

/** Stages of all builds together: a file of definitions can name one large Dockerfile any number of times. */
const STAGE_LIMIT = 5_000_000;

/** Reads Dockerfiles, each file once. */
export class UsesReader {
  readonly #around: UsesSurroundings;
  /** Kept until the last build that names them was read. */
  readonly #byPath = new Map<string, { reading: Promise<StagedReading> | undefined; buildsLeft: number }>();
  #stagesLeft = STAGE_LIMIT;

  /** For these builds, each to be read once. */
  constructor(builds: readonly ImageBuild[], around: UsesSurroundings) {
    this.#around = around;
    for (const { dockerfilePath } of builds) {
      const known = this.#byPath.get(dockerfilePath);
      if (known === undefined) this.#byPath.set(dockerfilePath, { reading: undefined, buildsLeft: 1 });
      else known.buildsLeft++;
    }
  }

  /** Never throws for what a file holds. */
  async read(build: ImageBuild): Promise<UsesReading> {
    const reading = await this.#readFile(build);
    if (reading.kind !== 'staged') return { uses: [], secretIds: build.secretIds, problem: reading };
    const { staged } = reading;
    const uses: PlatformUse[] = [];
    const secretIds = new Set(build.secretIds);
    for (const builtFor of build.platforms) {
      this.#stagesLeft -= staged.stages.length;
      if (this.#stagesLeft < 0) return failed('there are too many stages in all', uses, secretIds);
      try {
        const evaluated = evaluateBuild(staged, {
          ...(build.target === undefined ? {} : { target: build.target }),
          buildArgs: build.args,
          namedContexts: build.namedContexts,
          platform: builtFor,
          buildPlatform: this.#around.buildPlatform,
          takesOpenBases: true,
        });
        for (const use of listImageUses(staged, evaluated)) uses.push({ ...use, builtFor });
        for (const id of listSecretIds(evaluated)) secretIds.add(id);
      } catch (error) {
        return { uses, secretIds: [...secretIds].sort(), problem: toReading(error) };
      }
    }
    return { uses, secretIds: [...secretIds].sort() };
  }

  #readFile({ dockerfilePath, inlineDockerfile }: ImageBuild): Promise<StagedReading> {
    if (inlineDockerfile !== undefined)
      return Promise.resolve(readStaged({ text: inlineDockerfile, encoding: 'utf8' }));
    const known = this.#byPath.get(dockerfilePath);
    const reading = known?.reading ?? this.#readPath(dockerfilePath);
    if (known !== undefined) {
      known.reading = reading;
      if (--known.buildsLeft === 0) this.#byPath.delete(dockerfilePath);
    }
    return reading;
  }

  async #readPath(path: string): Promise<StagedReading> {
    try {
      const { found, folders } = this.#around;
      if (!found.has(path) && !(await isWithin(path, folders)))
        return { kind: 'unreadable', message: 'it lies outside the folders' };
      return readStaged(await readFile(path));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      const message = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
      return { kind: 'unreadable', message };
    }
  }
}

function failed(message: string, uses: readonly PlatformUse[], secretIds: ReadonlySet<string>): UsesReading {
  return { uses, secretIds: [...secretIds].sort(), problem: { kind: 'unreadable', message } };
}
