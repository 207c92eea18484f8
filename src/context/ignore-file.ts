// An ignore file asked about single paths, as one builder would: what `plimsoll context --why` tells, without a folder.
import { type Engine, engineRules } from './engines/engine-rules.ts';
import { explainPath } from './explain-path.ts';
import { compileList, type Pattern } from './ignore/pattern-list.ts';
import { readIgnoreFile } from './ignore/read-ignore-file.ts';

/** What an ignore file says of a path. */
export interface IgnoreVerdict {
  readonly isIgnored: boolean;
  /** The line that decided, from 1; undefined where no line takes the path. */
  readonly line: number | undefined;
  /** Its pattern, cleaned as the builder does, with its `!`. */
  readonly pattern: string | undefined;
}

/** An ignore file that was read. */
export interface IgnoreFile {
  /** Asks about a path of the context, without a leading slash; of a folder without the slash at its end. */
  ask(path: string): IgnoreVerdict;
}

/** Reads an ignore file's text as the builder does; throws IGNORE_FILE_INVALID for a line with which the build ends at once. */
export function openIgnoreFile(text: string, engine: Engine = 'buildkit'): IgnoreFile {
  const rules = engineRules(engine);
  const excludes = compileList(readIgnoreFile(Buffer.from(text), rules.reader), rules.compiler);
  return {
    ask(path) {
      const answer = explainPath({ rules, excludes, includes: undefined }, path);
      if (answer.kind === 'ignored') return tell(answer.by, true);
      return tell(answer.kind === 'sent' ? answer.reincludedBy : undefined, false);
    },
  };
}

function tell(by: Pattern | undefined, isIgnored: boolean): IgnoreVerdict {
  const pattern = by === undefined ? undefined : `${by.isException ? '!' : ''}${by.cleaned}`;
  return { isIgnored, line: by?.line, pattern };
}
