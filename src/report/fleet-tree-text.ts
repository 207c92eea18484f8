// The text of `plimsoll fleet tree`: the tree, images whose base is old, and layers that could be one.
import type { ContentGroup, Difference } from '../fleet/hierarchy/tree/group-contents.ts';
import { cutEnd, wrapWords } from './cell-width.ts';
import type { FleetTreeReport } from './fleet-tree-report.ts';
import { countOf, formatBytes, formatCount } from './format-amount.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const SHOWN_LINES = 60;
const SHOWN_GROUPS = 8;

/** What `fleet tree` prints; ends with a newline. */
export function formatFleetTreeText(report: FleetTreeReport, options: TextOptions): string {
  const { snapshot, tree } = report;
  const { palette, width } = options;
  const depths = tree.depths.map((count, i) => `${formatCount(count)} at depth ${i + 1}`).join(', ');
  const lines = [
    palette.strong(
      cutEnd(
        `${countOf(snapshot.images.length, 'image')}, ${formatCount(tree.edges)} of them on another one of the fleet`,
        width,
      ),
    ),
    ...wrapWords(depths, width),
    '',
    ...formatTree(report, options),
    '',
    ...formatOlderBases(report, options),
    ...(tree.contents === null
      ? formatHint(report, options)
      : formatContents(report, tree.contents, options)),
    ...tree.notes.flatMap((note) => wrapWords(makeVisible(note), width)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function formatTree(
  { snapshot, tree }: FleetTreeReport,
  { width, showsAll, palette }: TextOptions,
): readonly string[] {
  const children = new Map<number | null, number[]>();
  for (const { image, parent } of tree.images) {
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [image]);
    else known.push(image);
  }
  const nameOf = (image: number): string => snapshot.images[image]!.name;
  for (const list of children.values())
    list.sort(
      (a, b) => tree.images[b]!.descendants - tree.images[a]!.descendants || (nameOf(a) < nameOf(b) ? -1 : 1),
    );
  const lines: string[] = [];
  const limit = showsAll ? Number.POSITIVE_INFINITY : SHOWN_LINES;
  // A stack of our own: a recorded chain may be deeper than calls may nest.
  const open = [...(children.get(null) ?? [])].reverse();
  let image = open.pop();
  for (; image !== undefined && lines.length < limit; image = open.pop()) {
    const { depth, ownBytes, descendants, outsideBase, evidence, parent } = tree.images[image]!;
    const below = descendants === 0 ? '' : `, ${countOf(descendants, 'image')} on it`;
    const base = outsideBase === null ? '' : ` on ${outsideBase}`;
    const doubt = parent !== null && !evidence.includes('layers') ? ' (as recorded; no layer is shared)' : '';
    const text = `${'  '.repeat(Math.min(depth - 1, 20))}${makeVisible(nameOf(image))}  +${formatBytes(ownBytes)}${below}${makeVisible(base)}${doubt}`;
    lines.push(cutEnd(text, width));
    open.push(...[...(children.get(image) ?? [])].reverse());
  }
  const left = tree.images.length - lines.length;
  return [
    ...lines,
    ...(left === 0 ? [] : [palette.faint(`and ${countOf(left, 'image')} more; --all shows them`)]),
  ];
}

function formatOlderBases(
  { snapshot, tree }: FleetTreeReport,
  { width, showsAll, palette }: TextOptions,
): readonly string[] {
  if (tree.olderBases.length === 0) return [];
  const shown = tree.olderBases.slice(0, showsAll ? tree.olderBases.length : SHOWN_GROUPS);
  const nameOf = (image: number): string => makeVisible(snapshot.images[image]!.name);
  return [
    palette.strong('Bases older than those of siblings'),
    ...shown.flatMap(({ base, platform, osVersion, newest, older, bytes }) => {
      const behind = older.flatMap(({ images }) => images);
      const names = behind.slice(0, 3).map(nameOf).join(', ');
      const more = behind.length > 3 ? ` and ${behind.length - 3} more` : '';
      const line = osVersion === null ? '' : ` ${osVersion}`;
      return wrapWords(
        `${makeVisible(base + line)} (${platform}): ${countOf(behind.length, 'image')} on ${countOf(older.length, 'older digest')}, ${newest.images.length} on the newest; ${formatBytes(bytes)} of old layers: ${names}${more}`,
        width,
      );
    }),
    ...(shown.length === tree.olderBases.length
      ? []
      : [palette.faint(`and ${tree.olderBases.length - shown.length} more; --all shows them`)]),
    '',
  ];
}

function formatHint({ tree }: FleetTreeReport, { width, palette }: TextOptions): readonly string[] {
  const { layers, bytes, groups } = tree.equalSizes;
  if (layers === 0) return [];
  return [
    palette.strong('A hint: large layers of equal size'),
    ...wrapWords(
      `${countOf(layers, 'layer')} over 1 MB ${layers === 1 ? 'has' : 'have'} exactly the size of another one and a different digest (${formatBytes(bytes)}, in ${countOf(groups.length, 'group')}): perhaps the same content, built again.`,
      width,
    ),
    '',
  ];
}

const CAUSES: Readonly<Record<Difference, string>> = {
  timestamps: 'equal but for times',
  order: 'the same packages in the same versions, installed in another order or upon another base',
  versions: 'the same packages in other versions',
  'near-duplicate': 'mostly equal files',
};

function formatContents(
  { snapshot }: FleetTreeReport,
  groups: readonly ContentGroup[],
  { width, showsAll, palette }: TextOptions,
): readonly string[] {
  if (groups.length === 0) return ['No two layers hold the same.', ''];
  const total = groups.reduce((sum, { repeatedBytes }) => sum + repeatedBytes, 0);
  const shown = groups.slice(0, showsAll ? groups.length : SHOWN_GROUPS);
  return [
    palette.strong(`The same content in different layers: ${formatBytes(total)} stored again`),
    ...shown.flatMap(({ difference, layers, images, repeatedBytes, packages }) => {
      const names = layers.slice(0, 3).map((layer) => snapshot.layers.digests[layer]!.slice(0, 19));
      const differing = packages.length === 0 ? '' : ` (${packages.map(makeVisible).join(', ')})`;
      return wrapWords(
        `${formatBytes(repeatedBytes)}: ${countOf(layers.length, 'layer')} of ${countOf(images, 'image')}, ${CAUSES[difference]}${differing}: ${names.join(', ')}${layers.length > 3 ? '...' : ''}`,
        width,
      );
    }),
    ...(shown.length === groups.length
      ? []
      : [palette.faint(`and ${countOf(groups.length - shown.length, 'group')} more; --all shows them`)]),
    '',
  ];
}
