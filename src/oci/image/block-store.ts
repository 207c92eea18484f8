// What a place may keep between runs, so that the next one need not work it out again.

/** Keeps small blocks. What it gives is what was kept under the key, or nothing; a block that cannot be kept is no error. */
export interface BlockStore {
  readBlock(key: string): Uint8Array | undefined;
  /** The key must be one that no image can forge, such as the identity of a local file. */
  writeBlock(key: string, block: Uint8Array): void;
}
