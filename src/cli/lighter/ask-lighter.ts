// Puts together what would do the same job with less: for the heavy packages of an image, and for its base.
import { findLighter, LEAST_SAVED_BYTES } from '../../catalogue/lighter/find-lighter.ts';
import type { LighterQuestion } from '../../catalogue/lighter/lighter-question.ts';
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { ClosureFinder } from '../../contents/packages/closures/removable-closure.ts';
import { NO_OWNER } from '../../contents/packages/inventory.ts';
import { SYSTEM_TYPES } from '../../contents/packages/make-purl.ts';
import { findNativeArchitecture } from '../../contents/packages/relations/build-debian-graph.ts';
import { buildRelationGraph } from '../../contents/packages/relations/build-relation-graph.ts';
import type { RelationGraph } from '../../contents/packages/relations/relation-graph.ts';
import { resolveLibraries } from '../../contents/uses/resolve-libraries.ts';
import { followNode } from '../../contents/view/follow-link.ts';
import { nodePath } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import type { HeavyPackage, LighterIndex, LighterReport } from '../../report/lighter-report.ts';
import type { OpenContents } from '../with-contents.ts';
import { findCatalogue } from './find-catalogue.ts';
import { findSiblings } from './find-siblings.ts';

/** What the user said. */
export interface LighterRequest {
  /** Files, URLs or `mirror`. */
  readonly index: readonly string[];
  readonly insecure: boolean;
  /** The base that the user named. */
  readonly base: string | undefined;
}

/** Heavier ones come first, and the lightest of more than these are not looked at. */
const MOST_ASKED = 60;

/** Answers for one image; what cannot be answered is told in the notes. */
export async function askLighter(request: LighterRequest, opened: OpenContents): Promise<LighterReport> {
  const { image, contents } = opened;
  const graph = buildRelationGraph(contents.inventory, 'deb');
  const notes: string[] = [];
  let index: LighterIndex | null = null;
  let packages: readonly HeavyPackage[] = [];
  if (graph.packages.length === 0)
    notes.push('Lighter packages are known for Debian and Ubuntu only, and the image has none of theirs.');
  else {
    const architecture = findNativeArchitecture(
      graph.packages.map(({ position }) => ({ position, item: contents.inventory.packages[position]! })),
    );
    const found = await findCatalogue(request.index, architecture, opened, request.insecure);
    if (found === null)
      notes.push(
        "No package lists are in the image's layers, and no --index was given: packages were not compared. --index mirror reads those of the image's sources.",
      );
    else {
      const { catalogue } = found;
      const { codename } = catalogue.release;
      const own = contents.inventory.distribution?.codename ?? '';
      if (codename !== '' && own !== '' && codename !== own)
        notes.push(`The index is of ${codename}, the image of ${own}: what it says may not fit.`);
      index = {
        from: found.from,
        names: found.names,
        layer: found.layer,
        packageCount: catalogue.packages.length,
        tellsPrograms: catalogue.packages.some(({ commands }) => commands !== null),
      };
      const question: LighterQuestion = {
        catalogue,
        inventory: contents.inventory,
        graph,
        closures: new ClosureFinder(graph, contents.inventory.aptSettings),
        usedCommands: null,
        installedCommands: listCommands(opened),
        kept: findKept(opened),
      };
      packages = askPackages(question, graph);
    }
  }
  const { base, note } = await findSiblings(request.base, opened);
  if (note !== null) notes.push(note);
  return {
    kind: 'lighter-report',
    target: {
      reference: image.reference,
      digest: image.digest,
      platform: formatPlatform(image.config.platform),
    },
    index,
    packages,
    base,
    notes,
  };
}

function askPackages(question: LighterQuestion, graph: RelationGraph): readonly HeavyPackage[] {
  const heavy = [...graph.packages.entries()]
    .filter(([, { isAutomatic }]) => !isAutomatic)
    .map(([target, found]) => ({ target, found, closure: question.closures.find(target) }))
    .flatMap(({ target, found, closure }) =>
      closure.kind === 'removable' &&
      closure.dependents.length === 0 &&
      closure.freedBytes >= LEAST_SAVED_BYTES
        ? [{ target, found, closure }]
        : [],
    )
    .sort((a, b) => b.closure.freedBytes - a.closure.freedBytes)
    .slice(0, MOST_ASKED);
  return heavy.flatMap(({ target, found, closure }): readonly HeavyPackage[] => {
    const choices = findLighter(question, target);
    if (choices.length === 0) return [];
    return [
      {
        name: found.name,
        version: found.version,
        bytes: found.bytes,
        freedBytes: closure.freedBytes,
        freedPackages: closure.freed.length,
        choices: choices.map(({ kind: _, freedBytes: __, ...choice }) => choice),
      },
    ];
  });
}

/** Bytes of symlink targets walked; a real image needs some 10 KB. */
const WALK_LIMIT_BYTES = 16 * 2 ** 20;
const PROGRAM = /^(?:usr\/(?:local\/)?)?s?bin\/([^/]+)$/;

/** The programs that installed packages have in the usual folders, and those that alternatives lead to. */
function listCommands({
  contents: { view, inventory },
}: OpenContents): ReadonlyMap<string, readonly string[]> {
  const commands = new Map<string, string[]>();
  for (const { record, state } of inventory.packages)
    if (state === 'installed' && record.type === 'deb') commands.set(record.name, []);
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  for (let node = 1; node < view.tree.nodeCount; node++) {
    const isLink = view.tree.kinds[node] === ENTRY_KIND.symlink;
    if (!isLink && (inventory.owners[node] ?? NO_OWNER) === NO_OWNER) continue;
    const program = PROGRAM.exec(nodePath(view, node))?.[1];
    if (program === undefined) continue;
    const nodes = isLink ? followNode(view, finder, node) : [node];
    const owner = nodes.map((on) => inventory.owners[on] ?? NO_OWNER).find((of) => of !== NO_OWNER);
    if (owner === undefined) continue;
    const { record } = inventory.packages[owner]!;
    if (record.type === 'deb') commands.get(record.name)?.push(program);
  }
  return commands;
}

/** Packages whose libraries a program is linked with that no system package has. */
function findKept({ contents }: OpenContents): ReadonlySet<string> {
  const { owners, packages } = contents.inventory;
  const ownerOf = (node: number): number => owners[node] ?? NO_OWNER;
  const isSystem = (owner: number): boolean =>
    owner !== NO_OWNER && SYSTEM_TYPES.has(packages[owner]!.record.type);
  const uses = resolveLibraries(contents, (node) => !isSystem(ownerOf(node)));
  return new Set(
    uses.flatMap(({ library }) =>
      library.map(ownerOf).flatMap((owner) => (isSystem(owner) ? [packages[owner]!.record.name] : [])),
    ),
  );
}
