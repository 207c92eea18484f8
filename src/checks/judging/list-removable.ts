// What rules of ballast find at visible paths, as plain data for those who take it out: single files, and whole packages.
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { NO_OWNER } from '../../contents/packages/inventory.ts';
import type { Profile } from '../profile.ts';
import type { Rule } from '../rule.ts';
import { keepLedger, NEEDED } from './byte-ledger.ts';

/** What may go. */
export interface Removable {
  /** For each file by its node in the view's tree, the id of the rule that takes it. */
  readonly files: ReadonlyMap<number, string>;
  /** For each package by its position in the inventory, likewise. */
  readonly packages: ReadonlyMap<number, string>;
}

/** Lists it for an image of a profile; hidden files and duplicates are no matter here. */
export function listRemovable(contents: ImageContents, rules: readonly Rule[], profile: Profile): Removable {
  const { view, inventory } = contents;
  const ledger = keepLedger(contents, rules, profile);
  const files = new Map<number, string>();
  const packages = new Map<number, string>();
  for (let node = 1; node < view.tree.nodeCount; node++) {
    if (view.tree.kinds[node] !== ENTRY_KIND.file) continue;
    const entry = ledger.chains.firstOf(view.inodes[node]!);
    const heading = ledger.ballast[entry]!;
    const rule = heading === NEEDED ? undefined : rules[heading - 1]!;
    if (rule === undefined || (rule.kind !== 'paths' && rule.kind !== 'packages')) continue;
    const owner = inventory.owners[node]!;
    if (rule.kind === 'packages' && owner !== NO_OWNER) packages.set(owner, rule.id);
    else files.set(node, rule.id);
  }
  return { files, packages };
}
