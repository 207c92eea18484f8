// The push interface of every decompressor.

/**
 * Takes uncompressed bytes, valid only during the call. `storedBefore` and `storedAfter` tell how many stored bytes
 * had been consumed when this output began and ended.
 */
export type OutputSink = (output: Uint8Array, storedBefore: number, storedAfter: number) => void;

/** Takes stored bytes in any pieces; returns a promise only where the work could not be done at once. */
export interface Decompressor {
  push(input: Uint8Array): void | Promise<void>;
  /** To be called after the last piece; throws LAYER_TRUNCATED where the stream is not complete. */
  end(): void | Promise<void>;
}
