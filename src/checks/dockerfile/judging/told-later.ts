// Whether what a layer left is told as a late removal: found once for all layers, however many there are.
import type { Effect } from '../../../dockerfile/commands/effect.ts';
import type { ShippedStep } from './shipped-steps.ts';

type Holds<Key> = (effects: readonly Effect[], key: Key) => boolean;

/**
 * Answers for a key and the place of a step: whether a later step empties what that left, with no step in between, nor the
 * later one itself, that filled it again.
 */
export function findToldSteps<Key>(
  shipped: readonly ShippedStep[],
  fills: Holds<Key>,
  empties: Holds<Key>,
): (key: Key, at: number) => boolean {
  const known = new Map<Key, readonly boolean[]>();
  return (key, at) => {
    let told = known.get(key);
    if (told === undefined) {
      const found: boolean[] = [];
      let isEmptied = false;
      for (let i = shipped.length - 1; i >= 0; i--) {
        found[i] = isEmptied;
        const { effects } = shipped[i]!.step;
        if (fills(effects, key)) isEmptied = false;
        else if (empties(effects, key)) isEmptied = true;
      }
      told = found;
      known.set(key, told);
    }
    return told[at] === true;
  };
}
