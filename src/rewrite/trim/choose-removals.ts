// What goes and what stays: packages with what only they needed, files, and all that the rest cannot do without, until nothing
// changes any more.
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { NO_OWNER } from '../../contents/packages/inventory.ts';
import { followNode } from '../../contents/view/follow-link.ts';
import { layerOf, locateEntry } from '../../contents/view/locate-entry.ts';
import { ABSENT } from '../../contents/view/path-tree.ts';
import { nodePath } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import { choosePackages } from './choose-packages.ts';
import { findAlternatives, type LinkGroup } from './find-alternatives.ts';
import type { FileUses } from './find-needed-files.ts';
import type { RemovedPackage, TrimRequest, Withheld } from './trim-request.ts';

/** What goes, by node of the view's tree, and what was to go and stays. */
export interface ChosenRemovals {
  readonly nodes: ReadonlySet<number>;
  readonly packages: readonly RemovedPackage[];
  /** Files that go by themselves, each with why. */
  readonly files: ReadonlyMap<number, string>;
  readonly withheld: readonly Withheld[];
}

const WALK_LIMIT_BYTES = 64 * 2 ** 20;
/** Each round takes back at least one thing; real images need three or four. */
const ROUNDS_LIMIT = 200;

/** Chooses; `uses` are those of the same image. */
export function chooseRemovals(request: TrimRequest, uses: FileUses): ChosenRemovals {
  return new RemovalChooser(request, uses).choose();
}

class RemovalChooser {
  readonly #request: TrimRequest;
  readonly #uses: FileUses;
  /** Nodes and packages that stay, each with the reason. */
  readonly #keptNodes = new Map<number, string>();
  readonly #keptPackages = new Map<number, string>();
  readonly #links: readonly { readonly link: number; readonly targets: readonly number[] }[];

  readonly #groups: readonly LinkGroup[];

  constructor(request: TrimRequest, uses: FileUses) {
    this.#request = request;
    this.#groups = findAlternatives(request.contents.view);
    this.#uses = uses;
    this.#links = this.#listLinks();
    this.#keepGiven();
    for (const { nodes, reason } of uses.always) this.#keep(nodes, reason);
  }

