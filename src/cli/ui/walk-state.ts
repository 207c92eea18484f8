// Where somebody stands in an image, and what they want to see: plain data, changed by keys alone.
import type { ImageReport } from '../../report/image-report.ts';

/** All that keys change. */
export interface WalkState {
  readonly columns: number;
  readonly rows: number;
  readonly pane: 'layers' | 'files';
  /** The selected layer, from 0. */
  readonly layer: number;
  /** What the layer itself changes, or the image up to it. */
  readonly mode: 'layer' | 'image';
  /** Kinds of change (CHANGE) that are not shown. */
  readonly hidden: readonly number[];
  readonly isBallastOnly: boolean;
  readonly sort: 'size' | 'name';
  readonly filter: string;
  /** Whether keys go into the filter. */
  readonly isTyping: boolean;
  readonly open: ReadonlySet<number>;
  /** The selected row of files, and the first that is drawn. */
  readonly cursor: number;
  readonly top: number;
  readonly isHelp: boolean;
  readonly isDone: boolean;
}

/** At the layer of yours with the most ballast; where there is none, at the largest of yours. */
export function beginWalk(
  { layers }: Pick<ImageReport, 'layers'>,
  size: Pick<WalkState, 'columns' | 'rows'>,
): WalkState {
  const worth = ({ origin, ballastBytes, entryBytes }: ImageReport['layers'][number]): readonly number[] => [
    origin === 'yours' ? 1 : 0,
    ballastBytes,
    entryBytes,
  ];
  const best = [...layers].sort((a, b) => compareWorth(worth(b), worth(a)))[0];
  return {
    ...size,
    pane: 'layers',
    layer: best?.index ?? 0,
    mode: 'layer',
    hidden: [],
    isBallastOnly: false,
    sort: 'size',
    filter: '',
    isTyping: false,
    open: new Set([0]),
    cursor: 0,
    top: 0,
    isHelp: false,
    isDone: false,
  };
}

function compareWorth(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at === -1 ? 0 : a[at]! - b[at]!;
}
