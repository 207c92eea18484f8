// The proposed hierarchy for Graphviz: `plimsoll fleet propose --format dot | dot -Tsvg`.
import { quoteDot } from './dot-text.ts';
import type { FleetProposeReport } from './fleet-propose-report.ts';
import { formatBytes } from './format-amount.ts';

/** What `fleet propose --format dot` prints, in pieces; together they end with a newline. */
export function* formatFleetProposeDot({ snapshot, proposal }: FleetProposeReport): Iterable<string> {
  yield 'digraph proposal {\n  rankdir=LR;\n  node [shape=box, fontname="sans-serif"];\n';
  for (const [d, { base, platform, platforms, images }] of proposal.domains.entries()) {
    const ids = new Map([[base, `d${d}`]]);
    yield `  d${d} [label=${quoteDot(`${base}\n${platform}`)}, style=dashed];\n`;
    for (const [p, { name, parent, bytes, blast }] of platforms.entries()) {
      ids.set(name, `d${d}p${p}`);
      yield `  d${d}p${p} [label=${quoteDot(`${name}\n+${formatBytes(bytes)}, reaches ${blast.images}`)}, style=bold];\n`;
      yield `  ${ids.get(parent)} -> d${d}p${p};\n`;
    }
    for (const { image, parent, ownBytes } of images) {
      yield `  i${image} [label=${quoteDot(`${snapshot.images[image]!.name}\n+${formatBytes(ownBytes)}`)}];\n`;
      yield `  ${ids.get(parent)} -> i${image};\n`;
    }
  }
  yield '}\n';
}
