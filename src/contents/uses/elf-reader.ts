// The ELF facts of what a view shows, looked up by node.
import type { ElfFacts } from '../elf/elf-facts.ts';
import { decodeElf } from '../elf/elf-format.ts';
import { ENTRY_KIND, findSorted } from '../facts/layer-facts.ts';
import { layerOf } from '../view/locate-entry.ts';
import type { SquashedView } from '../view/squashed-view.ts';

/** ELF facts by node, each read once. */
export class ElfReader {
  readonly #view: SquashedView;
  readonly #known = new Map<number, ElfFacts | undefined>();

  constructor(view: SquashedView) {
    this.#view = view;
  }

  /** Whether a node shows an ELF file. */
  has(node: number): boolean {
    return this.#locate(node) !== undefined;
  }

  /** The facts of what a node shows; undefined where that is no ELF file. */
  read(node: number): ElfFacts | undefined {
    const entry = this.#view.inodes[node]!;
    if (this.#known.has(entry)) return this.#known.get(entry);
    const bytes = this.#locate(node);
    const facts = bytes === undefined ? undefined : decodeElf(bytes);
    this.#known.set(entry, facts);
    return facts;
  }

  #locate(node: number): Uint8Array | undefined {
    if (this.#view.tree.kinds[node] !== ENTRY_KIND.file) return undefined;
    const entry = this.#view.inodes[node]!;
    const layer = layerOf(this.#view, entry);
    const { elfEntries, elfEnds, elfBytes } = this.#view.layers[layer]!;
    const k = findSorted(elfEntries, entry - this.#view.entryBases[layer]!);
    return k === -1 ? undefined : elfBytes.subarray(k === 0 ? 0 : elfEnds[k - 1]!, elfEnds[k]!);
  }
}
