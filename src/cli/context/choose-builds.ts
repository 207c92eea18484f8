// Which builds `plimsoll context` looks at: the one that the options describe, or those of a bake or compose file.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildInputs } from '../../dockerfile/evaluation/build-inputs.ts';
import { PlimsollError } from '../../errors.ts';
import type { ChosenBuild } from './chosen-build.ts';
import type { ContextFlags } from './context-flags.ts';
import { readPairs } from './read-pairs.ts';

/** In the order in which builders look. */
const DOCKERFILE_NAMES = ['Dockerfile', 'dockerfile', 'Containerfile'];

/**
 * The builds of a folder; what of a file of definitions cannot be told goes to `onProblem`. Rejects with USAGE for options that
 * contradict each other, CONTEXT_NOT_FOUND, FILE_UNREADABLE, BUILD_DEFINITION_INVALID.
 */
export async function chooseBuilds(
  folder: string,
  flags: ContextFlags,
  onProblem: (line: string) => void = () => {},
): Promise<readonly ChosenBuild[]> {
  if (flags.bake !== undefined || flags.compose !== undefined) {
    const { readBuilds } = await import('./read-builds.ts');
    return readBuilds(folder, flags, onProblem);
  }
  const { target, platform } = flags;
  const inputs: BuildInputs = {
    ...(target === undefined ? {} : { target }),
    ...(platform === undefined ? {} : { platform }),
    buildArgs: readPairs(flags.buildArg ?? [], '--build-arg', (name) => process.env[name]),
    namedContexts: readPairs(flags.buildContext ?? [], '--build-context', () => undefined),
  };
  return [{ name: null, folder, dockerfilePath: findDockerfile(folder, flags.file), inputs }];
}

/** The Dockerfile that was named, as seen from here, or the one that builders find in the folder. */
export function findDockerfile(folder: string, file: string | undefined): string {
  if (file !== undefined) return file;
  if (!isThere(folder))
    throw new PlimsollError('CONTEXT_NOT_FOUND', 'there is no such folder', { subject: folder });
  const found = DOCKERFILE_NAMES.map((name) => join(folder, name)).find(isThere);
  if (found !== undefined) return found;
  throw new PlimsollError('FILE_UNREADABLE', 'there is no Dockerfile in it', {
    subject: folder,
    hint: 'Name the Dockerfile with -f.',
  });
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
