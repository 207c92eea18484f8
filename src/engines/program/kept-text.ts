// Text of a program's output, kept up to a limit: its beginning, or its end.

/** Takes bytes in pieces; never holds more than twice its limit. */
export class KeptText {
  readonly #limitBytes: number;
  readonly #part: 'head' | 'tail';
  #pieces: Buffer[] = [];
  #heldBytes = 0;
  #isCut = false;

  constructor(part: 'head' | 'tail', limitBytes: number) {
    this.#part = part;
    this.#limitBytes = limitBytes;
  }

  /** Whether there was more than the limit. */
  get isCut(): boolean {
    return this.#isCut;
  }

  push(piece: Buffer): void {
    if (this.#part === 'head') {
      const room = this.#limitBytes - this.#heldBytes;
      if (piece.length > room) this.#isCut = true;
      if (room <= 0) return;
      this.#hold(Buffer.from(piece.subarray(0, room)));
      return;
    }
    this.#hold(Buffer.from(piece.subarray(Math.max(0, piece.length - this.#limitBytes))));
    if (piece.length > this.#limitBytes) this.#isCut = true;
    if (this.#heldBytes > 2 * this.#limitBytes) this.#shorten();
  }

  /** What is kept, as UTF-8. */
  read(): string {
    this.#shorten();
    return Buffer.concat(this.#pieces).toString('utf8');
  }

  #hold(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#heldBytes += piece.length;
  }

  #shorten(): void {
    if (this.#heldBytes <= this.#limitBytes) return;
    this.#isCut = true;
    const kept = Buffer.concat(this.#pieces).subarray(this.#heldBytes - this.#limitBytes);
    this.#pieces = [Buffer.from(kept)];
    this.#heldBytes = kept.length;
  }
}
