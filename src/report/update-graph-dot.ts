// The graph of images for Graphviz: `plimsoll update graph --format dot | dot -Tsvg`.
import type { BaseUseKind } from '../fleet/update/graph/update-graph.ts';
import { quoteDot } from './dot-text.ts';
import type { UpdateGraphReport } from './update-graph-report.ts';

/** What the image stands on is drawn whole; what only helps to build it is not. */
const STYLES: Readonly<Record<BaseUseKind, string>> = {
  from: '',
  layers: '',
  annotation: ' [style=dotted]',
  'builder-from': ' [style=dashed]',
  'copy-from': ' [style=dashed, label="copy"]',
  'mount-from': ' [style=dashed, label="mount"]',
};

/** What `update graph --format dot` prints, in pieces; together they end with a newline. */
export function* formatUpdateGraphDot({ graph }: UpdateGraphReport): Iterable<string> {
  yield 'digraph update {\n  rankdir=LR;\n  node [shape=box, fontname="sans-serif"];\n';
  const nodes = new Map(graph.images.map(({ id }, i) => [id, `i${i}`]));
  for (const [id, node] of nodes) yield `  ${node} [label=${quoteDot(id)}];\n`;
  const external = new Map<string, string>();
  const drawn = new Set<string>();
  for (const { image, origin, kind } of graph.uses) {
    let from: string | undefined;
    if (origin.kind === 'image') from = nodes.get(origin.id);
    else {
      from = external.get(origin.reference);
      if (from === undefined) {
        from = `b${external.size}`;
        external.set(origin.reference, from);
        yield `  ${from} [label=${quoteDot(origin.reference)}, style=dashed];\n`;
      }
    }
    const edge = `  ${from} -> ${nodes.get(image)}${STYLES[kind]};\n`;
    // The same edge can stand in several stages.
    if (from === undefined || drawn.has(edge)) continue;
    drawn.add(edge);
    yield edge;
  }
  yield '}\n';
}
