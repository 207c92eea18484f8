// Which builds `plimsoll context` looks at: the one that the options describe.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildInputs } from '../../dockerfile/evaluation/build-inputs.ts';
import { PlimsollError } from '../../errors.ts';
import type { ContextFlags } from './context-flags.ts';

/** A build: where its context and its Dockerfile are, and what it is given. */
export interface ChosenBuild {
  /** Null where the options alone describe it. */
  readonly name: string | null;
  readonly folder: string;
  readonly dockerfilePath: string;
  readonly inputs: BuildInputs;
}

/** In the order in which builders look. */
const DOCKERFILE_NAMES = ['Dockerfile', 'dockerfile', 'Containerfile'];

/** The builds of a folder. Throws USAGE for options that contradict each other, CONTEXT_NOT_FOUND, FILE_UNREADABLE. */
export function chooseBuilds(folder: string, flags: ContextFlags): readonly ChosenBuild[] {
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

/** `NAME=VALUE` texts as a record; a name alone has the value that `readValue` gives, or is left out. */
function readPairs(
  texts: readonly string[],
  option: string,
  readValue: (name: string) => string | undefined,
): Readonly<Record<string, string>> {
  const record: Record<string, string> = Object.create(null);
  for (const text of texts) {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const value = equals < 0 ? readValue(name) : text.slice(equals + 1);
    if (name === '' || (equals < 0 && option === '--build-context'))
      throw new PlimsollError('USAGE', `${option} must be NAME=VALUE`, { subject: text });
    if (value !== undefined) record[name] = value;
  }
  return record;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
