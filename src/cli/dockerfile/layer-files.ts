// What of a layer's files a question is about: those at some paths, and those that layers above hide.
import { ENTRY_KIND, type LayerFacts, pathText } from '../../contents/facts/layer-facts.ts';

/** Bytes of the regular files that are counted; paths are absolute. */
export function sumFiles(facts: LayerFacts, isCounted: (path: string) => boolean): number {
  let bytes = 0;
  for (let i = 0; i < facts.entryCount; i++)
    if (facts.sizes[i]! > 0 && isCounted(`/${pathText(facts, i)}`)) bytes += facts.sizes[i]!;
  return bytes;
}

/** What one layer takes away from those below it. */
interface LayerCover {
  /** Paths that it writes, folders left out, and those that it removes: nothing of or below them is left. */
  readonly replaced: ReadonlySet<string>;
  /** Folders of which it hides all that was in them. */
  readonly emptied: ReadonlySet<string>;
}

/** Bytes of files in the layers, given from the lowest on, that layers above them among these hide. */
export function sumHidden(layers: readonly LayerFacts[]): number {
  let bytes = 0;
  const covers: LayerCover[] = [];
  for (const facts of layers.toReversed()) {
    if (covers.length > 0) bytes += sumFiles(facts, (path) => covers.some((cover) => isHidden(path, cover)));
    covers.push(coverOf(facts));
  }
  return bytes;
}

function coverOf(facts: LayerFacts): LayerCover {
  const replaced = new Set<string>();
  const emptied = new Set<string>();
  for (let i = 0; i < facts.entryCount; i++) {
    const kind = facts.kinds[i]!;
    if (kind === ENTRY_KIND.directory || kind === ENTRY_KIND.invalidWhiteout) continue;
    (kind === ENTRY_KIND.opaque ? emptied : replaced).add(`/${pathText(facts, i)}`);
  }
  return { replaced, emptied };
}

function isHidden(path: string, { replaced, emptied }: LayerCover): boolean {
  if (replaced.has(path)) return true;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    if (replaced.has(folder) || emptied.has(folder)) return true;
  }
  return emptied.has('/');
}
