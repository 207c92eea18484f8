// A script of a RUN instruction as a tree whose every range is a range of the Dockerfile's own text.
import type { TextRange } from '../parsing/instruction.ts';
import type { MappedText } from '../parsing/logical-line.ts';

/**
 * One word of a command as the shell hands it on. What an unquoted variable with a known value brings are words of
 * their own, whose ranges are those in the assignment.
 */
export interface ShellWord extends TextRange {
  /** As it is written, continuation joined. */
  readonly written: string;
  /** Quotes off, known variables put in; undefined where any part of it is unknown. */
  readonly value: string | undefined;
  /** What is known of its beginning: all of `value`, or what stands before the first unknown part. */
  readonly prefix: string;
  /** Whether the text in its range is exactly its value, so that it may be edited as it stands. */
  readonly isPlain: boolean;
  /** Where the variable is used that brought it; the same for all words that it brought. */
  readonly via?: TextRange;
  /** Scripts of `$( )` and backquotes in it. */
  readonly scripts: readonly ShellScript[];
  /** Where its value stands piece by piece, if it is quoted or comes from several places and is known to the letter. */
  readonly origin?: MappedText;
}

/** `name=value` before a command, or alone. */
export interface ShellAssignment extends TextRange {
  readonly name: string;
  /** Undefined where it is not known. */
  readonly value: string | undefined;
  /** Scripts of `$( )` and backquotes in the value. */
  readonly scripts: readonly ShellScript[];
}

/** `2>/dev/null`, `<<EOF`. */
export interface ShellRedirection extends TextRange {
  readonly operator: string;
  /** Undefined of heredocs. */
  readonly target: ShellWord | undefined;
  readonly fileDescriptor?: number;
  /** Of heredocs: the content's range. */
  readonly content?: TextRange;
}

/** A simple command. */
export interface ShellCommand extends TextRange {
  readonly kind: 'command';
  readonly assignments: readonly ShellAssignment[];
  /** The program and its arguments; empty where there are assignments or redirections alone. */
  readonly words: readonly ShellWord[];
  readonly redirections: readonly ShellRedirection[];
  /** Scripts that it runs in this place: those of `sh -c`, `eval`, and of a heredoc that a shell reads. */
  readonly runs: readonly ShellScript[];
}

/** `a | b`, `! a`; a single command that is neither negated nor timed stands without one. */
export interface ShellPipeline extends TextRange {
  readonly kind: 'pipeline';
  readonly isNegated: boolean;
  readonly parts: readonly ShellNode[];
}

/** The form of a compound command. */
export type CompoundForm = 'subshell' | 'group' | 'if' | 'for' | 'while' | 'case' | 'function' | 'other';

/** A list within a compound command. */
export interface ShellBody extends ShellList {
  /** Whether it runs whenever the compound command does, once (a subshell, the condition of `if`). */
  readonly isCertain: boolean;
}

/** A compound command. */
export interface ShellCompound extends TextRange {
  readonly kind: 'compound';
  readonly form: CompoundForm;
  /** The lists in it in their order; of `if` and `while` the conditions too. */
  readonly bodies: readonly ShellBody[];
  /** Words of its head: what `for` goes through, what `case` asks. */
  readonly words: readonly ShellWord[];
  readonly redirections: readonly ShellRedirection[];
}

/** Whatever stands between operators. */
export type ShellNode = ShellCommand | ShellPipeline | ShellCompound;

/** What follows an item: it decides whether the next one runs. */
export type ListOperator = '&&' | '||' | ';' | '&' | '\n';

/** One item of a list. */
export interface ShellItem {
  readonly node: ShellNode;
  /** What stands behind it; undefined behind the last. */
  readonly operator: ListOperator | undefined;
  readonly operatorRange?: TextRange;
}

/** Commands and what joins them, flat: `a && b; c` are three items. */
export interface ShellList {
  readonly items: readonly ShellItem[];
}

/** A whole script. */
export interface ShellScript extends TextRange {
  readonly list: ShellList;
  /** False where the shell would find an error of syntax; what was understood is there all the same. */
  readonly isValid: boolean;
  /** Whether it is the content of a heredoc, whose lines need no continuation. */
  readonly heredoc: boolean;
}

/** What is known of a variable. */
export interface ShellVariable {
  readonly value: string;
  /** Where exactly this value stands in the Dockerfile; undefined where it is written otherwise. */
  readonly origin?: MappedText;
}

/** Variables with known values; a name that is missing has an unknown one. */
export type ShellVariables = Pick<ReadonlyMap<string, ShellVariable>, 'get' | 'has'>;
