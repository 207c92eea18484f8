// The files of one finding while they are gathered: sums, the largest ones, and the folder they share.
import { decodeBytes, type LayerFacts } from '../../contents/facts/layer-facts.ts';
import type { FoundPackage } from './package-headings.ts';

const SLASH = 0x2f;

export class FileGroup {
  readonly rule: number;
  readonly layer: number;
  readonly hiddenBy: number;
  fileCount = 0;
  bytes = 0;
  shippedBytes = 0;

  readonly #packageBytes = new Map<FoundPackage, number>();
  readonly #facts: LayerFacts;
  readonly #kept: number;
  readonly #largest: { entry: number; bytes: number }[] = [];
  /** Files of this size or less are not kept: enough larger ones that came earlier are. */
  #floorBytes = -1;
  #folderStart = 0;
  #folderEnd = -1;

  constructor(rule: number, layer: number, hiddenBy: number, facts: LayerFacts, kept: number) {
    this.rule = rule;
    this.layer = layer;
    this.hiddenBy = hiddenBy;
    this.#facts = facts;
    this.#kept = kept;
  }

  /** Adds entry `i` of the layer. */
  add(i: number, bytes: number, shippedBytes: number): void {
    this.fileCount++;
    this.bytes += bytes;
    this.shippedBytes += shippedBytes;
    this.#keepLargest(i, bytes);
    this.#narrowFolder(i);
  }

  /** Adds bytes of a package that a file of the group is of. */
  addPackage(found: FoundPackage, bytes: number): void {
    this.#packageBytes.set(found, (this.#packageBytes.get(found) ?? 0) + bytes);
  }

  /** The names of the packages, each once, those with the most bytes first. */
  packages(): readonly string[] {
    return [...new Set(this.#byWeight().map(({ name }) => name))];
  }

  /** Why they are found, each reason once, in the order of the packages. */
  reasons(): readonly string[] {
    return [...new Set(this.#byWeight().map(({ because }) => because))];
  }

  #byWeight(): readonly FoundPackage[] {
    return [...this.#packageBytes]
      .sort(([a, x], [b, y]) => y - x || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
      .map(([found]) => found);
  }

  /** The largest files, largest first; of equal ones those that come first in the layer. */
  largest(): readonly { readonly entry: number; readonly bytes: number }[] {
    this.#keepOnlyLargest();
    return this.#largest;
  }

  /** The deepest folder that holds all of the files. */
  folder(): string {
    return decodeBytes(
      this.#facts.pathBytes,
      this.#folderStart,
      Math.max(this.#folderStart, this.#folderEnd),
    );
  }

  /** Sorting now and then costs the same for few files kept and for all of them. */
  #keepLargest(entry: number, bytes: number): void {
    if (bytes <= this.#floorBytes) return;
    this.#largest.push({ entry, bytes });
    if (this.#largest.length >= 2 * this.#kept) this.#keepOnlyLargest();
  }

  #keepOnlyLargest(): void {
    const list = this.#largest;
    list.sort((a, b) => b.bytes - a.bytes || a.entry - b.entry);
    if (list.length < this.#kept) return;
    list.length = this.#kept;
    this.#floorBytes = list.at(-1)?.bytes ?? 0;
  }

  #narrowFolder(i: number): void {
    const bytes = this.#facts.pathBytes;
    const start = i === 0 ? 0 : this.#facts.pathEnds[i - 1]!;
    let end = this.#facts.pathEnds[i]!;
    while (end > start && bytes[end] !== SLASH) end--;
    if (this.#folderEnd < 0) {
      this.#folderStart = start;
      this.#folderEnd = end;
      return;
    }
    const known = this.#folderEnd - this.#folderStart;
    const length = end - start;
    let same = 0;
    while (same < known && same < length && bytes[this.#folderStart + same] === bytes[start + same]) same++;
    // Both must end a name there; else the name that only begins alike does not count.
    const isWhole = (folderStart: number, folderLength: number): boolean =>
      same === folderLength || bytes[folderStart + same] === SLASH;
    while (same > 0 && !(isWhole(this.#folderStart, known) && isWhole(start, length))) same--;
    this.#folderEnd = this.#folderStart + same;
  }
}
