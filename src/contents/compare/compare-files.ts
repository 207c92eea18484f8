// Two images' squashed views side by side, path by path. Equal paths cost no object; of what differs, all is counted and
// the largest is named.
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import { NO_OWNER } from '../packages/inventory.ts';
import { ABSENT, NO_NODE } from '../view/path-tree.ts';
import { nodePath } from '../view/squashed-view.ts';
import { DIFFERS, EntryComparer } from './compare-entries.ts';
import { type ComparedImage, type ComparedSide, stateAt, sumVisible } from './compared-side.ts';
import { DifferenceColumns } from './difference-columns.ts';
import { FileBytes } from './file-bytes.ts';
import {
  FILE_CHANGES,
  type FileAttribute,
  type FileChange,
  type FileComparison,
  type FileDifference,
  type FileGroup,
} from './file-difference.ts';
import { chooseGroups, type GatheredGroups, gatherOnly } from './group-files.ts';
import { pairPaths } from './pair-paths.ts';

const ATTRIBUTES: readonly FileAttribute[] = ['mode', 'owner', 'target', 'device', 'xattrs', 'links'];

/** Sums that grow. */
interface Totals {
  fileCount: number;
  directoryCount: number;
  bytesInA: number;
  bytesInB: number;
}

/** Compares what two images show; of each change at most `limit` paths are named, and as many groups in all. */
export function compareFiles(a: ComparedImage, b: ComparedImage, limit: number): FileComparison {
  const pairs = pairPaths(a.view.tree, b.view.tree);
  return new FileComparer(makeSide(a, pairs.inB, b), makeSide(b, pairs.inA, a), limit).compare();
}

function makeSide(image: ComparedImage, partners: Int32Array, other: ComparedImage): ComparedSide {
  const { view, inventory } = image;
  const bytes = new FileBytes(view, partners, other.view);
  return { view, packages: inventory.packages, owners: inventory.owners, partners, bytes };
}

class FileComparer {
  readonly #a: ComparedSide;
  readonly #b: ComparedSide;
  readonly #limit: number;
  readonly #columns = new Map(FILE_CHANGES.map((change) => [change, new DifferenceColumns()]));
  readonly #totals = new Map(FILE_CHANGES.map((change) => [change, emptyTotals()]));

  constructor(a: ComparedSide, b: ComparedSide, limit: number) {
    this.#a = a;
    this.#b = b;
    this.#limit = limit;
  }

