// A record of an SQLite table: the types of its columns, then their values (sqlite.org/fileformat2.html, section 2.1).
import { readVarint } from './sqlite-pages.ts';

/** Bytes of the values of the serial types below 12. */
const FIXED_BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0] as const;

/** The bytes of column `wanted`, counted from 0; undefined where the record has none or ends before. */
export function readColumn(record: Uint8Array, wanted: number): Uint8Array | undefined {
  const header = readVarint(record, 0, record.length);
  if (header === undefined || header.value > record.length) return undefined;
  let start = header.value;
  let at = header.end;
  for (let column = 0; ; column++) {
    const type = readVarint(record, at, header.value);
    if (type === undefined) return undefined;
    at = type.end;
    const length = FIXED_BYTES[type.value] ?? Math.floor((type.value - 12) / 2);
    if (start + length > record.length) return undefined;
    if (column === wanted) return record.subarray(start, start + length);
    start += length;
  }
}
