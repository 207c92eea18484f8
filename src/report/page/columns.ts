// Columns of small numbers as the page's data carries them: equal neighbours as runs where that is shorter.

/** A column: every value, or runs of equal ones. */
export type Column =
  | { readonly kind: 'plain'; readonly values: readonly number[] }
  | { readonly kind: 'runs'; readonly values: readonly number[]; readonly counts: readonly number[] };

/** Packs a column in the shorter of its two forms. */
export function packColumn(values: readonly number[]): Column {
  const heads: number[] = [];
  const counts: number[] = [];
  for (const value of values)
    if (heads.length > 0 && heads.at(-1) === value) counts[counts.length - 1]!++;
    else {
      heads.push(value);
      counts.push(1);
    }
  return heads.length * 2 < values.length
    ? { kind: 'runs', values: heads, counts }
    : { kind: 'plain', values };
}

/** The values of a packed column, of which there must be `length`. */
export function unpackColumn(column: Column, length: number): Int32Array {
  const values = new Int32Array(length);
  if (column.kind === 'plain') values.set(column.values);
  else {
    let at = 0;
    for (const [i, value] of column.values.entries()) {
      values.fill(value, at, at + column.counts[i]!);
      at += column.counts[i]!;
    }
  }
  return values;
}
