// The images that bake and compose files define.
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  type BuildDefinition,
  type BuildDefinitions,
  isRemoteContext,
} from '../../../dockerfile/definitions/build-definition.ts';
import { readDefinitions } from '../../../dockerfile/definitions/read-definitions.ts';
import { readDotenv } from '../../../dockerfile/definitions/read-dotenv.ts';
import { PlimsollError } from '../../../errors.ts';
import type { FoundFile } from './find-files.ts';
import type { ImageDraft } from './image-draft.ts';
import type { GraphFinding } from './update-graph.ts';

/** What definitions are read with. */
export interface DefinitionOptions {
  /** Where bake is called for files that the settings list. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** For images that name none. */
  readonly platforms: readonly string[];
}

const LIMIT_BYTES = 4 * 1024 * 1024;

/** Reads one file of definitions. What of it cannot be read is a finding. */
export async function readDefinitionImages(
  found: FoundFile,
  options: DefinitionOptions,
): Promise<{ readonly drafts: readonly ImageDraft[]; readonly findings: readonly GraphFinding[] }> {
  const findings: GraphFinding[] = [];
  const report = (message: string, line?: number): void => {
    findings.push({
      kind: 'unreadable',
      file: found.file,
      ...(line === undefined ? {} : { line }),
      message,
    });
  };
  // Bake sees paths from where it is called, compose from the file.
  const folder = found.kind === 'bake' && found.isListed ? options.root : dirname(found.path);
  let read: BuildDefinitions;
  try {
    read = await readBuilds(found, folder, options.environment);
  } catch (error) {
    report(...describe(error));
    return { drafts: [], findings };
  }
  for (const { message, line } of read.problems) report(message, line);
  const asked = namesAskedFor(read.definitions);
  const drafts: ImageDraft[] = [];
  for (const definition of read.definitions) {
    const { referenceProblem } = definition;
    if (referenceProblem !== undefined) report(referenceProblem.message, referenceProblem.line);
    const draft = await toDraft(definition, found, folder, options, asked);
    if (draft !== undefined) drafts.push(draft);
  }
  return { drafts, findings };
}

/** Targets that others take for a context. */
function namesAskedFor(definitions: readonly BuildDefinition[]): ReadonlySet<string> {
  return new Set(
    definitions.flatMap(({ namedContexts }) =>
      Object.values(namedContexts).flatMap((value) => /^(?:target|service):(.+)$/.exec(value)?.[1] ?? []),
    ),
  );
}

async function toDraft(
  definition: BuildDefinition,
  { path, file, kind }: FoundFile,
  folder: string,
  { platforms }: DefinitionOptions,
  asked: ReadonlySet<string>,
): Promise<ImageDraft | undefined> {
  const { name, references, contextPath, isRemote, inlineDockerfile, target, args, line } = definition;
  const isNamed = references.length > 0;
  // What is there to inherit from, to check or to test has neither a name nor a place in the default group.
  if (!isNamed && !definition.isDefault && !asked.has(name)) return undefined;
  const dockerfilePath =
    inlineDockerfile === undefined ? resolve(contextPath, definition.dockerfilePath) : path;
  const isThere = inlineDockerfile !== undefined || (!isRemote && (await isFile(dockerfilePath)));
  if (!isThere && !isNamed && kind === 'bake') return undefined;
  const namedContexts: Record<string, string> = Object.create(null);
  for (const [each, value] of Object.entries(definition.namedContexts))
    namedContexts[each] = isRemoteContext(value) || hasScheme(value) ? value : resolve(folder, value);
  return {
    place: { kind: kind as 'bake' | 'compose', file, ...(line === undefined ? {} : { line }) },
    name: `${file}#${name}`,
    references,
    definition: name,
    build: isRemote
      ? undefined
      : {
          contextPath,
          dockerfilePath,
          ...(inlineDockerfile === undefined ? {} : { inlineDockerfile }),
          ...(target === undefined ? {} : { target }),
          args,
          namedContexts,
          secretIds: [],
          platforms: definition.platforms.length === 0 ? platforms : definition.platforms,
        },
  };
}

async function readBuilds(
  { path, file, kind }: FoundFile,
  folder: string,
  environment: DefinitionOptions['environment'],
): Promise<BuildDefinitions> {
  const text = await readText(path);
  const surroundings = { file, folder, environment };
  if (kind === 'bake') return readDefinitions(text, surroundings);
  const beside = join(folder, '.env');
  const dotenv = (await isFile(beside))
    ? readDotenv(await readText(beside), beside, (name) =>
        Object.hasOwn(environment, name) ? environment[name] : undefined,
      )
    : {};
  return readDefinitions(text, surroundings, dotenv);
}

async function readText(path: string): Promise<string> {
  if ((await stat(path)).size > LIMIT_BYTES)
    throw new PlimsollError('FILE_UNREADABLE', 'it is larger than 4 MiB');
  return readFile(path, 'utf8');
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function hasScheme(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(value);
}

function describe(error: unknown): [message: string, line?: number] {
  if (error instanceof PlimsollError)
    return error.line === undefined ? [error.message] : [error.message, error.line];
  return [`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`];
}
