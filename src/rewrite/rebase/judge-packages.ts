// Packages by their own word: what a package needed and had, it has on the new base too, and what it does not bear beside it
// (`Breaks`, `Conflicts`) does not come.

import type { Inventory } from '../../contents/packages/inventory.ts';
import {
  buildRelationGraph,
  type RelatedType,
} from '../../contents/packages/relations/build-relation-graph.ts';
import {
  type GraphPackage,
  isBinding,
  type RelationGraph,
} from '../../contents/packages/relations/relation-graph.ts';
import type { RebaseNote } from './rebase-note.ts';
import type { RebaseSubject } from './rebase-side.ts';

const TYPES: readonly RelatedType[] = ['deb', 'apk', 'rpm'];

/** Judges the packages of the rebased image. */
export function judgePackages({ image, newBase }: RebaseSubject, result: Inventory): readonly RebaseNote[] {
  return TYPES.flatMap((type) => {
    const graph = buildRelationGraph(result, type);
    if (graph.packages.length === 0) return [];
    const before = [image, newBase].map(({ contents }) => buildRelationGraph(contents.inventory, type));
    return [...listUnmet(graph, before), ...listRefused(graph, before)];
  });
}

function listUnmet(graph: RelationGraph, before: readonly RelationGraph[]): readonly RebaseNote[] {
  const met = new Set(before.flatMap(listMet));
  return graph.packages.flatMap(({ name, version, needs }) =>
    needs.flatMap((need): readonly RebaseNote[] => {
      const isMet = need.alternatives.some((providers) => providers.length > 0);
      if (!isBinding(need) || isMet || !met.has(keyOf(name, version, need.text))) return [];
      const message = `the package ${name} needs ${need.text}, which is not there any more`;
      return [{ kind: 'unmet-dependency', level: 'conflict', path: null, message }];
    }),
  );
}

function listMet({ packages }: RelationGraph): readonly string[] {
  return packages.flatMap(({ name, version, needs }) =>
    needs
      .filter((need) => isBinding(need) && need.alternatives.some((providers) => providers.length > 0))
      .map(({ text }) => keyOf(name, version, text)),
  );
}

/** What stood beside each other in the image or in the new base already is no one's fault now. */
function listRefused(graph: RelationGraph, before: readonly RelationGraph[]): readonly RebaseNote[] {
  const known = new Set(before.flatMap(listRefusals).map(({ key }) => key));
  return listRefusals(graph).flatMap(({ key, refusing, refused, text }): readonly RebaseNote[] => {
    if (known.has(key)) return [];
    const message = `the package ${refusing.name} does not bear ${refused.name} ${refused.version} (${text})`;
    return [{ kind: 'refused-package', level: 'conflict', path: null, message }];
  });
}

interface MetRefusal {
  readonly key: string;
  readonly refusing: GraphPackage;
  readonly refused: GraphPackage;
  readonly text: string;
}

function listRefusals({ packages }: RelationGraph): readonly MetRefusal[] {
  return packages.flatMap((refusing) =>
    refusing.refusals.flatMap(({ text, packages: positions }) =>
      positions.map((position) => {
        const refused = packages[position]!;
        const other = keyOf(refused.name, refused.version, text);
        return { key: keyOf(refusing.name, refusing.version, other), refusing, refused, text };
      }),
    ),
  );
}

function keyOf(name: string, version: string, text: string): string {
  return `${name}\0${version}\0${text}`;
}
