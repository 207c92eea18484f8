// The builds of a bake file (`--bake`) or a compose file (`--compose`).
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  type BuildDefinition,
  type BuildDefinitions,
  isRemoteContext,
} from '../../dockerfile/definitions/build-definition.ts';
import { readDefinitions } from '../../dockerfile/definitions/read-definitions.ts';
import { readDotenv } from '../../dockerfile/definitions/read-dotenv.ts';
import { PlimsollError } from '../../errors.ts';
import type { ChosenBuild } from './chosen-build.ts';
import type { ContextFlags } from './context-flags.ts';
import { readPairs } from './read-pairs.ts';

const LIMIT_BYTES = 4 * 1024 * 1024;

/** Reads the file that the options name; what of it cannot be told goes to `onProblem`. */
export function readBuilds(
  folder: string,
  flags: ContextFlags,
  onProblem: (line: string) => void,
): readonly ChosenBuild[] {
  const file = (flags.bake ?? flags.compose)!;
  refuseMixed(flags);
  // Bake sees paths from where it is called, compose from the file.
  const base = resolve(flags.bake === undefined ? dirname(file) : folder);
  const { definitions, problems } = readFile(file, base, flags.compose !== undefined);
  for (const { subject, line, message } of problems)
    onProblem(`${subject ?? file}${line === undefined ? '' : `:${line}`}: ${message}`);
  const builds = definitions.flatMap((definition) => {
    if (!definition.isRemote) return [toBuild(definition, base, file, flags)];
    onProblem(`${file}: the context of ${definition.name} is fetched from elsewhere, and is not looked at`);
    return [];
  });
  if (builds.length > 0) return builds;
  throw (
    problems[0] ??
    new PlimsollError('BUILD_DEFINITION_INVALID', 'nothing in it is built from a folder', { subject: file })
  );
}

function refuseMixed({ bake, compose, file, target, buildContext }: ContextFlags): void {
  const other = [
    ...(bake !== undefined && compose !== undefined ? ['--compose'] : []),
    ...(file === undefined ? [] : ['--file']),
    ...(target === undefined ? [] : ['--target']),
    ...(buildContext === undefined ? [] : ['--build-context']),
  ];
  if (other.length > 0)
    throw new PlimsollError(
      'USAGE',
      `${bake === undefined ? '--compose' : '--bake'} describes the builds, and ${other[0]} would describe one`,
      { hint: 'Leave one of them out.' },
    );
}

function toBuild(
  definition: BuildDefinition,
  base: string,
  file: string,
  { platform, buildArg }: ContextFlags,
): ChosenBuild {
  const { name, contextPath, dockerfilePath, inlineDockerfile, target, args, namedContexts, platforms } =
    definition;
  const named: Record<string, string> = Object.create(null);
  for (const [each, value] of Object.entries(namedContexts))
    named[each] = isRemoteContext(value) || /^[a-z][a-z0-9+.-]*:/i.test(value) ? value : resolve(base, value);
  const given = readPairs(buildArg ?? [], '--build-arg', (variable) => process.env[variable]);
  const builtFor = platform ?? platforms[0];
  return {
    name,
    folder: contextPath,
    dockerfilePath: inlineDockerfile === undefined ? resolve(contextPath, dockerfilePath) : file,
    ...(inlineDockerfile === undefined ? {} : { dockerfileText: inlineDockerfile }),
    inputs: {
      ...(target === undefined ? {} : { target }),
      ...(builtFor === undefined ? {} : { platform: builtFor }),
      buildArgs: { ...args, ...given },
      namedContexts: named,
    },
  };
}

function readFile(file: string, base: string, isCompose: boolean): BuildDefinitions {
  const surroundings = { file, folder: base, environment: process.env };
  const text = readText(file);
  if (!isCompose) return readDefinitions(text, surroundings);
  const beside = join(base, '.env');
  const isThere = statSync(beside, { throwIfNoEntry: false })?.isFile() === true;
  const dotenv = isThere ? readDotenv(readText(beside), beside, (name) => process.env[name]) : {};
  return readDefinitions(text, surroundings, dotenv);
}

function readText(file: string): string {
  try {
    const stat = statSync(file);
    if (!stat.isFile()) throw unreadable(file, 'it is no regular file');
    if (stat.size > LIMIT_BYTES) throw unreadable(file, 'it is larger than 4 MiB');
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof PlimsollError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    throw unreadable(file, code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`, cause);
  }
}

function unreadable(subject: string, message: string, cause?: unknown): PlimsollError {
  return new PlimsollError('FILE_UNREADABLE', message, { subject, cause });
}
