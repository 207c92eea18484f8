// Tells from a name's bytes that no pattern can fit it, so that most names of an image never become text.

const EMPTY = new Uint8Array(0);

/** Names and patterns of names with at most a few `*`. */
export class NameFilter {
  readonly #names = new Set<number>();
  readonly #endings = new Set<number>();
  readonly #others: { readonly start: Uint8Array; readonly end: Uint8Array }[] = [];

  /** Adds a name, or a pattern in which `*` stands for any bytes. */
  add(pattern: string): void {
    const parts = pattern.split('*');
    const start = Buffer.from(parts[0]!);
    const end = Buffer.from(parts.at(-1)!);
    // `\\xNN` stands for a byte that is no UTF-8; no rule has such a name, and a user's may.
    if (pattern.includes('\\')) this.#others.push({ start: EMPTY, end: EMPTY });
    else if (parts.length === 1) this.#names.add(hash(start, 0, start.length));
    else if (parts.length === 2 && start.length === 0 && end.lastIndexOf('.') === 0)
      this.#endings.add(hash(end, 0, end.length));
    else this.#others.push({ start, end });
  }

  /** Whether a pattern may fit the name `bytes[start..end]`; false is certain, true is not. */
  mayHold(bytes: Uint8Array, start: number, end: number): boolean {
    let dot = end - 1;
    while (dot > start && bytes[dot] !== 0x2e) dot--;
    if (this.#names.has(hash(bytes, start, end)) || this.#endings.has(hash(bytes, dot, end))) return true;
    for (const other of this.#others)
      if (isAt(bytes, start, end, other.start) && isAt(bytes, end - other.end.length, end, other.end))
        return true;
    return false;
  }
}

function isAt(bytes: Uint8Array, at: number, end: number, wanted: Uint8Array): boolean {
  if (at < 0 || at + wanted.length > end) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

/** FNV-1a; names that fall together only cost the look as text. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let i = start; i < end; i++) value = Math.imul(value ^ bytes[i]!, 0x01000193);
  return value;
}
