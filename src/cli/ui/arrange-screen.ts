// How the screen is divided, from its size alone.

/** Where everything goes. */
export interface Arrangement {
  /** False where nothing can be shown. */
  readonly isLargeEnough: boolean;
  readonly layerColumns: number;
  readonly fileColumns: number;
  /** Rows of layers and of files, without their headings. */
  readonly listRows: number;
  readonly detailRows: number;
}

const LEAST = { columns: 40, rows: 12 } as const;

/** Title, headings, lists, a rule, details, keys. */
export function arrangeScreen(columns: number, rows: number): Arrangement {
  const detailRows = Math.max(4, Math.min(12, Math.floor(rows * 0.34)));
  const layerColumns = Math.max(16, Math.min(64, Math.floor(columns * 0.4)));
  return {
    isLargeEnough: columns >= LEAST.columns && rows >= LEAST.rows,
    layerColumns,
    fileColumns: columns - layerColumns - 1,
    listRows: rows - detailRows - 4,
    detailRows,
  };
}
