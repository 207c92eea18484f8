// Reads new layers back while they are written: a thread follows the file that the destination writes, so that little is left
// to read when the last byte is there. What could not be read so is read when all is written.
import { type FileHandle, open } from 'node:fs/promises';
import type { LayerFacts } from '../../contents/facts/layer-facts.ts';
import { GrowthBudget } from '../../contents/scan/growth-budget.ts';
import type { LayerScan } from '../../contents/scan/scan-layer.ts';
import { ScanPool } from '../../contents/scan/scan-pool.ts';
import { PlimsollError } from '../../errors.ts';
import type { Descriptor } from '../../oci/image/descriptor.ts';
import type { WrittenRange } from '../../oci/image/destination.ts';
import { identifyFile } from '../../oci/image/file-identity.ts';
import type { LayerSource } from '../../oci/image/image.ts';
import { READ_FLAGS } from '../../oci/layout/image-files.ts';

/** Blobs that do not come to this are read when they are whole: a thread takes longer to start. */
const FLOOR_BYTES = 4 * 1024 * 1024;
const PIECE_BYTES = 512 * 1024;

/** What was read of one blob, and in which file. */
interface Followed {
  readonly scan: LayerScan;
  readonly range: WrittenRange;
  readonly device: string;
  readonly inode: string;
}

/** Reads one new layer after the other. */
export class ReadAlong {
  readonly #pool: ScanPool;
  readonly #budget = new GrowthBudget();
  readonly #followed = new Map<string, Promise<Followed | undefined>>();

  /** `pool` reads, and is closed with this. */
  constructor(pool: ScanPool = new ScanPool(1)) {
    this.#pool = pool;
  }

  /** Begins to follow a blob: `take` is told how far it has come, `end` what was stored, undefined where that failed. */
  follow(signal: AbortSignal): {
    readonly take: (range: WrittenRange) => void;
    readonly end: (stored: Descriptor | undefined) => void;
  } {
    const file = new GrowingFile();
    let following: Promise<Followed | undefined> | undefined;
    return {
      take: (range) => {
        file.grow(range);
        // Whatever goes wrong is told by those who read the blob afterwards.
        if (range.sizeBytes >= FLOOR_BYTES) following ??= this.#read(file, signal).catch(() => undefined);
      },
      end: (stored) => {
        file.end(stored?.sizeBytes);
        if (stored !== undefined && following !== undefined) this.#followed.set(stored.digest, following);
      },
    };
  }

  /** The facts of a layer that was read whole from the very place where it is now; undefined where it must be read. */
  async takeFacts(
    { diffId, location }: Pick<LayerSource, 'diffId' | 'location'>,
    { digest, sizeBytes }: Descriptor,
  ): Promise<LayerFacts | undefined> {
    const followed = await this.#followed.get(digest);
    this.#followed.delete(digest);
    if (followed === undefined || location.kind !== 'file') return undefined;
    const { scan, range, device, inode } = followed;
    const { identity } = location;
    const isThere =
      identity.device === device &&
      identity.inode === inode &&
      location.offsetBytes === range.offsetBytes &&
      location.sizeBytes === sizeBytes;
    return isThere && scan.storedBytes === sizeBytes && scan.facts.diffId === diffId ? scan.facts : undefined;
  }

  /** Ends the thread, also in the middle of its work. */
  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #read(file: GrowingFile, signal: AbortSignal): Promise<Followed> {
    const handle = await open(file.range.path, READ_FLAGS);
    try {
      const { device, inode } = identifyFile(await handle.stat({ bigint: true }));
      const options = { readings: { packages: false, secretRules: null }, budget: this.#budget };
      const job = { kind: 'stream', open: () => file.stream(handle) } as const;
      const scan = await this.#pool.scan(job, options, signal);
      return { scan, range: file.range, device, inode };
    } finally {
      await handle.close();
    }
  }
}

/** A range of a file that grows. */
class GrowingFile {
  range: WrittenRange = { path: '', offsetBytes: 0, sizeBytes: 0 };
  #state: 'growing' | 'whole' | 'given up' = 'growing';
  #wake = (): void => {};

  grow(range: WrittenRange): void {
    this.range = range;
    this.#wake();
  }

  /** Nothing comes any more; without a size nothing of it counts. */
  end(sizeBytes: number | undefined): void {
    if (sizeBytes !== undefined) this.range = { ...this.range, sizeBytes };
    this.#state = sizeBytes === undefined ? 'given up' : 'whole';
    this.#wake();
  }

  /** Its bytes, as they come; each piece is valid until the next one is asked for. */
  async *stream(handle: FileHandle): AsyncGenerator<Uint8Array> {
    const buffer = Buffer.allocUnsafe(PIECE_BYTES);
    for (let done = 0; ; ) {
      const { offsetBytes, sizeBytes } = this.range;
      const isWhole = this.#state === 'whole';
      if (this.#state === 'given up' || done > sizeBytes) throw stopped();
      if (done === sizeBytes && isWhole) return;
      // Small pieces only at the end.
      if (!isWhole && sizeBytes - done < PIECE_BYTES) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      const wanted = Math.min(PIECE_BYTES, sizeBytes - done);
      const { bytesRead } = await handle.read(buffer, 0, wanted, offsetBytes + done);
      if (bytesRead === 0) throw stopped();
      done += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }
}

function stopped(): PlimsollError {
  return new PlimsollError('ABORTED', 'the blob was not written to its end');
}
