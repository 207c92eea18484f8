// Follows files through the layers that ship them again only to change their attributes. Such a chain is one content: its
// first file is what is needed as long as any file of it shows, and the later ones could be spared.
import { NO_ENTRY, type SquashedView, VISIBLE } from '../../contents/view/squashed-view.ts';

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
  const { copiedFrom, hiddenBy } = view;
  if (copiedFrom === null)
    return {
      firstOf: (entry) => entry,
      lastOf: (entry) => entry,
      shows: (entry) => hiddenBy[entry] === VISIBLE,
      isRepeat: () => false,
    };
  const count = hiddenBy.length;
  const firsts = new Uint32Array(count);
  const shown = new Uint8Array(count);
  // A copy has a higher number than what it repeats.
  for (let entry = 0; entry < count; entry++) {
    const before = copiedFrom[entry]!;
    firsts[entry] = before === NO_ENTRY ? entry : firsts[before]!;
    if (hiddenBy[entry] === VISIBLE) shown[entry] = 1;
  }
  const lasts = new Uint32Array(count);
  for (let entry = 0; entry < count; entry++) lasts[entry] = entry;
  for (let entry = count - 1; entry >= 0; entry--) {
    const before = copiedFrom[entry]!;
    if (before === NO_ENTRY) continue;
    // The names of one file may have been copied one by one; the copy that showed longest tells how the content went.
    if (hiddenBy[lasts[entry]!]! >= hiddenBy[lasts[before]!]!) lasts[before] = lasts[entry]!;
    shown[before]! |= shown[entry]!;
  }
  return {
    firstOf: (entry) => firsts[entry]!,
    lastOf: (entry) => lasts[entry]!,
    shows: (entry) => shown[entry] === 1,
    isRepeat: (entry) => firsts[entry] !== entry,
  };
}
