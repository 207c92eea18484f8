// The last layer of which something holds: found once, however many layers ask for it.
import type { Effect } from '../../../dockerfile/commands/effect.ts';
import type { ShippedStep } from './shipped-steps.ts';

/** Answers for each key with the place of the last step that holds; -1 where none does. */
export function findLastSteps<Key>(
  shipped: readonly ShippedStep[],
  holds: (effects: readonly Effect[], key: Key) => boolean,
): (key: Key) => number {
  const known = new Map<Key, number>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const at = shipped.findLastIndex(({ step }) => holds(step.effects, key));
    known.set(key, at);
    return at;
  };
}
