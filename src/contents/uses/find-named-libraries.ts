// Shared libraries that ELF files name in their data, as programs do that open them while they run (dlopen(3)). A name is no
// proof that it is opened, so this is for those who would rather keep too much. The layers are read again for it.
import { createDecompressor, detectCompression } from '../../oci/compression/choose-decompressor.ts';
import type { Decompressor } from '../../oci/compression/decompressor.ts';
import type { OpenedImage } from '../../oci/image/image.ts';
import { TarReader } from '../../oci/tar/read-tar.ts';
import type { TarEntry, TarHandler } from '../../oci/tar/tar-entry.ts';
import { CONTENT_TYPE, ENTRY_KIND } from '../facts/layer-facts.ts';
import { openStored } from '../open-stored.ts';
import { untilAborted } from '../scan/until-aborted.ts';
import { layerOf } from '../view/locate-entry.ts';
import type { SquashedView } from '../view/squashed-view.ts';

const MARK = Buffer.from('.so');
/** Longer names are none of libraries. */
const NAME_LIMIT_BYTES = 96;
const VERSION_LIMIT_BYTES = 16;

/** For each ELF file that shows, by node, those of `names` (file names, `libx.so.1`) that stand in it. */
export async function findNamedLibraries(
  image: OpenedImage,
  view: SquashedView,
  names: ReadonlySet<string>,
  signal: AbortSignal = new AbortController().signal,
): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  const found = new Map<number, ReadonlySet<string>>();
  if (names.size === 0) return found;
  for (const [layer, nodes] of listElfFiles(view)) {
    const reader = new NameReader(view.layers[layer]!.offsets, view.entryBases[layer]!, nodes, names, found);
    const tar = new TarReader(reader);
    let decompressor: Decompressor | undefined;
    for await (const bytes of untilAborted(openStored(image, image.layers[layer]!, signal), signal)) {
      if (bytes.length === 0) continue;
      decompressor ??= await createDecompressor(detectCompression(bytes), (output) => {
        if (!reader.isDone) tar.push(output);
      });
      await decompressor.push(bytes);
      if (reader.isDone) break;
    }
  }
  return found;
}

/** By layer: nodes by the entry, in the through numbering, that holds their content. */
function listElfFiles(view: SquashedView): ReadonlyMap<number, ReadonlyMap<number, number>> {
  const layers = new Map<number, Map<number, number>>();
  for (let node = 1; node < view.tree.nodeCount; node++) {
    if (view.tree.kinds[node] !== ENTRY_KIND.file) continue;
    const entry = view.inodes[node]!;
    const layer = layerOf(view, entry);
    const type = view.layers[layer]!.contentTypes[entry - view.entryBases[layer]!];
    if (type !== CONTENT_TYPE.elfExecutable && type !== CONTENT_TYPE.elfShared) continue;
    const nodes = layers.get(layer);
    if (nodes === undefined) layers.set(layer, new Map([[entry, node]]));
    else nodes.set(entry, node);
  }
  return layers;
}

class NameReader implements TarHandler {
  readonly #nodeAt = new Map<number, number>();
  readonly #names: ReadonlySet<string>;
  readonly #found: Map<number, ReadonlySet<string>>;
  #left: number;
  #node: number | undefined;
  #own = new Set<string>();
  /** The end of what passed, in which a name may have begun. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(
    offsets: Float64Array,
    base: number,
    nodes: ReadonlyMap<number, number>,
    names: ReadonlySet<string>,
    found: Map<number, ReadonlySet<string>>,
  ) {
    for (const [entry, node] of nodes) this.#nodeAt.set(offsets[entry - base]!, node);
    this.#names = names;
    this.#found = found;
    this.#left = nodes.size;
  }

  get isDone(): boolean {
    return this.#left === 0;
  }

  entry({ offsetBytes }: TarEntry): void {
    this.#node = this.#nodeAt.get(offsetBytes);
    this.#own = new Set();
    this.#rest = Buffer.alloc(0);
  }

  content(bytes: Uint8Array): void {
    if (this.#node === undefined) return;
    const piece = Buffer.concat([this.#rest, bytes]);
    // A name that ends with the piece may go on in the next one.
    this.#search(piece, piece.length - VERSION_LIMIT_BYTES);
    this.#rest = Buffer.from(
      piece.subarray(Math.max(0, piece.length - NAME_LIMIT_BYTES - VERSION_LIMIT_BYTES)),
    );
  }

  hole(): void {
    this.#rest = Buffer.alloc(0);
  }

  entryEnd(): void {
    if (this.#node === undefined) return;
    this.#search(this.#rest, this.#rest.length);
    if (this.#own.size > 0) this.#found.set(this.#node, this.#own);
    this.#node = undefined;
    this.#left--;
  }

  #search(piece: Buffer, end: number): void {
    for (let at = piece.indexOf(MARK); at !== -1 && at < end; at = piece.indexOf(MARK, at + 1)) {
      let start = at;
      while (start > 0 && at - start < NAME_LIMIT_BYTES && isOfName(piece[start - 1]!)) start--;
      let stop = at + MARK.length;
      while (stop < piece.length && stop - at < VERSION_LIMIT_BYTES && isOfVersion(piece[stop]!)) stop++;
      const name = piece.toString('latin1', start, stop).replace(/\.+$/, '');
      if (this.#names.has(name)) this.#own.add(name);
    }
  }
}

/** Letters, digits, `+`, `-`, `.`, `_`. */
function isOfName(byte: number): boolean {
  const letter = byte | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e ||
    byte === 0x5f
  );
}

function isOfVersion(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2e;
}
