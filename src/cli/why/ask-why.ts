// Puts together why a package is in an image: packages, linked files and started programs that hold it.

import { FreedBytes, RELATED_TYPES } from '../../contents/packages/closures/find-freed.ts';
import { isEssential } from '../../contents/packages/closures/keep-reason.ts';
import { ClosureFinder } from '../../contents/packages/closures/removable-closure.ts';
import { whyKept } from '../../contents/packages/closures/why-kept.ts';
import { type Inventory, NO_OWNER } from '../../contents/packages/inventory.ts';
import { SYSTEM_TYPES } from '../../contents/packages/make-purl.ts';
import { buildRelationGraph } from '../../contents/packages/relations/build-relation-graph.ts';
import { findGraphPackage, type RelationGraph } from '../../contents/packages/relations/relation-graph.ts';
import { findPrograms } from '../../contents/uses/find-programs.ts';
import { resolveLibraries } from '../../contents/uses/resolve-libraries.ts';
import { nodePath } from '../../contents/view/squashed-view.ts';
import { PlimsollError } from '../../errors.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import type { LinkedFile, NamedPackage, Removal, StartedFile, WhyReport } from '../../report/why-report.ts';
import { findClosestWord } from '../settings/closest-word.ts';
import type { OpenContents } from '../with-contents.ts';

/** Answers for the package that `name` means; throws USAGE where the image has none. */
export async function askWhy(name: string, { image, contents, signal }: OpenContents): Promise<WhyReport> {
  const { inventory, view } = contents;
  const { graph, target } = findTarget(name, inventory);
  const finder = new ClosureFinder(graph, inventory.aptSettings);
  const closure = finder.find(target);
  const found = graph.packages[target]!;
  const isRefused = closure.kind === 'refused' || (graph.type === 'deb' && isEssential(found));
  const leaving = closure.kind === 'refused' ? [target] : [...closure.freed, ...closure.dependents];
  const gone = new Set(leaving.map((index) => graph.packages[index]!.position));
  const ownerOf = (node: number): number => inventory.owners[node] ?? NO_OWNER;
  const nameOf = (position: number): string => inventory.packages[position]!.record.name;
  const goingOwner = (nodes: readonly number[]): number | undefined =>
    nodes.map(ownerOf).find((owner) => gone.has(owner));

  // Where the package cannot go at all, relations tell enough of other system packages.
  const counts = (owner: number): boolean =>
    !gone.has(owner) &&
    (!isRefused || owner === NO_OWNER || !SYSTEM_TYPES.has(inventory.packages[owner]!.record.type));
  const linkedBy = resolveLibraries(contents, (node) => counts(ownerOf(node))).flatMap(
    ({ user, soname, library }): readonly LinkedFile[] => {
      const owner = goingOwner(library);
      if (owner === undefined) return [];
      const userOwner = ownerOf(user);
      return [
        {
          path: nodePath(view, user),
          owner: userOwner === NO_OWNER ? null : nameOf(userOwner),
          soname,
          library: nodePath(view, library.at(-1)!),
          package: nameOf(owner),
        },
      ];
    },
  );
  const { programs, unread } = await findPrograms(image, contents, signal);
  const startedBy = programs.flatMap(({ role, namedBy, nodes }): readonly StartedFile[] => {
    const owner = goingOwner(nodes);
    return owner === undefined
      ? []
      : [{ role, namedBy, path: nodePath(view, nodes.at(-1)!), package: nameOf(owner) }];
  });
  const why = whyKept(graph, target, inventory.aptSettings);
  const item = inventory.packages[found.position]!;
  return {
    kind: 'why-report',
    target: {
      reference: image.reference,
      digest: image.digest,
      platform: formatPlatform(image.config.platform),
    },
    package: {
      name: found.name,
      version: found.version,
      bytes: found.bytes,
      purl: item.purl,
      layer: item.layer,
      isAutomatic: item.isAutomatic,
    },
    keptBecause: why.own,
    keptPath: why.own === null ? why.path.map((index) => graph.packages[index]!.name) : [],
    neededBy: why.neededBy.flatMap(({ by, kind, text, isOnly }) => {
      // What goes with it holds it no more.
      if (closure.kind === 'removable' && closure.freed.includes(by)) return [];
      const { name: byName, version } = graph.packages[by]!;
      return [{ name: byName, version, kind, text, isOnly }];
    }),
    linkedBy: linkedBy.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    startedBy,
    unreadScripts: unread,
    removal: isRefused
      ? {
          kind: 'refused',
          essential: (closure.kind === 'refused' ? closure.essential : [target]).map(
            (index) => graph.packages[index]!.name,
          ),
        }
      : describeRemoval(graph, closure, inventory),
  };
}

function describeRemoval(
  graph: RelationGraph,
  closure: { readonly freed: readonly number[]; readonly dependents: readonly number[] },
  inventory: Inventory,
): Removal {
  const describe = (indices: readonly number[]): readonly NamedPackage[] =>
    indices
      .map((index) => graph.packages[index]!)
      .map(({ name, version, bytes }) => ({ name, version, bytes }))
      .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  const positions = [...closure.freed, ...closure.dependents].map((index) => graph.packages[index]!.position);
  return {
    kind: 'removable',
    freed: describe(closure.freed),
    dependents: describe(closure.dependents),
    bytes: new FreedBytes(inventory).sum(positions),
  };
}

function findTarget(
  name: string,
  inventory: Inventory,
): { readonly graph: RelationGraph; readonly target: number } {
  const graphs = RELATED_TYPES.map((type) => buildRelationGraph(inventory, type));
  for (const graph of graphs) {
    const target = findGraphPackage(graph, name);
    if (target !== undefined) return { graph, target };
  }
  const known = graphs.flatMap(({ packages }) => packages.map((found) => found.name));
  const other = inventory.packages.find(({ record }) => record.name === name);
  if (other !== undefined)
    throw new PlimsollError(
      'USAGE',
      other.state === 'removed'
        ? `layer ${other.removedByLayer} removed it: nothing needs it any more`
        : `it is a package of ${other.record.type}: who needs it is not known`,
      { subject: name, hint: 'Ask for one of the packages that a Debian, Alpine or rpm database lists.' },
    );
  const closest = findClosestWord(name, known);
  throw new PlimsollError('USAGE', 'the image has no such package', {
    subject: name,
    hint:
      closest === undefined ? "'plimsoll image IMAGE --format json' lists them." : `Did you mean ${closest}?`,
  });
}
