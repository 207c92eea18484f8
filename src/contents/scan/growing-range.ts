// How far a part of a file that is being written has come, in memory that its reader in another thread shares.

const CHANGES = 0;
const STATE = 1;
const SIZE = 1;
const SHARED_BYTES = 16;
/** No reader sleeps longer, should nobody wake it. */
const SLEEP_MS = 1000;

const STATES = { growing: 0, whole: 1, 'given up': 2 } as const;

/** A growing range; the writer's thread tells, the reader's asks. */
export class GrowingRange {
  /** To be handed to the reader's thread, which makes its own of it. */
  readonly shared: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #sizes: BigInt64Array;
  #end = (): void => {};
  /** For a reader in the writer's thread, which must not sleep. */
  readonly ended = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(SHARED_BYTES)) {
    this.shared = shared;
    this.#words = new Int32Array(shared, 0, 2);
    this.#sizes = new BigInt64Array(shared);
  }

  /** So much can be read now. */
  grow(sizeBytes: number): void {
    Atomics.store(this.#sizes, SIZE, BigInt(sizeBytes));
    this.#wake();
  }

  /** Nothing comes any more; without a size nothing of it counts. */
  end(sizeBytes: number | undefined): void {
    // The size comes first: who sees that all is there takes it for the last one.
    if (sizeBytes !== undefined) Atomics.store(this.#sizes, SIZE, BigInt(sizeBytes));
    Atomics.store(this.#words, STATE, sizeBytes === undefined ? STATES['given up'] : STATES.whole);
    this.#wake();
    this.#end();
  }

  /** Sleeps until `leastBytes` can be read or all are there; gives how many can be, undefined where it was given up. */
  waitFor(leastBytes: number): number | undefined {
    for (;;) {
      const changes = Atomics.load(this.#words, CHANGES);
      const state = Atomics.load(this.#words, STATE);
      const sizeBytes = Number(Atomics.load(this.#sizes, SIZE));
      if (state === STATES['given up']) return undefined;
      if (state === STATES.whole || sizeBytes >= leastBytes) return sizeBytes;
      Atomics.wait(this.#words, CHANGES, changes, SLEEP_MS);
    }
  }

  #wake(): void {
    Atomics.add(this.#words, CHANGES, 1);
    Atomics.notify(this.#words, CHANGES);
  }
}
