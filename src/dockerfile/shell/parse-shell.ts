// The only module that knows the parser of shell scripts, `unbash`. It reads bash, of which sh is a part, and never throws
// for what is written wrongly. The parts of a word, and the scripts in them, are getters of the prototype: walking a
// node's own keys would miss every command in `$( )`.
import { type ParsedScript, parse } from 'unbash';

export type {
  AndOr,
  Assignment,
  AssignmentPrefix,
  Command,
  CompoundList,
  ParameterExpansionPart,
  ParsedScript,
  PipelineNode,
  Redirection,
  Script,
  Statement,
  Word,
  WordPart,
} from 'unbash';

/** The longest script that is read; RUN lines of BuildKit are far shorter. */
const LENGTH_LIMIT = 1 << 20;

/** Parses a script; undefined where it cannot be read at all. */
export function parseShell(text: string): ParsedScript | undefined {
  if (text.length > LENGTH_LIMIT) return undefined;
  try {
    return parse(text);
  } catch {
    // A parser of hostile text that is not ours.
    return undefined;
  }
}
