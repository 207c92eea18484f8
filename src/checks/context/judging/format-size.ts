// Sizes within messages: round numbers in decimal units.

/** As `20 MB`, `3.4 kB`. */
export function formatSize(bytes: number): string {
  const [value, unit] =
    bytes >= 1e9
      ? [bytes / 1e9, 'GB']
      : bytes >= 1e6
        ? [bytes / 1e6, 'MB']
        : bytes >= 1e3
          ? [bytes / 1e3, 'kB']
          : [bytes, 'B'];
  return `${value >= 10 || unit === 'B' ? Math.round(value) : Math.round(value * 10) / 10} ${unit}`;
}

/** As `1 file`, `1,204 files`. */
export function formatFiles(count: number): string {
  return `${String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')} ${count === 1 ? 'file' : 'files'}`;
}
