// The byte ledger: every regular file's bytes in every layer, under exactly one heading. Headings are rules of the ballast
// tier in the published order, or needed; advice points at files within needed. Nothing is counted twice, nothing is left out.
import { ENTRY_KIND, type LayerFacts } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { layerOf } from '../../contents/view/locate-entry.ts';
import { HIDDEN_HOW, type SquashedView } from '../../contents/view/squashed-view.ts';
import type { Profile } from '../profile.ts';
import type { PathRule, Rule, ViewState } from '../rule.ts';
import { findDuplicates } from './find-duplicates.ts';
import { type CopyChains, followCopies } from './follow-copies.ts';
import { createImageLook } from './image-look.ts';
import { PathMatcher } from './match-paths.ts';
import { type FoundPackage, PackageHeadings } from './package-headings.ts';
import { ViewHeadings } from './view-headings.ts';

/** No rule: the bytes are needed. */
export const NEEDED = 0;

/** For each entry in the through numbering: 0 or a rule's position in the list plus 1. */
export interface ByteLedger {
  readonly chains: CopyChains;
  readonly ballast: Uint8Array;
  readonly advice: Uint8Array;
  /** For each duplicate, the node whose content is needed. */
  readonly neededNodes: ReadonlyMap<number, number>;
  /** For each file under a package rule, the package that it is of. */
  readonly packages: ReadonlyMap<number, FoundPackage>;
}

/** In the verdicts on names: no name seen yet, and at least one name that no rule takes. */
const UNSEEN = 0;
const KEPT = 255;

/** Puts every regular file under one heading; `rules` in the published order (at most 250). */
export function keepLedger(
  contents: ImageContents,
  rules: readonly Rule[],
  profile: Profile = 'production',
): ByteLedger {
  const { view } = contents;
  const total = view.hiddenBy.length;
  const chains = followCopies(view);
  const neededNodes = new Map<number, number>();
  const packages = new Map<number, FoundPackage>();
  const ledger = {
    chains,
    ballast: new Uint8Array(total),
    advice: new Uint8Array(total),
    neededNodes,
    packages,
  };
  const isBallast = rules.map((rule) => rule.tier === 'ballast');
  const headings = new ViewHeadings(contents, rules);
  /** The first cause in order counts; any ballast goes before advice. */
  const put = (entry: number, heading: number): void => {
    const { ballast, advice } = ledger;
    if (heading === NEEDED) return;
    if (isBallast[heading - 1]) {
      ballast[entry] = heading;
      advice[entry] = NEEDED;
    } else if (advice[entry] === NEEDED || heading < advice[entry]!) advice[entry] = heading;
  };
  takeHidden(view, chains, headings, put);
  const contentEntry = (node: number): number => chains.firstOf(view.inodes[node]!);
  const verdicts = judgeNames(contents, rules, profile, isBallast, contentEntry, packages);
  for (let entry = 0; entry < total; entry++) {
    const verdict = verdicts[entry]!;
    if (verdict !== UNSEEN && verdict !== KEPT && ledger.ballast[entry] === NEEDED) put(entry, verdict);
  }
  if (headings.has('duplicate'))
    for (const { entry, first, firstNode } of findDuplicates(view, contentEntry, ledger.ballast)) {
      put(entry, headings.of('duplicate', entry, first));
      neededNodes.set(entry, firstNode);
    }
  return ledger;
}

/** How `hiddenHow` is called where rules name it. */
const HIDDEN_AS: Readonly<Record<number, ViewState>> = {
  [HIDDEN_HOW.overwritten]: 'overwritten',
  [HIDDEN_HOW.deleted]: 'deleted',
  [HIDDEN_HOW.opaque]: 'opaque',
};

/** Hidden files by what hid the last of their copies, and copies of what still shows. */
function takeHidden(
  view: SquashedView,
  chains: CopyChains,
  headings: ViewHeadings,
  put: (entry: number, heading: number) => void,
): void {
  view.layers.forEach((facts: LayerFacts, layer) => {
    const base = view.entryBases[layer]!;
    for (let i = 0; i < facts.entryCount; i++) {
      if (facts.kinds[i] !== ENTRY_KIND.file || facts.sizes[i] === 0) continue;
      const entry = base + i;
      const how = chains.shows(entry) ? undefined : HIDDEN_AS[view.hiddenHow[chains.lastOf(entry)]!];
      let heading = how === undefined ? NEEDED : headings.of(how, entry);
      if (heading === NEEDED && chains.isRepeat(entry)) heading = headings.of('copy', entry);
      put(entry, heading);
    }
  });
}

/**
 * The first rule in order that takes each file, all of its names together: one name that is kept keeps the file, and one
 * that is only advised against keeps it from being ballast.
 */
function judgeNames(
  contents: ImageContents,
  rules: readonly Rule[],
  profile: Profile,
  isBallast: readonly boolean[],
  contentEntry: (node: number) => number,
  packages: Map<number, FoundPackage>,
): Uint8Array {
  const { view } = contents;
  const pathRules = rules.filter((rule): rule is PathRule => rule.kind === 'paths');
  const positions = pathRules.map((rule) => rules.indexOf(rule) + 1);
  const look = createImageLook(contents);
  const headings = new PackageHeadings(contents, rules, profile, look);
  const verdicts = new Uint8Array(view.hiddenBy.length);
  const join = (a: number, b: number): number => {
    if (a === UNSEEN || b === UNSEEN) return Math.max(a, b);
    if (a === KEPT || b === KEPT) return KEPT;
    if (isBallast[a - 1] === isBallast[b - 1]) return Math.min(a, b);
    return isBallast[a - 1] ? b : a;
  };
  /** Any ballast goes before advice; else the published order decides. */
  const goesBefore = (a: number, b: number): boolean =>
    isBallast[a - 1] === isBallast[b - 1] ? a < b : isBallast[a - 1]!;
  // A file without bytes has nothing to be counted.
  const contentTypeOf = (node: number): number | undefined => {
    const entry = contentEntry(node);
    const layer = layerOf(view, entry);
    const i = entry - view.entryBases[layer]!;
    const facts = view.layers[layer]!;
    return facts.sizes[i] === 0 ? undefined : facts.contentTypes[i];
  };
  new PathMatcher(pathRules).visitFiles(view.tree, contentTypeOf, (node, matched) => {
    const entry = contentEntry(node);
    let verdict = KEPT;
    for (const { rule, matchedFolder } of matched?.matches ?? []) {
      const file = look.offer(entry, node, matched!.folder, matched!.name, matchedFolder);
      if (pathRules[rule]!.isExcused?.(file, look)) continue;
      verdict = positions[rule]!;
      break;
    }
    const heading = headings.of(node);
    if (heading !== undefined && (verdict === KEPT || goesBefore(heading.position, verdict))) {
      verdict = heading.position;
      packages.set(entry, heading.found);
    }
    verdicts[entry] = join(verdicts[entry]!, verdict);
  });
  return verdicts;
}
