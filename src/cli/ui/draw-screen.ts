// The whole screen as lines, each of exactly the screen's width: a pure function of where somebody stands.
import { cellWidth, cutEnd, cutMiddle, wrapWords } from '../../report/cell-width.ts';
import { countOf, formatBytes, formatShare } from '../../report/format-amount.ts';
import { makeVisible } from '../../report/visible-text.ts';
import { arrangeScreen } from './arrange-screen.ts';
import { type Detail, describeLayer, describePath } from './describe-selected.ts';
import { describeWish, drawFiles } from './draw-files.ts';
import { drawLayers } from './draw-layers.ts';
import type { ImageWalk } from './image-walk.ts';
import type { LayerLook } from './layer-look.ts';
import type { WalkRow } from './list-rows.ts';
import { fill, type ScreenPalette } from './paint.ts';
import type { WalkState } from './walk-state.ts';

const HELP: readonly string[] = [
  'Tab            layers, files',
  'Up Down j k    one row; PgUp PgDn a page; Home End',
  'Right Enter    open a folder; Left close it, or go up',
  '[ ]            the layer below, the layer above',
  'm              what this layer changes, or the image so far',
  'b              only what is ballast or worse',
  'a c d u        show or hide added +, changed ~, deleted -, unchanged',
  's              by size or by name',
  'o x            open what is listed, close all',
  '/              filter by name, or by path with a slash; Esc ends it',
  'q Ctrl-C       leave',
  '',
  'cause: the rule that counts the bytes, or how much of a folder is ballast.',
  'Deleted files are still shipped with the layer that has them.',
];

/** Draws it. */
export function drawScreen(
  walk: ImageWalk,
  look: LayerLook,
  rows: readonly WalkRow[],
  state: WalkState,
  palette: ScreenPalette,
): readonly string[] {
  const { columns } = state;
  const { isLargeEnough, layerColumns, fileColumns, listRows, detailRows } = arrangeScreen(
    columns,
    state.rows,
  );
  if (!isLargeEnough)
    return Array.from({ length: state.rows }, (_, i) => fill(i === 0 ? 'too small; q leaves' : '', columns));
  const layers = drawLayers(walk, state, layerColumns, listRows, palette);
  const files = drawFiles(walk, look, rows, state, fileColumns, listRows, palette);
  const lists = state.isHelp
    ? fillLines(HELP, columns, listRows + 1)
    : layers.map((line, i) => `${line}${palette.faint('│')}${files[i]}`);
  const details =
    state.pane === 'layers' ? describeLayer(walk, state.layer) : describePath(walk, look, rows[state.cursor]);
  return [
    palette.strong(fill(titleOf(walk, columns), columns)),
    ...lists,
    palette.faint(drawRule(describeWish(state), columns)),
    ...drawDetails(details, columns, detailRows, palette),
    palette.faint(fill(keysOf(state), columns)),
  ];
}

function titleOf({ report }: ImageWalk, columns: number): string {
  const { target, bytes, layers } = report;
  const ballast =
    bytes.ballastBytes === 0
      ? 'no ballast'
      : `${formatBytes(bytes.ballastBytes)} ballast (${formatShare(bytes.ballastBytes, bytes.entryBytes)})`;
  const sums = `  ${formatBytes(bytes.entryBytes)} in ${countOf(layers.length, 'layer')}, ${ballast}`;
  return cutMiddle(makeVisible(target.name), Math.max(8, columns - cellWidth(sums))) + sums;
}

function drawRule(text: string, columns: number): string {
  const start = `─ ${cutEnd(text, columns - 4)} `;
  return start + '─'.repeat(columns - cellWidth(start));
}

function drawDetails(
  details: readonly Detail[],
  columns: number,
  rows: number,
  palette: ScreenPalette,
): readonly string[] {
  const paints: Readonly<Record<Detail['kind'], (text: string) => string>> = {
    title: palette.strong,
    fact: (text) => text,
    cause: palette.warning,
    fix: palette.good,
  };
  const lines = details.flatMap(({ kind, text }) => {
    const wrapped = wrapWords(makeVisible(text), columns - 2);
    // Of a long instruction the beginning tells enough; causes and fixes are what one came for.
    const kept = kind === 'title' ? wrapped.slice(0, 2) : wrapped;
    return kept.map((line, i) =>
      paints[kind](fill(` ${i > 0 && kind !== 'title' ? ' ' : ''}${line}`, columns)),
    );
  });
  return [...lines, ...Array<string>(rows).fill(fill('', columns))].slice(0, rows);
}

function keysOf({ isTyping, filter, columns }: WalkState): string {
  if (isTyping) return `filter: ${makeVisible(filter)}_   Enter keeps it, Esc ends it`;
  const keys = ['? help', 'Tab layers/files', 'm layer/image', 'b ballast', '/ filter', 's sort', 'q quit'];
  const shown: string[] = [];
  for (const key of keys) if (cellWidth([...shown, key].join('  ')) <= columns) shown.push(key);
  return shown.join('  ');
}

function fillLines(lines: readonly string[], columns: number, rows: number): readonly string[] {
  return Array.from({ length: rows }, (_, i) => fill(` ${lines[i] ?? ''}`, columns));
}
