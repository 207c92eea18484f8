// Packages by their own word: what a package needed and had, it has on the new base too.

import type { Inventory } from '../../contents/packages/inventory.ts';
import {
  buildRelationGraph,
  type RelatedType,
} from '../../contents/packages/relations/build-relation-graph.ts';
import { isBinding, type RelationGraph } from '../../contents/packages/relations/relation-graph.ts';
import type { RebaseNote } from './rebase-note.ts';
import type { RebaseSubject } from './rebase-side.ts';

const TYPES: readonly RelatedType[] = ['deb', 'apk', 'rpm'];

/** Judges the packages of the rebased image. */
export function judgePackages({ image, newBase }: RebaseSubject, result: Inventory): readonly RebaseNote[] {
  const notes: RebaseNote[] = [];
  for (const type of TYPES) {
    const graph = buildRelationGraph(result, type);
    if (graph.packages.length === 0) continue;
    const met = new Set(
      [image, newBase].flatMap(({ contents }) => listMet(buildRelationGraph(contents.inventory, type))),
    );
    for (const { name, version, needs } of graph.packages)
      for (const need of needs) {
        const isMet = need.alternatives.some((providers) => providers.length > 0);
        if (!isBinding(need) || isMet || !met.has(keyOf(name, version, need.text))) continue;
        const message = `the package ${name} needs ${need.text}, which is not there any more`;
        notes.push({ kind: 'unmet-dependency', level: 'conflict', path: null, message });
      }
  }
  return notes;
}

function listMet({ packages }: RelationGraph): readonly string[] {
  return packages.flatMap(({ name, version, needs }) =>
    needs
      .filter((need) => isBinding(need) && need.alternatives.some((providers) => providers.length > 0))
      .map(({ text }) => keyOf(name, version, text)),
  );
}

function keyOf(name: string, version: string, text: string): string {
  return `${name}\0${version}\0${text}`;
}
