// What stderr shows while work goes on: one line that is written over and over, and notices that stay.
import type { ReadProgress } from '../../contents/read-image.ts';
import { cellWidth, cutEnd, cutMiddle } from '../../report/cell-width.ts';
import { countOf, formatBytes } from '../../report/format-amount.ts';
import { makeVisible } from '../../report/visible-text.ts';
import type { CliIo, OutputStream } from '../cli-io.ts';

const INTERVAL_MS = 100;
/** A line that stays the same for longer says for how long, so that nobody takes it for dead. */
const PATIENCE_MS = 2000;
const ERASE_LINE = '\r\x1b[2K';

export class StatusLine {
  readonly #stream: OutputStream;
  readonly #isQuiet: boolean;
  readonly #isLive: boolean;
  #isShown = false;
  /** What is to be read on the line, and since when. */
  #text = '';
  /** What stands before it: how far the whole is of which it tells a part. */
  #whole = '';
  #sinceMs = 0;
  #nextMs = 0;
  #ticker: NodeJS.Timeout | undefined;

  constructor(stream: OutputStream, env: CliIo['env'], isQuiet: boolean) {
    this.#stream = stream;
    this.#isQuiet = isQuiet;
    this.#isLive = stream.isTTY === true && env['TERM'] !== 'dumb' && !isQuiet;
  }

  /** Shows how far the reading of an image is, ten times a second at most. */
  showReading(name: string, progress: ReadProgress, nowMs: number = Date.now()): void {
    if (!this.#isLive) return;
    const cells = (this.#stream.columns ?? 80) - 1 - cellWidth(this.#whole);
    this.#show(describeReading(name, progress, cells), nowMs);
  }

  /** Says how far the whole is; what is said of its parts from now on stands behind it. Empty where there is no whole. */
  showWhole(text: string, nowMs: number = Date.now()): void {
    if (!this.#isLive) return;
    this.#whole = text === '' ? '' : `${text}; `;
    if (text === '') return;
    this.#nextMs = 0;
    this.#show('', nowMs);
  }

  /** Says what is being done; of texts that differ in their numbers alone, ten a second at most. */
  showStep(text: string, nowMs: number = Date.now()): void {
    if (!this.#isLive) return;
    if (stemOf(text) !== stemOf(this.#text)) this.#nextMs = 0;
    this.#show(text, nowMs);
  }

  /** Once a second: shows what was held back, or for how long nothing has changed. */
  tick(nowMs: number = Date.now()): void {
    if (!this.#isShown) return;
    const waited = nowMs - this.#sinceMs;
    this.#write(waited < PATIENCE_MS ? this.#text : `${this.#text} (${Math.floor(waited / 1000)} s)`);
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
    clearInterval(this.#ticker);
    this.#ticker = undefined;
    this.#isShown = false;
    this.#text = '';
    this.#nextMs = 0;
  }

  #show(text: string, nowMs: number): void {
    if (text !== this.#text) this.#sinceMs = nowMs;
    this.#text = text;
    if (nowMs < this.#nextMs) return;
    this.#nextMs = nowMs + INTERVAL_MS;
    this.#write(text);
    this.#ticker ??= setInterval(() => this.tick(), 1000).unref();
  }

  #write(text: string): void {
    const whole = text === '' ? this.#whole.replace(/; $/, '') : this.#whole;
    this.#stream.write(ERASE_LINE + cutEnd(makeVisible(whole + text), (this.#stream.columns ?? 80) - 1));
    this.#isShown = true;
  }
}

function stemOf(text: string): string {
  return text.replace(/[\d.,]+ ?[kMGTP]?B?/g, '');
}

/** A name is cut before a number is. */
const LEAST_NAME_CELLS = 12;

/** `reading NAME: 3 of 12 layers, 412 MB of 980 MB`; an engine packs an image before it sends any of it. */
function describeReading(name: string, progress: ReadProgress, cells: number): string {
  const { layersDone, layersTotal, storedBytesDone, storedBytesTotal } = progress;
  const total =
    storedBytesTotal === null || storedBytesTotal === 0 ? '' : ` of ${formatBytes(storedBytesTotal)}`;
  const bytes =
    storedBytesDone === 0 ? 'waiting for the first bytes' : `${formatBytes(storedBytesDone)}${total}`;
  const far = `: ${layersDone} of ${countOf(layersTotal, 'layer')}, ${bytes}`;
  const left = cells - 'reading '.length - cellWidth(far);
  return `reading ${cutMiddle(makeVisible(name), Math.max(LEAST_NAME_CELLS, left))}${far}`;
}
