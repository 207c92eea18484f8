// What a run prints, and what it writes to files: one format goes to stdout, and any number of others to files once all is known.
import { PLAIN_PALETTE } from '../../report/palette.ts';
import type { TextOptions } from '../../report/text/text-options.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import { isJudgementFormat, type JudgementFormat, type WrittenFormat } from './format-names.ts';
import type { Pieces, ToldPart } from './told-part.ts';
import { checkDestinations, writeDocuments } from './write-documents.ts';

/** The options about a run's output. */
export interface OutputFlags {
  readonly format: string;
  readonly write?: readonly WrittenFormat[];
  readonly color: boolean;
  readonly all?: boolean;
}

const FILE_WIDTH = 100;

/** Takes the parts of a run as they come. */
export class RunOutput {
  readonly #flags: OutputFlags;
  readonly #io: CliIo;
  readonly #command: string;
  readonly #written: readonly WrittenFormat[];
  readonly #parts: ToldPart[] = [];

  /** Throws DESTINATION_UNWRITABLE for a file that cannot be one, before there is work to lose. */
  constructor(command: string, flags: OutputFlags, io: CliIo) {
    this.#command = command;
    this.#flags = flags;
    this.#io = io;
    this.#written = flags.write ?? [];
    checkDestinations(this.#written);
  }

  /** Whether a format goes anywhere. */
  wants(isWanted: (format: string) => boolean): boolean {
    return isWanted(this.#flags.format) || this.#written.some(({ format }) => isWanted(format));
  }

  /** Prints a part where it is for people or scripts; findings for tools wait for the others. */
  async tell(part: ToldPart): Promise<void> {
    const { format } = this.#flags;
    if (format === 'text') {
      if (part.isTextPrinted !== true)
        await this.#print(await part.text(chooseLayout(this.#flags, this.#io)));
    } else if (!isJudgementFormat(format)) {
      await this.#print(await part.documents[format]!());
    }
    if (this.#written.length > 0 || isJudgementFormat(format)) this.#parts.push(part);
  }

  /** Prints what tools read, and writes the files: all of them, or none. Throws DESTINATION_UNWRITABLE. */
  async finish(): Promise<void> {
    const { format } = this.#flags;
    if (isJudgementFormat(format)) await this.#print(await this.#judge(format));
    if (this.#written.length === 0) return;
    const documents = this.#written.map((each) => ({ ...each, make: () => this.#make(each.format) }));
    await writeDocuments(documents, this.#io.signal);
  }

  async #make(format: string): Promise<Iterable<string>> {
    if (isJudgementFormat(format)) return this.#judge(format);
    const made = await Promise.all(
      this.#parts.map((part) =>
        format === 'text' ? part.text(this.#fileLayout()) : part.documents[format]!(),
      ),
    );
    return join(made);
  }

  async #judge(format: JudgementFormat): Promise<Iterable<string>> {
    const { formatJudged } = await import('./judgement-formats.ts');
    const judged = await Promise.all(this.#parts.flatMap(({ judge }) => judge?.() ?? []));
    return formatJudged(format, judged, this.#command, this.#io);
  }

  /** Files have no width and no colours, whatever stdout is. */
  #fileLayout(): TextOptions {
    return { width: FILE_WIDTH, palette: PLAIN_PALETTE, showsAll: this.#flags.all === true };
  }

  async #print(pieces: Awaited<Pieces>): Promise<void> {
    await writePieces(this.#io.stdout, pieces);
  }
}

function* join(texts: readonly Iterable<string>[]): Iterable<string> {
  for (const [i, pieces] of texts.entries()) {
    if (i > 0) yield '\n';
    yield* pieces;
  }
}