  choose(): ChosenRemovals {
    const { contents, packages } = this.#request;
    for (let round = 0; ; round++) {
      const chosen = choosePackages(contents.inventory, packages, this.#keptPackages);
      const files = this.#chooseFiles();
      const nodes = this.#listNodes(chosen.removed, files);
      if (round < ROUNDS_LIMIT && this.#keepUsed(nodes)) continue;
      return {
        nodes,
        files,
        packages: [...chosen.removed].map(([position, rule]) => this.#describe(position, rule)),
        withheld: this.#listWithheld(chosen.withheld, files),
      };
    }
  }

  /** What the user keeps, and what lies in layers that must stay. */
  #keepGiven(): void {
    const { contents, keeps, keptLayerCount, files } = this.#request;
    const { view, inventory } = contents;
    for (let node = 1; node < view.tree.nodeCount; node++) {
      if (view.tree.kinds[node] === ABSENT || view.tree.kinds[node] === ENTRY_KIND.directory) continue;
      const owner = inventory.owners[node]!;
      if (owner === NO_OWNER && !files.has(node)) continue;
      if (layerOf(view, view.inodes[node]!) < keptLayerCount)
        this.#keep([node], 'it lies in a layer that stays');
      else if (keeps(nodePath(view, node))) this.#keep([node], 'it was asked to be kept');
    }
  }

  /** Marks what the rest needs; whether there was anything new. */
  #keepUsed(gone: ReadonlySet<number>): boolean {
    let isChanged = false;
    for (const { by, nodes, reason } of this.#uses.whileKept)
      if (!gone.has(by) && nodes.some((node) => gone.has(node)))
        isChanged = this.#keep(nodes, reason) || isChanged;
    for (const { name, nodes, choices } of this.#groups) {
      if (!choices.some((node) => gone.has(node)) || nodes.every((node) => gone.has(node))) continue;
      const reason = `it is a choice of the alternative ${name}, and others stay`;
      isChanged = this.#keep(choices, reason) || isChanged;
    }
    for (const { link, targets } of this.#links)
      if (!gone.has(link) && targets.some((node) => gone.has(node))) {
        const reason = `the link ${nodePath(this.#request.contents.view, link)} leads to it`;
        isChanged = this.#keep(targets, reason) || isChanged;
      }
    return isChanged;
  }

  #keep(nodes: readonly number[], reason: string): boolean {
    const { owners } = this.#request.contents.inventory;
    let isNew = false;
    for (const node of nodes) {
      const owner = owners[node]!;
      if (owner !== NO_OWNER && !this.#keptPackages.has(owner)) {
        this.#keptPackages.set(owner, reason);
        isNew = true;
      }
      if (this.#keptNodes.has(node)) continue;
      this.#keptNodes.set(node, reason);
      isNew = true;
    }
    return isNew;
  }

  #chooseFiles(): ReadonlyMap<number, string> {
    return new Map([...this.#request.files].filter(([node]) => !this.#keptNodes.has(node)));
  }

  #listNodes(packages: ReadonlyMap<number, string>, files: ReadonlyMap<number, string>): Set<number> {
    const { view, inventory } = this.#request.contents;
    const nodes = new Set(files.keys());
    for (let node = 1; node < view.tree.nodeCount; node++) {
      const kind = view.tree.kinds[node]!;
      if (kind !== ABSENT && kind !== ENTRY_KIND.directory && packages.has(inventory.owners[node]!))
        nodes.add(node);
    }
    for (const group of this.#groups)
      if (group.choices.length > 0 && group.choices.every((node) => nodes.has(node)))
        for (const node of group.nodes) nodes.add(node);
    for (const { link, targets } of this.#links)
      if (this.#followsItsTarget(link, targets, nodes)) nodes.add(link);
    return nodes;
  }

  /** A link of nobody's to a package's file, made by the same step: the package's own scripts made it, and would take it. */
  #followsItsTarget(link: number, targets: readonly number[], gone: ReadonlySet<number>): boolean {
    const { view, inventory } = this.#request.contents;
    const target = targets.at(-1)!;
    return (
      gone.has(target) &&
      inventory.owners[link] === NO_OWNER &&
      inventory.owners[target] !== NO_OWNER &&
      !this.#keptNodes.has(link) &&
      layerOf(view, view.inodes[link]!) === layerOf(view, view.inodes[target]!)
    );
  }

  /** Symlinks that lead to a file, each with all that it leads over. */
  #listLinks(): readonly { readonly link: number; readonly targets: readonly number[] }[] {
    const { view } = this.#request.contents;
    const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
    const links: { link: number; targets: readonly number[] }[] = [];
    for (let node = 1; node < view.tree.nodeCount; node++) {
      if (view.tree.kinds[node] !== ENTRY_KIND.symlink) continue;
      const [, ...targets] = followNode(view, finder, node);
      if (targets.length > 0) links.push({ link: node, targets });
    }
    return links;
  }

  #describe(position: number, rule: string): RemovedPackage {
    const { record, bytes } = this.#request.contents.inventory.packages[position]!;
    return { position, name: record.name, version: record.version, rule, bytes };
  }

  #listWithheld(
    packages: ReadonlyMap<number, string>,
    files: ReadonlyMap<number, string>,
  ): readonly Withheld[] {
    const { contents, packages: wanted, files: wantedFiles } = this.#request;
    const { view, inventory } = contents;
    const withheld: Withheld[] = [...packages].map(([position, reason]) => {
      const { record, bytes } = inventory.packages[position]!;
      return { subject: record.name, kind: 'package', rule: wanted.get(position)!, reason, bytes };
    });
    for (const [node, rule] of wantedFiles) {
      if (files.has(node)) continue;
      const { facts, i } = locateEntry(view, view.inodes[node]!);
      const reason = this.#keptNodes.get(node)!;
      withheld.push({ subject: nodePath(view, node), kind: 'file', rule, reason, bytes: facts.sizes[i]! });
    }
    return withheld.sort((a, b) => b.bytes - a.bytes || (a.subject < b.subject ? -1 : 1));
  }
}
