// What bake and compose files say of each image's build.
import { PlimsollError } from '../../errors.ts';

/** One build that a file defines. */
export interface BuildDefinition {
  /** The service or the bake target. */
  readonly name: string;
  /** A folder, resolved against the file's own; or a URL where `isRemote`. */
  readonly contextPath: string;
  readonly isRemote: boolean;
  /** As it is written, from the context's root or absolute. */
  readonly dockerfilePath: string;
  /** The Dockerfile itself, where the definition holds it. */
  readonly inlineDockerfile?: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  /** As written: folders are relative to `folder`, others have a scheme (`docker-image://`, `target:`, `service:`). */
  readonly namedContexts: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
  /** The names that it is pushed under, as written; without a tag where `latest` is meant. */
  readonly references: readonly string[];
  /** Why some of these names could not be told. */
  readonly referenceProblem?: PlimsollError;
  /** Whether the file builds it when nothing is named. */
  readonly isDefault: boolean;
  readonly line?: number;
}

/** What a file defines, and what of it could not be read: never to be passed over in silence. */
export interface BuildDefinitions {
  readonly definitions: readonly BuildDefinition[];
  readonly problems: readonly PlimsollError[];
}

/** What a file of definitions is read with. */
export interface DefinitionSurroundings {
  /** Shown in errors. */
  readonly file: string;
  /** What relative contexts are relative to. */
  readonly folder: string;
  /** Variables of the environment; they come before those of the file. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A file that is larger was not written by hand. */
export const DEFINITION_LIMIT_CHARS = 4 * 1024 * 1024;

/** The error of a file of definitions. */
export function invalidDefinition(
  file: string,
  message: string,
  line?: number,
  hint?: string,
): PlimsollError {
  return new PlimsollError('BUILD_DEFINITION_INVALID', message, {
    subject: file,
    ...(line === undefined ? {} : { line }),
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Whether a context is fetched from elsewhere. */
export function isRemoteContext(context: string): boolean {
  return (
    /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i.test(context) || /^(?:target|service):/.test(context)
  );
}

/** A record of what comes from outside, whose names can be anything. */
export function plainRecord(entries: Iterable<readonly [string, string]>): Readonly<Record<string, string>> {
  const record: Record<string, string> = Object.create(null);
  for (const [name, value] of entries) record[name] = value;
  return record;
}

/** A variable of the environment. */
export function variable(
  environment: DefinitionSurroundings['environment'],
  name: string,
): string | undefined {
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}
