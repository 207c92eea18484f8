// An image as one walks through it: all entries of all layers in one tree of paths, in columns, each with its cause and owner.
import type { Finding } from '../../checks/finding.ts';
import { keepLedger, NEEDED } from '../../checks/judging/byte-ledger.ts';
import { hidingLayer } from '../../checks/judging/judge-image.ts';
import type { Profile } from '../../checks/profile.ts';
import type { Rule } from '../../checks/rule.ts';
import { decodeBytes, ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { NO_OWNER } from '../../contents/packages/inventory.ts';
import { ABSENT, PathTree } from '../../contents/view/path-tree.ts';
import { NO_ENTRY, VISIBLE } from '../../contents/view/squashed-view.ts';
import type { ImageReport } from '../../report/image-report.ts';

/** No entry, no finding. */
export const NONE = -1;

/** Entries are numbered through, the lowest layer first; nodes are paths, the root is node 0, children behind their parents. */
export interface ImageWalk {
  readonly report: ImageReport;
  readonly contents: ImageContents;
  readonly tree: PathTree;
  /** The children of node `n` are `children[childEnds[n-1] .. childEnds[n]]`. */
  readonly children: Int32Array;
  readonly childEnds: Int32Array;
  /** The lowest entry at a node, and for each entry the next one above it at the same path. */
  readonly firstEntries: Int32Array;
  readonly nextEntries: Int32Array;
  /** The finding that counts an entry's bytes, by its position in the report, or NONE. */
  readonly findings: Int32Array;
  /** The position of the package that an entry is of, or NO_OWNER. */
  readonly owners: Int32Array;
  /** Whether an entry's finding is more than advice. */
  readonly isTold: (entry: number) => boolean;
  /** Likewise, and bytes are at stake: secrets have none. */
  readonly isBallast: (entry: number) => boolean;
}

/** Builds it; `rules` and `profile` are those by which the report was made. */
export function makeImageWalk(
  contents: ImageContents,
  report: ImageReport,
  rules: readonly Rule[],
  profile: Profile,
): ImageWalk {
  const { view } = contents;
  const total = view.hiddenBy.length;
  const tree = new PathTree(total);
  const nextEntries = new Int32Array(total).fill(NONE);
  const nodes = new Int32Array(total);
  for (const [layer, facts] of view.layers.entries())
    for (let i = 0, start = 0; i < facts.entryCount; i++) {
      const end = facts.pathEnds[i]!;
      nodes[view.entryBases[layer]! + i] = addPath(tree, facts.pathBytes, start, end);
      start = end;
    }
  const firstEntries = new Int32Array(tree.nodeCount).fill(NONE);
  for (let entry = total - 1; entry >= 0; entry--) {
    const node = nodes[entry]!;
    nextEntries[entry] = firstEntries[node]!;
    firstEntries[node] = entry;
  }
  const findings = placeFindings(contents, report, rules, profile);
  const findingOf = (entry: number): Finding | undefined => report.findings[findings[entry]!];
  const isTold = (entry: number): boolean => (findingOf(entry)?.severity ?? 'advice') !== 'advice';
  return {
    report,
    contents,
    tree,
    ...groupChildren(tree),
    firstEntries,
    nextEntries,
    findings,
    owners: placeOwners(contents),
    isTold,
    isBallast: (entry) => isTold(entry) && findingOf(entry)?.secret === null,
  };
}

/** The name of a node as it is stored; bytes that are no UTF-8 as `\xNN`. */
export function nameOf({ tree }: Pick<ImageWalk, 'tree'>, node: number): string {
  return decodeBytes(tree.names, tree.nameStart(node), tree.nameEnds[node]!);
}

/** Beyond Linux's PATH_MAX, where only crafted layers go, a path is its end. */
const PATH_LIMIT_BYTES = 4096;

/** Likewise its path, without a leading slash. */
export function pathOf({ tree }: Pick<ImageWalk, 'tree'>, node: number): string {
  const path = tree.pathBytes(node, PATH_LIMIT_BYTES);
  return decodeBytes(path, 0, path.length);
}

const SLASH = 0x2f;

function addPath(tree: PathTree, path: Uint8Array, start: number, end: number): number {
  let node = 0;
  for (let at = start; at < end; ) {
    let stop = at;
    while (stop < end && path[stop] !== SLASH) stop++;
    if (stop > at) node = tree.findOrAdd(node, path, at, stop);
    at = stop + 1;
  }
  return node;
}

function groupChildren({ nodeCount, parents }: PathTree): Pick<ImageWalk, 'children' | 'childEnds'> {
  const childEnds = new Int32Array(nodeCount);
  for (let node = 1; node < nodeCount; node++) childEnds[parents[node]!]! += 1;
  for (let node = 1; node < nodeCount; node++) childEnds[node]! += childEnds[node - 1]!;
  const children = new Int32Array(Math.max(0, nodeCount - 1));
  const at = childEnds.slice();
  for (let node = nodeCount - 1; node > 0; node--) {
    const parent = parents[node]!;
    at[parent]! -= 1;
    children[at[parent]!] = node;
  }
  return { children, childEnds };
}

function placeFindings(
  contents: ImageContents,
  report: ImageReport,
  rules: readonly Rule[],
  profile: Profile,
): Int32Array {
  const ledger = keepLedger(contents, rules, profile);
  const places = new Map<string, number>();
  for (const [i, finding] of report.findings.entries())
    if (finding.secret === null) places.set(placeOf(finding.rule, finding.layer, finding.hiddenByLayer), i);
  const { view } = contents;
  const findings = new Int32Array(view.hiddenBy.length).fill(NONE);
  for (const [layer, { entryCount }] of view.layers.entries()) {
    const base = view.entryBases[layer]!;
    for (let entry = base; entry < base + entryCount; entry++) {
      const heading = ledger.ballast[entry]! || ledger.advice[entry]!;
      if (heading === NEEDED) continue;
      const hiding = hidingLayer(view, ledger, entry);
      const place = placeOf(rules[heading - 1]!.id, layer, hiding === VISIBLE ? null : hiding);
      findings[entry] = places.get(place) ?? NONE;
    }
  }
  placeSecrets(contents, report.findings, findings);
  return findings;
}

/** A secret in a file is told before all else of the file. */
function placeSecrets({ view }: ImageContents, all: readonly Finding[], findings: Int32Array): void {
  for (const [i, { secret, layer }] of all.entries())
    if (secret !== null && secret.entry !== null && layer !== null)
      findings[view.entryBases[layer]! + secret.entry] = i;
}

function placeOf(rule: string, layer: number | null, hiddenByLayer: number | null): string {
  return `${rule} ${layer} ${hiddenByLayer}`;
}

/** For each entry that shows: the package that has its path. */
function placeOwners({ view, inventory }: ImageContents): Int32Array {
  const owners = new Int32Array(view.hiddenBy.length).fill(NO_OWNER);
  for (let node = 0; node < view.tree.nodeCount; node++) {
    const entry = view.shown[node]!;
    if (view.tree.kinds[node] !== ABSENT && entry !== NO_ENTRY) owners[entry] = inventory.owners[node]!;
  }
  return owners;
}

/** Whether an entry of a layer is a mark for what is hidden, and nothing that shows. */
export function isMark(kind: number): boolean {
  return kind >= ENTRY_KIND.whiteout;
}
