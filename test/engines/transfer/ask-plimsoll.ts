// What `plimsoll context --list` says of a project.

import { runCli } from '../../../src/cli/run-cli.ts';
import type { Engine } from '../../../src/context/engines/engine-rules.ts';
import type { MadeProject } from './context-project.ts';

/** A line of the list. */
export interface ListedPath {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'symlink' | 'special';
  readonly bytes: number;
}

/** The lists of the main context and of the named ones, or why there is none. */
export type Listed =
  | { readonly main: readonly ListedPath[]; readonly named: Readonly<Record<string, readonly ListedPath[]>> }
  | { readonly refusal: string };

interface ListJson {
  readonly files: readonly ListedPath[];
  readonly namedContexts: readonly { readonly name: string; readonly files: readonly ListedPath[] }[];
}

/** Runs the command in this process. */
export async function askPlimsoll(made: MadeProject, engine: Engine): Promise<Listed> {
  const { folder, dockerfilePath, project, namedContexts } = made;
  let output = '';
  let complaint = '';
  const stream = (add: (text: string) => void) => ({
    write: (text: string, onWritten?: () => void) => {
      add(text);
      onWritten?.();
      return true;
    },
  });
  const pairs = (option: string, record: Readonly<Record<string, string>> = {}): readonly string[] =>
    Object.entries(record).flatMap(([name, value]) => [option, `${name}=${value}`]);
  const exitCode = await runCli(
    [
      ...[
        'context',
        folder,
        '-f',
        dockerfilePath,
        '--engine',
        engine,
        '--list',
        '--no-secrets',
        '--format',
        'json',
      ],
      ...['--fail-on', 'never', '--no-cache'],
      ...(project.target === undefined ? [] : ['--target', project.target]),
      ...pairs('--build-arg', project.buildArgs),
      ...pairs('--build-context', namedContexts),
    ],
    {
      stdout: stream((text) => {
        output += text;
      }),
      stderr: stream((text) => {
        complaint += text;
      }),
      env: {},
      version: '0',
      signal: new AbortController().signal,
      now: new Date(),
    },
  );
  if (exitCode === 2) return { refusal: complaint };
  const { files, namedContexts: named } = JSON.parse(output) as ListJson;
  return { main: files, named: Object.fromEntries(named.map((context) => [context.name, context.files])) };
}
