// From a Dockerfile's text to its instructions: BuildKit's line rules (parser/parser.go), with every offset kept.
import { PlimsollError } from '../../errors.ts';
import type { DockerfileText } from '../dockerfile-text.ts';
import { findHeredocs } from './find-heredocs.ts';
import type { Comment, Dockerfile, Heredoc, Instruction, ParserDirective } from './instruction.ts';
import type { LogicalLine } from './logical-line.ts';
import { type InstructionLine, parseInstruction } from './parse-instruction.ts';
import { readDirective } from './parser-directives.ts';
import { LineReader, type PhysicalLine } from './physical-lines.ts';
import { skipSpace, trimSpace } from './white-space.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const TAKES_HEREDOCS: ReadonlySet<string> = new Set(['ADD', 'COPY', 'RUN']);
const CONTINUATION = {
  '\\': /(?:[^\\]|^)(\\[ \t]*)$/u,
  '`': /(?:[^`]|^)(`[ \t]*)$/u,
} as const;

/** Parses a Dockerfile; throws DOCKERFILE_INVALID with the line where BuildKit would refuse it. */
export function parseDockerfile(source: DockerfileText): Dockerfile {
  const parsing = new DockerfileParsing(source);
  parsing.read();
  return {
    source,
    directives: parsing.directives,
    escape: parsing.escape,
    comments: parsing.comments,
    instructions: parsing.instructions,
  };
}

/** What was read so far. */
class DockerfileParsing {
  readonly directives: ParserDirective[] = [];
  readonly comments: Comment[] = [];
  readonly instructions: Instruction[] = [];
  escape: '\\' | '`' = '\\';
  readonly #lines: LineReader;
  readonly #text: string;
  #mayBeDirective = true;
  /** Texts of the comments since the last instruction or empty comment. */
  #comments: string[] = [];

  constructor({ text, encoding }: DockerfileText) {
    this.#text = text;
    this.#lines = new LineReader(text, encoding, text.startsWith(BYTE_ORDER_MARK) ? 1 : 0);
  }

  read(): void {
    for (let line = this.#lines.next(); line !== undefined; line = this.#lines.next()) this.#readFrom(line);
    if (this.instructions.length === 0)
      throw new PlimsollError('DOCKERFILE_INVALID', 'there is no instruction in it', {
        line: Math.max(this.#lines.count, 1),
      });
  }

  /** A line that begins something: a comment, a directive, an instruction, or nothing. */
  #readFrom(line: PhysicalLine): void {
    const start = skipSpace(this.#text, line.start, line.end);
    if (this.#text[start] === '#' && start < line.end) return this.#readComment(line, start);
    this.#mayBeDirective = false;
    if (start === line.end) return;
    this.#readInstruction(line, start);
  }

  #readComment(line: PhysicalLine, start: number): void {
    const place = { line: line.number, start: line.start, end: line.end };
    const text = this.#text.slice(start + 1, line.end);
    if (this.#mayBeDirective) {
      const directive = readDirective(text.slice(skipSpace(text, 0, text.length)), place, this.directives);
      this.#mayBeDirective = directive !== undefined;
      if (directive?.name === 'escape') this.escape = directive.value as '\\' | '`';
      if (directive !== undefined) return void this.directives.push(directive);
    }
    this.comments.push({ ...place, text: trimSpace(text) });
    // BuildKit drops the line's first character, not the #: an indented comment keeps its #.
    const seen = trimSpace(this.#text.slice(line.start + 1, line.end));
    if (seen === '') this.#comments = [];
    else this.#comments.push(seen);
  }

  #readInstruction(first: PhysicalLine, start: number): void {
    const texts: string[] = [];
    const pieceStarts: number[] = [];
    const sourceStarts: number[] = [];
    let length = 0;
    const add = (from: number, end: number): boolean => {
      const text = this.#text.slice(from, end);
      const [, mark] = CONTINUATION[this.escape].exec(text) ?? [];
      const piece = mark === undefined ? text : text.slice(0, text.length - mark.length);
      if (piece !== '' || pieceStarts.length === 0) {
        texts.push(piece);
        pieceStarts.push(length);
        sourceStarts.push(from);
        length += piece.length;
      }
      return mark !== undefined;
    };
    let isContinued = add(start, first.end);
    let hasEmptyContinuation = false;
    while (isContinued) {
      const line = this.#lines.next();
      if (line === undefined) break;
      const from = skipSpace(this.#text, line.start, line.end);
      if (from === line.end) hasEmptyContinuation = true;
      else if (this.#text[from] === '#') this.#keepComment(line, from);
      else isContinued = add(line.start, line.end);
    }
    const line = { text: texts.join(''), pieceStarts, sourceStarts, startLine: first.number };
    const comments = this.#comments;
    this.#comments = [];
    this.instructions.push(this.#finish(line, comments, hasEmptyContinuation));
  }

  /** A comment between continuation lines belongs to no instruction. */
  #keepComment(line: PhysicalLine, from: number): void {
    const text = trimSpace(this.#text.slice(from + 1, line.end));
    this.comments.push({ line: line.number, start: line.start, end: line.end, text });
  }

  #finish(line: LogicalLine, comments: readonly string[], hasEmptyContinuation: boolean): Instruction {
    const read = parseInstruction(line, this.escape);
    const heredocs = takesHeredocs(read) ? this.#readHeredocs(line) : [];
    const endLine = this.#lines.count;
    const end = heredocs.length === 0 ? read.end : this.#lines.lastEnd;
    const more: Finish = { endLine, end, comments, hasEmptyContinuation, heredocs };
    const { trigger } = read;
    const instruction = finishInstruction(read, more);
    return trigger === undefined
      ? instruction
      : { ...instruction, trigger: finishInstruction(trigger, more) };
  }

  #readHeredocs(line: LogicalLine): readonly Heredoc[] {
    return findHeredocs(line.text).map((heredoc) => {
      const start = this.#lines.position;
      for (let next = this.#lines.next(); next !== undefined; next = this.#lines.next()) {
        let from = next.start;
        if (heredoc.isChomped) while (this.#text[from] === '\t' && from < next.end) from++;
        if (this.#text.slice(from, next.end) === heredoc.name)
          return { ...heredoc, start, end: next.start, content: this.#text.slice(start, next.start) };
      }
      throw new PlimsollError(
        'DOCKERFILE_INVALID',
        `the heredoc ${JSON.stringify(heredoc.name.slice(0, 60))} does not end`,
        {
          line: line.startLine,
          hint: 'End it with a line that holds its word alone.',
        },
      );
    });
  }
}

function takesHeredocs({ name, isJson, trigger }: InstructionLine): boolean {
  if (trigger !== undefined) return TAKES_HEREDOCS.has(trigger.name) && !trigger.isJson;
  return TAKES_HEREDOCS.has(name) && !isJson;
}

type Finish = Pick<Instruction, 'endLine' | 'end' | 'comments' | 'hasEmptyContinuation' | 'heredocs'>;

/** Written out: spreading objects costs more than all the rest of the parsing. */
function finishInstruction(read: InstructionLine, more: Finish): Instruction {
  return {
    name: read.name,
    keyword: read.keyword,
    start: read.start,
    end: more.end,
    startLine: read.startLine,
    endLine: more.endLine,
    flags: read.flags,
    args: read.args,
    isJson: read.isJson,
    isLegacyPair: read.isLegacyPair,
    heredocs: more.heredocs,
    joined: read.joined,
    logical: read.logical,
    comments: more.comments,
    hasEmptyContinuation: more.hasEmptyContinuation,
  };
}
