// What stderr shows while work goes on: one line that is written over and over, and notices that stay.
import type { ReadProgress } from '../../contents/read-image.ts';
import { cutEnd } from '../../report/cell-width.ts';
import { formatBytes } from '../../report/format-amount.ts';
import { makeVisible } from '../../report/visible-text.ts';
import type { CliIo, OutputStream } from '../cli-io.ts';

const INTERVAL_MS = 100;
const ERASE_LINE = '\r\x1b[2K';

export class StatusLine {
  readonly #stream: OutputStream;
  readonly #isQuiet: boolean;
  readonly #isLive: boolean;
  #isShown = false;
  #nextMs = 0;

  constructor(stream: OutputStream, env: CliIo['env'], isQuiet: boolean) {
    this.#stream = stream;
    this.#isQuiet = isQuiet;
    this.#isLive = stream.isTTY === true && env['TERM'] !== 'dumb' && !isQuiet;
  }

  /** Shows how far the reading of an image is, ten times a second at most. */
  showReading(name: string, progress: ReadProgress, nowMs: number = Date.now()): void {
    if (!this.#isLive || nowMs < this.#nextMs) return;
    this.#nextMs = nowMs + INTERVAL_MS;
    this.#write(describeReading(name, progress));
  }

  /** Says what is being done where no progress is known. */
  showStep(text: string): void {
    if (this.#isLive) this.#write(text);
  }

  /** Prints a line that stays, unless the user wants quiet. */
  notice(line: string): void {
    if (this.#isQuiet) return;
    this.clear();
    this.#stream.write(`plimsoll: ${makeVisible(line)}\n`);
  }

  /** Takes the live line away; to be called before anything else is printed. */
  clear(): void {
    if (this.#isShown) this.#stream.write(ERASE_LINE);
    this.#isShown = false;
    this.#nextMs = 0;
  }

  #write(text: string): void {
    this.#stream.write(ERASE_LINE + cutEnd(makeVisible(text), (this.#stream.columns ?? 80) - 1));
    this.#isShown = true;
  }
}

/** `reading NAME: 3 of 12 layers, 412 MB of 980 MB`. */
function describeReading(name: string, progress: ReadProgress): string {
  const { layersDone, layersTotal, storedBytesDone, storedBytesTotal } = progress;
  const total = storedBytesTotal === null ? '' : ` of ${formatBytes(storedBytesTotal)}`;
  return `reading ${name}: ${layersDone} of ${layersTotal} layers, ${formatBytes(storedBytesDone)}${total}`;
}
