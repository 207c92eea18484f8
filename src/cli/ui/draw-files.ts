// The tree of files: what became of each, its size, its cause, its package where there is room, its name.
import { ENTRY_KIND, linkText } from '../../contents/facts/layer-facts.ts';
import { NO_OWNER } from '../../contents/packages/inventory.ts';
import { locateEntry } from '../../contents/view/locate-entry.ts';
import { formatBytes } from '../../report/format-amount.ts';
import { makeVisible } from '../../report/visible-text.ts';
import { type ImageWalk, NONE, nameOf } from './image-walk.ts';
import { CHANGE, type LayerLook } from './layer-look.ts';
import type { WalkRow } from './list-rows.ts';
import { fill, fillStart, type ScreenPalette } from './paint.ts';
import type { WalkState } from './walk-state.ts';

/** Folders deeper than this are drawn at this depth. */
const DEEPEST = 20;
const SIGNS: Readonly<Record<number, string>> = {
  [CHANGE.added]: '+',
  [CHANGE.changed]: '~',
  [CHANGE.deleted]: '-',
};

/** Heading and rows, each of exactly so many cells. */
export function drawFiles(
  walk: ImageWalk,
  look: LayerLook,
  all: readonly WalkRow[],
  state: WalkState,
  columns: number,
  rows: number,
  palette: ScreenPalette,
): readonly string[] {
  const hasOwner = columns >= 84;
  const causeColumns = Math.max(9, Math.min(26, Math.floor(columns * 0.28)));
  const ownerColumns = hasOwner ? 18 : 0;
  const lines = all.slice(state.top, state.top + rows).map((row, i) => {
    const isSelected = state.top + i === state.cursor;
    const change = look.changes[row.node]!;
    const entry = look.entries[row.node]!;
    const bytes = look.bytes[row.node]! + look.deletedBytes[row.node]!;
    const text = fill(
      [
        isSelected ? '>' : ' ',
        SIGNS[change] ?? ' ',
        ` ${fillStart(formatBytes(bytes), 8)} `,
        fill(causeOf(walk, look, row), causeColumns),
        ' ',
        hasOwner ? `${fill(ownerOf(walk, entry), ownerColumns)} ` : '',
        '  '.repeat(Math.min(row.depth, DEEPEST)),
        row.hasChildren ? (row.isOpen ? '▾ ' : '▸ ') : '  ',
        titleOf(walk, entry, row),
      ].join(''),
      columns,
    );
    if (isSelected) return state.pane === 'files' ? palette.selected(text) : palette.strong(text);
    if (entry !== NONE && walk.isTold(entry)) return palette.warning(text);
    if (change === CHANGE.deleted) return palette.bad(text);
    return change === CHANGE.added ? palette.good(text) : text;
  });
  const heading = `   ${fillStart('size', 8)} ${fill('cause', causeColumns)} ${hasOwner ? fill('package', ownerColumns + 1) : ''}name`;
  const empty =
    all.length === 0 ? [fill('   nothing to show: m, b, a, c, d, u and / say what is', columns)] : [];
  return [
    palette.faint(fill(heading, columns)),
    ...lines,
    ...empty,
    ...Array<string>(rows - lines.length - empty.length).fill(fill(' ', columns)),
  ];
}

/** Of a folder the share of ballast in it, of a file the rule. */
function causeOf(
  walk: ImageWalk,
  { entries, bytes, deletedBytes, ballastBytes }: LayerLook,
  row: WalkRow,
): string {
  const entry = entries[row.node]!;
  const finding = entry === NONE ? NONE : walk.findings[entry]!;
  if (finding !== NONE) return walk.report.findings[finding]!.rule;
  if (!row.hasChildren || ballastBytes[row.node] === 0) return '';
  const share = Math.round((100 * ballastBytes[row.node]!) / (bytes[row.node]! + deletedBytes[row.node]!));
  return `${share === 0 ? '<1' : share} % ballast`;
}

function ownerOf({ owners, contents }: ImageWalk, entry: number): string {
  const owner = entry === NONE ? NO_OWNER : owners[entry]!;
  return owner === NO_OWNER ? '' : makeVisible(contents.inventory.packages[owner]!.record.name);
}

function titleOf(walk: ImageWalk, entry: number, { node, hasChildren }: WalkRow): string {
  const name = makeVisible(nameOf(walk, node));
  if (entry === NONE) return `${name}/`;
  const { facts, i } = locateEntry(walk.contents.view, entry);
  const kind = facts.kinds[i]!;
  if (kind === ENTRY_KIND.directory || hasChildren) return `${name}/`;
  const isLink = kind === ENTRY_KIND.symlink || kind === ENTRY_KIND.hardlink;
  return isLink ? `${name} → ${makeVisible(linkText(facts, i).slice(0, 400))}` : name;
}

/** What is shown: `what this layer changes, by size, no added, "apt"`. */
export function describeWish({ mode, sort, hidden, isBallastOnly, filter }: WalkState): string {
  const names = Object.entries(CHANGE).filter(([, change]) => hidden.includes(change));
  return [
    mode === 'layer' ? 'what this layer changes' : 'the image up to this layer',
    sort === 'size' ? 'by size' : 'by name',
    ...(isBallastOnly ? ['ballast only'] : []),
    ...names.map(([name]) => `no ${name}`),
    ...(filter === '' ? [] : [`"${makeVisible(filter)}"`]),
  ].join(', ');
}
