// A stream of bytes as lines, each of bounded length, for showing progress.
import { StringDecoder } from 'node:string_decoder';

const LINE_LIMIT = 8192;

/** Hands on each line without its end; what is longer than the limit comes in pieces. */
export class LineReader {
  readonly #onLine: (line: string) => void;
  readonly #limit: number;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  constructor(onLine: (line: string) => void, limit = LINE_LIMIT) {
    this.#onLine = onLine;
    this.#limit = limit;
  }

  push(piece: Buffer): void {
    // Progress that writes over its own line is a line each time; a line end may come in two pieces.
    const lines = (this.#rest + this.#decoder.write(piece)).split(/\r?\n|\r(?=[^\n])/);
    this.#rest = lines.pop()!;
    for (const line of lines) this.#tell(line);
    if (this.#rest.length > this.#limit) {
      this.#tell(this.#rest);
      this.#rest = '';
    }
  }

  /** The last line, where no line end follows it. */
  end(): void {
    const last = (this.#rest + this.#decoder.end()).replace(/\r$/, '');
    this.#rest = '';
    if (last !== '') this.#tell(last);
  }

  #tell(line: string): void {
    for (let at = 0; at === 0 || at < line.length; at += this.#limit)
      this.#onLine(line.slice(at, at + this.#limit));
  }
}
