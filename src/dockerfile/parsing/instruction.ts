// The byte-exact model of a Dockerfile: what its instructions are, and where each part stands in the text.
import type { DockerfileText } from '../dockerfile-text.ts';
import type { LogicalLine } from './logical-line.ts';

/** A stretch of the Dockerfile's text; `end` is the first offset behind it. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** One word of an instruction. In JSON form the range is that of the quoted string. */
export interface Word extends TextRange {
  /** The word as BuildKit hands it on: continuation joined, nothing expanded, quotes kept. */
  readonly value: string;
}

/** A flag of the builder (`--from=x`); BuildKit takes quotes and escapes off its text. */
export interface InstructionFlag extends TextRange {
  readonly text: string;
  /** Name without dashes. */
  readonly name: string;
  readonly value?: string;
}

/** A file that stands in the Dockerfile itself. */
export interface Heredoc extends TextRange {
  /** The terminator, which is the file's name in COPY and ADD. */
  readonly name: string;
  readonly fileDescriptor: number;
  /** False where the terminator was quoted. */
  readonly isExpanded: boolean;
  /** Whether leading tabs go (`<<-`). */
  readonly isChomped: boolean;
  /** The lines before the terminator, with their line ends. The range is that of the content. */
  readonly content: string;
}

/** A comment line; the range is that of the line without its line end. */
export interface Comment extends TextRange {
  readonly line: number;
  /** What follows `#`, without white space around it. */
  readonly text: string;
}

/** A parser directive at the top of the file. */
export interface ParserDirective extends TextRange {
  readonly name: 'syntax' | 'escape' | 'check';
  readonly value: string;
  readonly line: number;
}

/** One instruction as it is written. */
export interface Instruction extends TextRange {
  /** In upper case; what is no instruction of a Dockerfile is kept as it is. */
  readonly name: string;
  /** As written. */
  readonly keyword: Word;
  readonly startLine: number;
  /** The last line, that of the last heredoc's terminator included. */
  readonly endLine: number;
  readonly flags: readonly InstructionFlag[];
  /** Arguments as BuildKit's parser splits them; of ENV and LABEL the names and values in turn. */
  readonly args: readonly Word[];
  readonly isJson: boolean;
  /** ENV and LABEL in their old form, `ENV name value`. */
  readonly isLegacyPair: boolean;
  readonly heredocs: readonly Heredoc[];
  /** The text with its continuation lines joined. */
  readonly joined: string;
  /** The same, with the way back from it to the file. */
  readonly logical: LogicalLine;
  /** Texts of the comments right above, as BuildKit counts them: an empty comment starts anew. */
  readonly comments: readonly string[];
  /** Whether there is an empty line between its continuation lines. */
  readonly hasEmptyContinuation: boolean;
  /** Of ONBUILD, what it triggers. */
  readonly trigger?: Instruction;
}

/** A Dockerfile whose lines were understood; what its instructions mean is checked later. */
export interface Dockerfile {
  readonly source: DockerfileText;
  readonly directives: readonly ParserDirective[];
  readonly escape: '\\' | '`';
  readonly comments: readonly Comment[];
  readonly instructions: readonly Instruction[];
}
