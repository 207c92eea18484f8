// The list of layers: number, size, share of ballast, instruction.
import { formatBytes, formatShare } from '../../report/format-amount.ts';
import { makeVisible } from '../../report/visible-text.ts';
import type { ImageWalk } from './image-walk.ts';
import { fill, fillStart, type ScreenPalette } from './paint.ts';
import type { WalkState } from './walk-state.ts';

/** Heading and rows, each of exactly so many cells. */
export function drawLayers(
  { report }: Pick<ImageWalk, 'report'>,
  state: WalkState,
  columns: number,
  rows: number,
  palette: ScreenPalette,
): readonly string[] {
  const { layers } = report;
  const top = Math.max(0, Math.min(state.layer - Math.floor(rows / 2), layers.length - rows));
  const lines = layers.slice(top, top + rows).map((layer) => {
    const isSelected = layer.index === state.layer;
    const share = layer.ballastBytes === 0 ? '' : formatShare(layer.ballastBytes, layer.entryBytes);
    const text = fill(
      `${isSelected ? '>' : ' '}${fillStart(String(layer.index), 3)} ${fillStart(formatBytes(layer.entryBytes), 8)} ${fillStart(share, 7)} ${makeVisible(layer.instruction ?? layer.createdBy ?? '')}`,
      columns,
    );
    if (isSelected) return state.pane === 'layers' ? palette.selected(text) : palette.strong(text);
    return layer.origin === 'inherited' ? palette.faint(text) : text;
  });
  const heading = fill(`   # ${fillStart('size', 8)} ballast instruction`, columns);
  return [palette.faint(heading), ...lines, ...Array<string>(rows - lines.length).fill(fill(' ', columns))];
}
