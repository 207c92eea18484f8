// Amounts for people: bytes in decimal units with three significant digits, shares, counts with thousands separators.

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes as `999 B`, `1.00 kB`, `12.3 MB`, `412 GB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // Rounded first, so that 999,950 bytes become 1.00 MB and not 1000 kB.
  while (unit < UNITS.length - 1 && roundTo3(value) >= 1000) {
    value /= 1000;
    unit++;
  }
  const rounded = roundTo3(value);
  const digits = unit === 0 || rounded >= 100 ? 0 : rounded >= 10 ? 1 : 2;
  return `${rounded.toFixed(digits)} ${UNITS[unit]}`;
}

/** How much more or less something is: `+12.3 MB`, `-4.00 kB`, `0 B`. */
export function formatDifference(bytes: number): string {
  return bytes > 0 ? `+${formatBytes(bytes)}` : bytes < 0 ? `-${formatBytes(-bytes)}` : formatBytes(0);
}

/** A part of a whole as `35 %`; never 0 % of something, nor 100 % of less than all. */
export function formatShare(part: number, whole: number): string {
  if (part <= 0 || whole <= 0) return '0 %';
  const percent = Math.round((part / whole) * 100);
  if (percent === 0) return '<1 %';
  return percent === 100 && part < whole ? '>99 %' : `${percent} %`;
}

/** A count with thousands separators: `1,204`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A count and its noun: `1 file`, `1,204 files`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

function roundTo3(value: number): number {
  return value < 1000 && Number.isInteger(value) ? value : Number(value.toPrecision(3));
}
