// The terminal while a program has all of it: its other screen, keys one by one, and everything as it was at the end, however
// the end comes.
import { emitKeypressEvents } from 'node:readline';
import type { Key } from './press-key.ts';

/** What it needs of stdin and stdout. */
export interface TerminalStreams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

const ENTER = '\x1b[?1049h\x1b[?25l\x1b[2J';
const LEAVE = '\x1b[0m\x1b[?25h\x1b[?1049l';
/** Lines are cut to the screen's width here; the terminal must not wrap what it takes for wider. */
const NO_WRAP = '\x1b[?7l';
const WRAP = '\x1b[?7h';
/** A terminal that tells no size, as a serial line. */
const UNKNOWN = { columns: 80, rows: 24 } as const;

/** Holds the terminal from `enter` to `leave`. */
export class TerminalScreen {
  readonly #streams: TerminalStreams;
  readonly #leaveAtExit = (): void => this.leave();
  #shown: readonly string[] = [];
  #isEntered = false;

  constructor(streams: TerminalStreams) {
    this.#streams = streams;
  }

  /** Takes the terminal; `onKey` and `onResize` are called until `leave`. */
  enter(onKey: (key: Key) => void, onResize: () => void): void {
    const { stdin, stdout } = this.#streams;
    this.#isEntered = true;
    // An error that nobody caught ends the process too.
    process.once('exit', this.#leaveAtExit);
    stdout.write(ENTER + NO_WRAP);
    emitKeypressEvents(stdin);
    stdin.setRawMode(true);
    stdin.on('keypress', (text: string | undefined, key: { name?: string; ctrl?: boolean; meta?: boolean }) =>
      onKey({
        name: key.name ?? '',
        text: text === undefined || key.meta === true ? '' : text,
        isCtrl: key.ctrl === true,
      }),
    );
    stdout.on('resize', () => {
      this.#shown = [];
      onResize();
    });
    stdin.resume();
  }

  get size(): { readonly columns: number; readonly rows: number } {
    const { columns, rows } = this.#streams.stdout;
    return { columns: columns || UNKNOWN.columns, rows: rows || UNKNOWN.rows };
  }

  /** Draws lines from the top; those that are there already are left. */
  show(lines: readonly string[]): void {
    if (!this.#isEntered) return;
    const changed = lines
      .map((line, i) => (line === this.#shown[i] ? '' : `\x1b[${i + 1};1H${line}\x1b[0m`))
      .join('');
    this.#shown = lines;
    if (changed !== '') this.#streams.stdout.write(changed);
  }

  /** Gives the terminal back as it was. */
  leave(): void {
    if (!this.#isEntered) return;
    this.#isEntered = false;
    const { stdin, stdout } = this.#streams;
    process.removeListener('exit', this.#leaveAtExit);
    stdin.removeAllListeners('keypress');
    stdout.removeAllListeners('resize');
    stdin.setRawMode(false);
    stdin.pause();
    stdout.write(WRAP + LEAVE);
  }
}
