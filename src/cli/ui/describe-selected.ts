// All that is to be said of the selected layer or file: where it came from, why it is there, what to do.
import type { Finding } from '../../checks/finding.ts';
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { NO_OWNER } from '../../contents/packages/inventory.ts';
import { layerOf, locateEntry } from '../../contents/view/locate-entry.ts';
import { HIDDEN_HOW, VISIBLE } from '../../contents/view/squashed-view.ts';
import { countOf, formatBytes, formatShare } from '../../report/format-amount.ts';
import { type ImageWalk, NONE, pathOf } from './image-walk.ts';
import { CHANGE, type LayerLook } from './layer-look.ts';
import type { WalkRow } from './list-rows.ts';

/** A line and what it is about. */
export interface Detail {
  readonly kind: 'title' | 'fact' | 'cause' | 'fix';
  readonly text: string;
}

const FINDINGS_TOLD = 6;

/** Of a layer: its instruction, its sizes, its findings, the largest first, each with its fix. */
export function describeLayer({ report }: Pick<ImageWalk, 'report'>, index: number): readonly Detail[] {
  const layer = report.layers[index];
  if (layer === undefined) return [];
  const { instruction, createdBy, entryBytes, shippedBytes, ballastBytes, hiddenBytes, entryCount, origin } =
    layer;
  const from = origin === 'inherited' ? ', of the base' : '';
  const hidden = hiddenBytes === 0 ? '' : `, ${formatBytes(hiddenBytes)} hidden by later layers`;
  const findings = report.findings.filter((finding) => finding.layer === index);
  return [
    { kind: 'title', text: instruction ?? createdBy ?? `layer ${index}` },
    {
      kind: 'fact',
      text: `layer ${index} of ${report.layers.length}${from}: ${countOf(entryCount, 'entry', 'entries')}, ${formatBytes(entryBytes)}, ${formatBytes(shippedBytes)} to pull${hidden}`,
    },
    {
      kind: 'fact',
      text:
        ballastBytes === 0
          ? 'no ballast'
          : `${formatBytes(ballastBytes)} ballast, ${formatShare(ballastBytes, entryBytes)} of the layer`,
    },
    ...findings.slice(0, FINDINGS_TOLD).flatMap(describeFinding),
    ...(findings.length > FINDINGS_TOLD
      ? [{ kind: 'fact' as const, text: `and ${countOf(findings.length - FINDINGS_TOLD, 'more finding')}` }]
      : []),
  ];
}

/** Of a path: what it is, what became of it, whose it is, why it counts, what to do. */
export function describePath(walk: ImageWalk, look: LayerLook, row: WalkRow | undefined): readonly Detail[] {
  if (row === undefined) return [];
  const { contents, owners, findings, report } = walk;
  const entry = look.entries[row.node]!;
  const path: Detail = { kind: 'title', text: `/${pathOf(walk, row.node)}` };
  const sums = sumsOf(look, row);
  if (entry === NONE) return [path, { kind: 'fact', text: `no layer has an entry for this folder; ${sums}` }];
  const owner = owners[entry]!;
  const record = owner === NO_OWNER ? undefined : contents.inventory.packages[owner]!.record;
  const finding = findings[entry] === NONE ? undefined : report.findings[findings[entry]!];
  return [
    path,
    { kind: 'fact', text: `${attributesOf(walk, entry)}; ${sums}` },
    { kind: 'fact', text: fateOf(walk, row.node, look.changes[row.node]!, entry) },
    ...(record === undefined
      ? []
      : [{ kind: 'fact' as const, text: `of the package ${record.name} ${record.version}` }]),
    ...(finding === undefined ? [] : describeFinding(finding)),
  ];
}

function describeFinding({ rule, severity, message, bytes, fix }: Finding): readonly Detail[] {
  const size = bytes === 0 ? '' : `, ${formatBytes(bytes)}`;
  return [
    { kind: 'cause', text: `${severity} ${rule}${size}: ${message}` },
    ...(fix === null ? [] : [{ kind: 'fix' as const, text: `fix: ${fix}` }]),
  ];
}

function sumsOf({ bytes, deletedBytes, ballastBytes }: LayerLook, { node, hasChildren }: WalkRow): string {
  const [there, gone, ballast] = [bytes[node]!, deletedBytes[node]!, ballastBytes[node]!];
  if (!hasChildren) return formatBytes(there || gone);
  const deleted = gone === 0 ? '' : `, ${formatBytes(gone)} deleted`;
  return `${formatBytes(there)} in it${deleted}${ballast === 0 ? '' : `, ${formatBytes(ballast)} ballast`}`;
}

const KIND_NAMES: Readonly<Record<number, string>> = {
  [ENTRY_KIND.file]: 'file',
  [ENTRY_KIND.hardlink]: 'hard link',
  [ENTRY_KIND.symlink]: 'symbolic link',
  [ENTRY_KIND.character]: 'device',
  [ENTRY_KIND.block]: 'device',
  [ENTRY_KIND.directory]: 'folder',
  [ENTRY_KIND.fifo]: 'pipe',
};

function attributesOf({ contents }: ImageWalk, entry: number): string {
  const { facts, i } = locateEntry(contents.view, entry);
  const mode = (facts.modes[i]! & 0o7777).toString(8).padStart(4, '0');
  const time = new Date(facts.mtimes[i]! * 1000);
  const date = Number.isNaN(time.getTime()) ? '' : `, ${time.toISOString().slice(0, 16).replace('T', ' ')}`;
  return `${KIND_NAMES[facts.kinds[i]!] ?? 'entry'} ${mode}, owner ${facts.uids[i]}:${facts.gids[i]}${date}`;
}

/** `added in layer 2; overwritten in layer 4: RUN ...`. */
function fateOf(
  { contents, report, firstEntries }: ImageWalk,
  node: number,
  change: number,
  entry: number,
): string {
  const { view } = contents;
  const { facts, i } = locateEntry(view, entry);
  const isFolder = facts.kinds[i] === ENTRY_KIND.directory;
  // A folder in several layers is one folder; it came with the first of them.
  const layer = layerOf(view, isFolder && change === CHANGE.unchanged ? firstEntries[node]! : entry);
  const came = `${change === CHANGE.changed ? 'changed' : 'came'} in layer ${layer}`;
  const hiddenBy = view.hiddenBy[entry]!;
  if (hiddenBy === VISIBLE) return `${came}, shows in the image`;
  if (isFolder && view.hiddenHow[entry] === HIDDEN_HOW.overwritten)
    return `${came}, shipped again in layer ${hiddenBy}`;
  const how = view.hiddenHow[entry] === HIDDEN_HOW.overwritten ? 'overwritten' : 'deleted';
  const by = report.layers[hiddenBy]?.instruction;
  return `${came}, ${how} in layer ${hiddenBy} and still shipped${by === null || by === undefined ? '' : `: ${by}`}`;
}
