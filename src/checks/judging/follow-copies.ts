// Follows files through the layers that ship them again only to change their attributes. Such a chain is one content: its
// first file is what is needed as long as any file of it shows, and the later ones could be spared.
import { type SquashedView, VISIBLE } from '../../contents/view/squashed-view.ts';

/** What is known of an entry's chain; an entry without copies is a chain of its own. */
export interface CopyChains {
  /** The first of the chain: the entry whose bytes are needed. */
  firstOf(entry: number): number;
  /** The last of the chain: how it was hidden is how the content went. */
  lastOf(entry: number): number;
  /** Whether the entry, or one that repeats it later, still shows. */
  shows(entry: number): boolean;
  /** Whether the entry repeats an earlier one of its chain. */
  isRepeat(entry: number): boolean;
}

/** The chains of a view. */
export function followCopies(view: SquashedView): CopyChains {
  const { copies, hiddenBy } = view;
  if (copies.size === 0)
    return {
      firstOf: (entry) => entry,
      lastOf: (entry) => entry,
      shows: (entry) => hiddenBy[entry] === VISIBLE,
      isRepeat: () => false,
    };
  const firsts = new Uint32Array(hiddenBy.length);
  const shown = new Uint8Array(hiddenBy.length);
  for (let entry = 0; entry < hiddenBy.length; entry++) {
    firsts[entry] = entry;
    if (hiddenBy[entry] === VISIBLE) shown[entry] = 1;
  }
  const lasts = firsts.slice();
  // The layers were merged from the base up, so an entry comes as a copy before it is copied itself.
  for (const [copy, before] of copies) firsts[copy] = firsts[before]!;
  for (const [copy, before] of [...copies].reverse()) {
    // The names of one file may have been copied one by one; the copy that showed longest tells how the content went.
    if (hiddenBy[lasts[copy]!]! >= hiddenBy[lasts[before]!]!) lasts[before] = lasts[copy]!;
    shown[before]! |= shown[copy]!;
  }
  return {
    firstOf: (entry) => firsts[entry]!,
    lastOf: (entry) => lasts[entry]!,
    shows: (entry) => shown[entry] === 1,
    isRepeat: (entry) => firsts[entry] !== entry,
  };
}
