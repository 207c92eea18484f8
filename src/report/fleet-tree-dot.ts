// The hierarchy of a fleet for Graphviz: `plimsoll fleet tree --format dot | dot -Tsvg`.
import { quoteDot } from './dot-text.ts';
import type { FleetTreeReport } from './fleet-tree-report.ts';
import { formatBytes } from './format-amount.ts';

/** What `fleet tree --format dot` prints, in pieces; together they end with a newline. */
export function* formatFleetTreeDot({ snapshot, tree }: FleetTreeReport): Iterable<string> {
  yield 'digraph fleet {\n  rankdir=LR;\n  node [shape=box, fontname="sans-serif"];\n';
  const outside = new Map<string, string>();
  for (const { image, outsideBase } of tree.images) {
    if (outsideBase === null) continue;
    let id = outside.get(outsideBase);
    if (id === undefined) {
      id = `b${outside.size}`;
      outside.set(outsideBase, id);
      yield `  ${id} [label=${quoteDot(outsideBase)}, style=dashed];\n`;
    }
    yield `  ${id} -> i${image} [style=dashed];\n`;
  }
  for (const { image, parent, evidence, ownBytes } of tree.images) {
    yield `  i${image} [label=${quoteDot(`${snapshot.images[image]!.name}\n+${formatBytes(ownBytes)}`)}];\n`;
    // An edge that no layer proves is only meant.
    const style = evidence.includes('layers') ? '' : ' [style=dotted]';
    if (parent !== null) yield `  i${parent} -> i${image}${style};\n`;
  }
  yield '}\n';
}
