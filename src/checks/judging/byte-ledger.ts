// The byte ledger: every regular file's bytes in every layer, under exactly one heading. Headings are rules of the ballast
// tier in the published order, or needed; advice points at files within needed. Nothing is counted twice, nothing is left out.
import { ENTRY_KIND, type LayerFacts } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { HIDDEN_HOW, type SquashedView, VISIBLE } from '../../contents/view/squashed-view.ts';
import type { PathRule, Rule, ViewRule } from '../rule.ts';
import { findDuplicates } from './find-duplicates.ts';
import { createImageLook } from './image-look.ts';
import { PathMatcher } from './match-paths.ts';

/** No rule: the bytes are needed. */
export const NEEDED = 0;

/** For each entry in the through numbering: 0 or a rule's position in the list plus 1. */
export interface ByteLedger {
  readonly ballast: Uint8Array;
  readonly advice: Uint8Array;
}

/** In the verdicts on names: no name seen yet, and at least one name that no rule takes. */
const UNSEEN = 0;
const KEPT = 255;

/** Puts every regular file under one heading; `rules` in the published order (at most 250). */
export function keepLedger(contents: ImageContents, rules: readonly Rule[]): ByteLedger {
  const { view } = contents;
  const total = view.hiddenBy.length;
  const ledger: ByteLedger = { ballast: new Uint8Array(total), advice: new Uint8Array(total) };
  const at = (view: ViewRule['view']): number =>
    rules.findIndex((rule) => rule.kind === 'view' && rule.view === view) + 1;
  takeHidden(view, ledger.ballast, {
    copy: at('copy'),
    [HIDDEN_HOW.overwritten]: at('overwritten'),
    [HIDDEN_HOW.deleted]: at('deleted'),
    [HIDDEN_HOW.opaque]: at('opaque'),
  });
  const verdicts = judgeNames(contents, rules);
  const isBallast = rules.map((rule) => rule.tier === 'ballast');
  const names = contentEntries(view);
  for (let entry = 0; entry < total; entry++) {
    const verdict = verdicts[entry]!;
    if (verdict === UNSEEN || verdict === KEPT || ledger.ballast[entry] !== NEEDED) continue;
    if (isBallast[verdict - 1]) ledger.ballast[entry] = verdict;
    else ledger.advice[entry] = verdict;
  }
  const duplicate = at('duplicate');
  if (duplicate > 0)
    for (const entry of findDuplicates(view, names, ledger.ballast)) {
      ledger.ballast[entry] = duplicate;
      ledger.advice[entry] = NEEDED;
    }
  return ledger;
}

/**
 * For each node that shows a file: the entry whose bytes it needs. Where a file was copied over by its own copy, that is
 * the first of the copies; the later ones are what could be spared.
 */
export function contentEntries(view: SquashedView): (node: number) => number {
  if (view.copies.size === 0) return (node) => view.inodes[node]!;
  const originals = new Map<number, number>();
  for (const [original, copy] of view.copies) originals.set(copy, original);
  return (node) => {
    let entry = view.inodes[node]!;
    for (let original = originals.get(entry); original !== undefined; original = originals.get(entry))
      entry = original;
    return entry;
  };
}

/** Hidden files by what hid the last of their copies, and the copies themselves. */
function takeHidden(
  view: SquashedView,
  ballast: Uint8Array,
  headings: Readonly<Record<string | number, number>>,
): void {
  view.layers.forEach((facts: LayerFacts, layer) => {
    const base = view.entryBases[layer]!;
    for (let i = 0; i < facts.entryCount; i++) {
      if (facts.kinds[i] !== ENTRY_KIND.file) continue;
      const entry = base + i;
      if (view.isCopy[entry] === 1) ballast[entry] = headings['copy']!;
      else if (view.hiddenBy[entry] !== VISIBLE) {
        let last = entry;
        for (let copy = view.copies.get(last); copy !== undefined; copy = view.copies.get(last)) last = copy;
        if (view.hiddenBy[last] !== VISIBLE) ballast[entry] = headings[view.hiddenHow[last]!] ?? NEEDED;
      }
    }
  });
}

/** The first rule in order that takes each file, all of its names together: one name that is kept keeps the file. */
function judgeNames(contents: ImageContents, rules: readonly Rule[]): Uint8Array {
  const { view } = contents;
  const pathRules = rules.filter((rule): rule is PathRule => rule.kind === 'paths');
  const positions = pathRules.map((rule) => rules.indexOf(rule) + 1);
  const look = createImageLook(contents);
  const entryOf = contentEntries(view);
  const verdicts = new Uint8Array(view.hiddenBy.length);
  new PathMatcher(pathRules).visitFiles(view.tree, (node, folder, name, matches) => {
    const entry = entryOf(node);
    let verdict = KEPT;
    for (const { rule, matchedFolder } of matches) {
      const file = look.offer(entry, node, folder, name, matchedFolder);
      if (file.sizeBytes === 0 || pathRules[rule]!.isExcused?.(file, look)) continue;
      verdict = positions[rule]!;
      break;
    }
    const before = verdicts[entry]!;
    verdicts[entry] =
      before === UNSEEN ? verdict : before === KEPT || verdict === KEPT ? KEPT : Math.min(before, verdict);
  });
  return verdicts;
}