  compare(): FileComparison {
    this.#walk();
    const gathered = [
      gatherOnly(this.#b, 'added', this.#limit),
      gatherOnly(this.#a, 'removed', this.#limit),
      this.#gatherChanged('type'),
      this.#gatherChanged('content'),
    ];
    return {
      visibleInA: sumVisible(this.#a),
      visibleInB: sumVisible(this.#b),
      totals: Object.fromEntries(this.#totals) as Record<FileChange, Totals>,
      differences: FILE_CHANGES.flatMap((change) => this.#name(change)),
      groups: chooseGroups(
        gathered.flatMap(({ groups }) => groups),
        this.#limit,
      ),
      groupCount: gathered.reduce((sum, { count }) => sum + count, 0),
    };
  }

  #walk(): void {
    const { view, partners } = this.#a;
    const comparer = new EntryComparer(view, this.#b.view);
    for (let node = 0; node < view.tree.nodeCount; node++) {
      if (view.tree.kinds[node] === ABSENT) continue;
      const partner = partners[node]!;
      if (partner === NO_NODE) this.#add('removed', node, NO_NODE, 0);
      else this.#addChanged(node, partner, comparer.compare(node, partner));
    }
    const other = this.#b.view.tree;
    for (let node = 0; node < other.nodeCount; node++)
      if (other.kinds[node] !== ABSENT && this.#b.partners[node] === NO_NODE)
        this.#add('added', NO_NODE, node, 0);
  }

  #addChanged(nodeInA: number, nodeInB: number, bits: number): void {
    if ((bits & DIFFERS.type) !== 0) this.#add('type', nodeInA, nodeInB, bits);
    else if ((bits & DIFFERS.content) !== 0) this.#add('content', nodeInA, nodeInB, bits);
    else {
      const isCountedAlike = this.#a.bytes.at(nodeInA) === this.#b.bytes.at(nodeInB);
      const all = isCountedAlike ? bits : bits | DIFFERS.links;
      if (all !== 0) this.#add('attributes', nodeInA, nodeInB, all);
    }
  }

  #add(change: FileChange, nodeInA: number, nodeInB: number, bits: number): void {
    const bytesInA = this.#a.bytes.at(nodeInA);
    const bytesInB = this.#b.bytes.at(nodeInB);
    const totals = this.#totals.get(change)!;
    // What is a directory in one image only counts as a file, so that it is the same from either side.
    const isDirectory = isDirectoryOrNone(this.#a, nodeInA) && isDirectoryOrNone(this.#b, nodeInB);
    if (isDirectory) totals.directoryCount++;
    else totals.fileCount++;
    totals.bytesInA += bytesInA;
    totals.bytesInB += bytesInB;
    this.#columns.get(change)!.add(nodeInA, nodeInB, bits, Math.max(bytesInA, bytesInB));
  }

  #name(change: FileChange): readonly FileDifference[] {
    const { nodesInA, nodesInB, bits } = this.#columns.get(change)!;
    const named = this.#columns
      .get(change)!
      .heaviest(this.#limit)
      .map((at): FileDifference => {
        const [nodeInA, nodeInB] = [nodesInA[at]!, nodesInB[at]!];
        return {
          path: this.#pathOf(nodeInA, nodeInB),
          change,
          attributes: ATTRIBUTES.filter((attribute) => (bits[at]! & DIFFERS[attribute]) !== 0),
          inA: nodeInA === NO_NODE ? null : stateAt(this.#a, nodeInA),
          inB: nodeInB === NO_NODE ? null : stateAt(this.#b, nodeInB),
        };
      });
    return named.sort((x, y) => weightOf(y) - weightOf(x) || (x.path < y.path ? -1 : 1));
  }

  /** Changed files that no package has, in either image. */
  #gatherChanged(change: 'type' | 'content'): GatheredGroups {
    const { nodesInA, nodesInB, weights } = this.#columns.get(change)!;
    const own = new DifferenceColumns();
    for (const [at, nodeInA] of nodesInA.entries()) {
      const nodeInB = nodesInB[at]!;
      if (this.#a.owners[nodeInA] === NO_OWNER && this.#b.owners[nodeInB] === NO_OWNER)
        own.add(nodeInA, nodeInB, 0, weights[at]!);
    }
    const groups = own.heaviest(this.#limit).map(
      (at): FileGroup => ({
        path: nodePath(this.#a.view, own.nodesInA[at]!),
        change,
        fileCount: 1,
        bytesInA: this.#a.bytes.at(own.nodesInA[at]!),
        bytesInB: this.#b.bytes.at(own.nodesInB[at]!),
      }),
    );
    return { groups, count: own.weights.length };
  }

  #pathOf(nodeInA: number, nodeInB: number): string {
    return nodeInA === NO_NODE ? nodePath(this.#b.view, nodeInB) : nodePath(this.#a.view, nodeInA);
  }
}

function isDirectoryOrNone({ view }: ComparedSide, node: number): boolean {
  return node === NO_NODE || view.tree.kinds[node] === ENTRY_KIND.directory;
}

function emptyTotals(): Totals {
  return { fileCount: 0, directoryCount: 0, bytesInA: 0, bytesInB: 0 };
}

function weightOf({ inA, inB }: FileDifference): number {
  return Math.max(inA?.bytes ?? 0, inB?.bytes ?? 0);
}
