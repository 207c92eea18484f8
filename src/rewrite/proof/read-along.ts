// Reads new layers back while they are written: a thread follows the file that the destination writes, so that little is left
// to read when the last byte is there. What could not be read so is read when all is written.
import { open } from 'node:fs/promises';
import type { LayerFacts } from '../../contents/facts/layer-facts.ts';
import { GrowingRange } from '../../contents/scan/growing-range.ts';
import { GrowthBudget } from '../../contents/scan/growth-budget.ts';
import type { LayerScan } from '../../contents/scan/scan-layer.ts';
import { ScanPool } from '../../contents/scan/scan-pool.ts';
import type { Descriptor } from '../../oci/image/descriptor.ts';
import type { WrittenRange } from '../../oci/image/destination.ts';
import { identifyFile } from '../../oci/image/file-identity.ts';
import type { LayerSource } from '../../oci/image/image.ts';
import { READ_FLAGS } from '../../oci/layout/image-files.ts';

/** Blobs that do not come to this are read when they are whole: a thread takes longer to start. */
const FLOOR_BYTES = 4 * 1024 * 1024;

/** What was read of one blob, and in which file. */
interface Followed {
  readonly scan: LayerScan;
  readonly offsetBytes: number;
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
    const range = new GrowingRange();
    let following: Promise<Followed | undefined> | undefined;
    return {
      take: (written) => {
        range.grow(written.sizeBytes);
        // Whatever goes wrong is told by those who read the blob afterwards.
        if (written.sizeBytes >= FLOOR_BYTES)
          following ??= this.#read(written, range, signal).catch(() => undefined);
      },
      end: (stored) => {
        range.end(stored?.sizeBytes);
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
    const { scan, offsetBytes, device, inode } = followed;
    const { identity } = location;
    const isThere =
      identity.device === device &&
      identity.inode === inode &&
      location.offsetBytes === offsetBytes &&
      location.sizeBytes === sizeBytes;
    return isThere && scan.storedBytes === sizeBytes && scan.facts.diffId === diffId ? scan.facts : undefined;
  }

  /** Ends the thread, also in the middle of its work. */
  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #read(written: WrittenRange, range: GrowingRange, signal: AbortSignal): Promise<Followed> {
    const { path, offsetBytes } = written;
    const handle = await open(path, READ_FLAGS);
    try {
      const { device, inode } = identifyFile(await handle.stat({ bigint: true }));
      const options = { readings: { packages: false, secretRules: null }, budget: this.#budget };
      const job = { kind: 'growing', fd: handle.fd, offsetBytes, range } as const;
      const scan = await this.#pool.scan(job, options, signal);
      return { scan, offsetBytes, device, inode };
    } finally {
      await handle.close();
    }
  }
}
