// What rules may ask about a context and the build that it is for. All of it was read before: rules read nothing themselves.

import type { Engine } from '../../context/engines/engine-rules.ts';
import type { PatternList } from '../../context/ignore/pattern-list.ts';
import type { InspectedContext } from '../../context/inspection/inspect-context.ts';
import type { ReadBuild } from '../../context/inspection/read-build.ts';
import type { FileSecrets, SecretKind } from '../../context/secrets/file-secrets.ts';

/** An ignore file that does not count for the builder, and what it would ignore. */
export interface OtherIgnoreFile {
  readonly path: string;
  /** Undefined where no list can be made of it. */
  readonly list: PatternList | undefined;
  readonly why: /** One that the builder looks at first hides it. */
    | 'shadowed'
    /** The builder does not know files of this name. */
    | 'of another engine';
}

/** What the same ignore file and folder mean to another builder. */
export interface EngineDifference {
  readonly engine: Engine;
  /** Files that it sends and this one does not, and the other way round. */
  readonly alsoSent: readonly { readonly path: string; readonly bytes: number }[];
  readonly notSent: readonly { readonly path: string; readonly bytes: number }[];
  /** Why the other builder could not be asked: it ends with this error. */
  readonly failure: string | undefined;
}

/** A context as rules look at it. */
export interface ContextLook {
  readonly engine: Engine;
  readonly read: ReadBuild;
  readonly context: InspectedContext;
  /** Whether there is anything at a path of the folder, sent or not. */
  isThere(path: string): boolean;
  /** Whether a name in a folder fits one of the patterns, sent or not; the root is ''. */
  holds(folder: string, patterns: readonly string[]): boolean;
  readonly otherIgnoreFiles: readonly OtherIgnoreFile[];
  readonly engineDifferences: readonly EngineDifference[];
  /** Undefined where nothing was searched. */
  readonly secrets: readonly FileSecrets[] | undefined;
  readonly secretKinds: ReadonlyMap<string, SecretKind>;
}
