// How a file's content is called while layers are made: by XXH3-128 and size. That two contents of one key are the same is proven
// when they are read (spool-contents.ts).
import { ENTRY_KIND, type LayerFacts } from '../../../contents/facts/layer-facts.ts';

/** The key of entry `i`'s content; undefined where it has none. */
export function contentKeyOf({ kinds, sizes, contents }: LayerFacts, i: number): string | undefined {
  if (kinds[i] !== ENTRY_KIND.file || sizes[i] === 0) return undefined;
  const hash = Buffer.from(contents.buffer, contents.byteOffset + i * 16, 16);
  return `${hash.toString('latin1')}${sizes[i]}`;
}
