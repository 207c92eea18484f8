// Catches facts of ELF files while a layer streams by.
import { ElfCapture } from '../elf/elf-capture.ts';
import { encodeElf } from '../elf/elf-format.ts';
import type { PackageRecord } from '../packages/package-record.ts';
import { PieceList, type Pieces } from './piece-list.ts';

/** Facts of a layer beyond this are not kept: no real layer comes near. */
const LAYER_LIMIT_BYTES = 64 * 2 ** 20;

export class ElfCatcher {
  readonly #capture = new ElfCapture();
  readonly #caught = new PieceList();

  /** Whether a file that begins with `head`, at least a byte of it, may be an ELF file; only then the rest is to be pushed. */
  start(head: Uint8Array, sizeBytes: number): boolean {
    return this.#caught.sizeBytes <= LAYER_LIMIT_BYTES && this.#capture.start(head, sizeBytes);
  }

  push(bytes: Uint8Array): void {
    this.#capture.push(bytes);
  }

  /** A hole of a sparse file. */
  pushHole(sizeBytes: number): void {
    this.#capture.pushHole(sizeBytes);
  }

  /** The end of a file that `start` wanted; gives the packages that were compiled into it. */
  finish(entry: number): readonly PackageRecord[] {
    const facts = this.#capture.finish();
    if (facts === undefined) return [];
    this.#caught.add(entry, encodeElf({ ...facts, packages: [] }));
    return facts.packages;
  }

  /** What was caught of the layer, as it is stored. */
  take(): Pieces {
    return this.#caught.take();
  }
}
