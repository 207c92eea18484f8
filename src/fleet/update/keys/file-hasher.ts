// Contents of files, each read once however many images use it.
import { createHash } from 'node:crypto';
import { closeSync, lstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { asFilePath } from '../../../context/path-text.ts';
import { PlimsollError } from '../../../errors.ts';

const PIECE_BYTES = 256 * 1024;
/** So many bytes are read before others get their turn. */
const TURN_BYTES = 8 * 1024 * 1024;
/** A further path forgets those before it: a table of that size is some 100 MB. */
const KNOWN_LIMIT = 500_000;

/** What BuildKit's content hash takes of one path beside its name: no times, and owners are root's. */
export interface HashedFile {
  readonly kind: 'file' | 'folder' | 'symlink' | 'special';
  /** Permission, set-id and sticky bits; 0o777 for a link. */
  readonly mode: number;
  /** Hex digits of a file's content, a link's target; empty for others. */
  readonly content: string;
}

/** Remembers what it read, for one run: files are taken not to change in it. */
export class FileHasher {
  readonly #known = new Map<string, HashedFile>();
  readonly #leftOut: ReadonlySet<string>;
  readonly #piece = Buffer.allocUnsafe(PIECE_BYTES);
  #bytesOfTurn = 0;
  /** Files that were read. */
  readCount = 0;

  /** `leftOut`: absolute real paths that count for no image, such as the lock itself, which each update changes. */
  constructor(leftOut: Iterable<string> = []) {
    this.#leftOut = new Set(leftOut);
  }

  /** Whether a path counts for no image. */
  isLeftOut(path: string): boolean {
    return this.#leftOut.has(path);
  }

  /** Hashes one path; a file's content is not read where `isEmpty`. Rejects with CONTEXT_UNREADABLE and ABORTED. */
  async hash(path: string, isEmpty: boolean, signal: AbortSignal): Promise<HashedFile> {
    const name = isEmpty ? `${path}\0` : path;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#bytesOfTurn > TURN_BYTES) {
      this.#bytesOfTurn = 0;
      await nextTurn();
    }
    const hashed = this.#read(path, isEmpty, signal);
    if (this.#known.size >= KNOWN_LIMIT) this.#known.clear();
    this.#known.set(name, hashed);
    return hashed;
  }

  #read(path: string, isEmpty: boolean, signal: AbortSignal): HashedFile {
    const file = asFilePath(path);
    try {
      const stat = lstatSync(file);
      if (stat.isSymbolicLink())
        return {
          kind: 'symlink',
          mode: 0o777,
          content: readlinkSync(file, { encoding: 'buffer' }).toString('hex'),
        };
      const mode = stat.mode & 0o7777;
      if (stat.isDirectory()) return { kind: 'folder', mode, content: '' };
      if (!stat.isFile()) return { kind: 'special', mode, content: `${stat.rdev}` };
      return { kind: 'file', mode, content: isEmpty ? '' : this.#readContent(file, signal) };
    } catch (error) {
      if (error instanceof PlimsollError) throw error;
      throw new PlimsollError('CONTEXT_UNREADABLE', 'a file that the build uses cannot be read', {
        subject: path,
        cause: error,
        hint: 'The build fails here too.',
      });
    }
  }

  #readContent(file: string | Buffer, signal: AbortSignal): string {
    const descriptor = openSync(file, 'r');
    try {
      const hash = createHash('sha256');
      this.readCount++;
      for (;;) {
        if (signal.aborted) throw new PlimsollError('ABORTED', 'the run was stopped');
        const read = readSync(descriptor, this.#piece, 0, PIECE_BYTES, null);
        if (read === 0) return hash.digest('hex');
        this.#bytesOfTurn += read;
        hash.update(this.#piece.subarray(0, read));
      }
    } finally {
      closeSync(descriptor);
    }
  }
}
