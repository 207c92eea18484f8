// The lines of a Dockerfile as they stand there, without their line ends.
import { PlimsollError } from '../../errors.ts';
import type { DockerfileText } from '../dockerfile-text.ts';

/** One line; `end` stands before its line end (every carriage return and newline at its end). */
export interface PhysicalLine {
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly number: number;
}

/** The longest line that BuildKit reads. */
const LINE_LIMIT_BYTES = 65_535;

/** Reads lines one by one. */
export class LineReader {
  /** Where the next line begins. */
  position: number;
  /** How many lines were read. */
  count = 0;
  /** The end of the last line that was read. */
  lastEnd = 0;
  readonly #text: string;
  readonly #encoding: DockerfileText['encoding'];

  constructor(text: string, encoding: DockerfileText['encoding'], start: number) {
    this.#text = text;
    this.#encoding = encoding;
    this.position = start;
  }

  /** The next line; undefined behind the last. */
  next(): PhysicalLine | undefined {
    if (this.position >= this.#text.length) return undefined;
    const start = this.position;
    const newline = this.#text.indexOf('\n', start);
    const stop = newline === -1 ? this.#text.length : newline;
    this.position = newline === -1 ? stop : newline + 1;
    this.count++;
    this.#checkLength(start, stop);
    let end = stop;
    while (end > start && this.#text[end - 1] === '\r') end--;
    this.lastEnd = end;
    return { start, end, number: this.count };
  }

  #checkLength(start: number, end: number): void {
    if ((end - start) * 3 <= LINE_LIMIT_BYTES) return;
    const bytes = Buffer.byteLength(this.#text.slice(start, end), this.#encoding);
    // The first line's byte order mark counts too.
    if (bytes + (this.count === 1 ? start : 0) * 3 <= LINE_LIMIT_BYTES) return;
    throw new PlimsollError('DOCKERFILE_INVALID', `a line has more than ${LINE_LIMIT_BYTES} bytes`, {
      line: this.count,
    });
  }
}
