// What the two images hold and what the pair costs: in a registry, which stores equal blobs once, and on a node, which
// unpacks equal lowest layers once.
import type { PairBytes } from '../../../contents/compare/compare-layers.ts';
import { wrapWords } from '../../cell-width.ts';
import type { ComparedTarget, DifferenceReport } from '../../difference-report.ts';
import { formatBytes, formatDifference } from '../../format-amount.ts';
import { type Column, formatTable } from '../../table.ts';
import type { TextOptions } from '../text-options.ts';
import { chooseRegistryBytes } from './registry-bytes.ts';

const CONTENT_COLUMNS: readonly Column[] = [
  { heading: 'A', align: 'right' },
  { heading: 'B', align: 'right' },
  { heading: 'B - A', align: 'right' },
  { heading: 'what it holds', align: 'left' },
];
const COST_COLUMNS: readonly Column[] = [
  { heading: 'A', align: 'right' },
  { heading: 'B', align: 'right' },
  { heading: 'together', align: 'right' },
  { heading: 'shared', align: 'right' },
  { heading: 'what the pair costs', align: 'left' },
];

/** Both tables, and what it costs to go from A to B. */
export function formatCosts(report: DifferenceReport, { width, palette }: TextOptions): string[] {
  const { a, b, layers } = report;
  const contents = (
    [
      ['files of packages', (side) => side.packagedBytes],
      ['files of no package', (side) => side.otherBytes],
      ['hidden by later layers, shipped all the same', (side) => side.hiddenBytes],
      ['in all', (side) => side.entryBytes],
    ] as const satisfies readonly (readonly [string, (side: ComparedTarget) => number])[]
  ).map(([what, bytesOf]) => [
    orDash(bytesOf(a)),
    orDash(bytesOf(b)),
    formatDifference(bytesOf(b) - bytesOf(a)),
    what,
  ]);
  const { bytes, isCompressed } = chooseRegistryBytes(report);
  const costs = [
    toRow(bytes, isCompressed ? 'in a registry, compressed' : 'in a registry, before compression'),
    toRow(layers.node.entryBytes, 'on a node, unpacked'),
  ];
  return [
    ...formatTable(CONTENT_COLUMNS, contents, width, palette.faint),
    '',
    ...formatTable(COST_COLUMNS, costs, width, palette.faint),
    ...wrapWords(describePulls(bytes, isCompressed), width),
  ];
}

function toRow({ inA, inB, together }: PairBytes, what: string): readonly string[] {
  return [formatBytes(inA), formatBytes(inB), formatBytes(together), orDash(inA + inB - together), what];
}

/** A place that has one of the two needs only the layers it lacks of the other. */
function describePulls({ inA, inB, together }: PairBytes, isCompressed: boolean): string {
  const [ofB, ofA] = [together - inA, together - inB];
  const amount = (bytes: number): string => (bytes === 0 ? 'nothing' : formatBytes(bytes));
  const note = isCompressed || ofA + ofB === 0 ? '' : ' (before compression)';
  return `Where A is, pulling B costs ${amount(ofB)}; where B is, pulling A costs ${amount(ofA)}${note}.`;
}

function orDash(bytes: number): string {
  return bytes === 0 ? '-' : formatBytes(bytes);
}
