// PAX extended header records (POSIX.1-2001 pax, "pax Extended Header"): `LENGTH KEY=VALUE\n`, values in bytes.
import { PlimsollError } from '../../errors.ts';

/** PAX headers and GNU long names beyond this are refused, as Go's archive/tar does, on which all engines stand. */
export const META_LIMIT_BYTES = 1024 * 1024;

/** One extended attribute: its name as text, its value as bytes. */
export interface Xattr {
  readonly name: string;
  readonly value: Uint8Array;
}

/** What a PAX header says about the entry that follows; only what a layer can hold (layer.md, "File attributes"). */
export interface PaxRecords {
  path?: Uint8Array;
  linkPath?: Uint8Array;
  sizeBytes?: number;
  uid?: number;
  gid?: number;
  mtimeSeconds?: number;
  xattrs?: Xattr[];
  /** GNU.sparse.* records in order, the prefix cut off; offsets and lengths repeat in version 0.0. */
  sparse?: (readonly [key: string, value: string])[];
  sparseName?: Uint8Array;
}

const SPACE = 0x20;
const EQUALS = 0x3d;
const NEWLINE = 0x0a;
const SCHILY_XATTR = 'SCHILY.xattr.';
const LIBARCHIVE_XATTR = 'LIBARCHIVE.xattr.';
const GNU_SPARSE = 'GNU.sparse.';

/** Reads the records of one PAX header; throws LAYER_CORRUPT where a record is malformed. */
export function parsePax(bytes: Buffer): PaxRecords {
  const records: PaxRecords = {};
  const xattrs = new Map<string, Xattr>();
  let offset = 0;
  while (offset < bytes.length) {
    const space = bytes.indexOf(SPACE, offset);
    const end = offset + (space < 0 ? Number.NaN : parseLength(bytes, offset, space));
    const equals = bytes.indexOf(EQUALS, space);
    const isWellFormed =
      end <= bytes.length && equals > space + 1 && equals < end - 1 && bytes[end - 1] === NEWLINE;
    if (!isWellFormed) {
      // Some writers pad with NULs after the last record.
      if (bytes.subarray(offset).every((byte) => byte === 0)) break;
      throw new PlimsollError('LAYER_CORRUPT', 'a PAX header holds a malformed record');
    }
    const key = refuseNul(bytes.subarray(space + 1, equals), 'a key').toString('utf8');
    takeRecord(records, xattrs, key, bytes.subarray(equals + 1, end - 1));
    offset = end;
  }
  if (xattrs.size > 0) records.xattrs = [...xattrs.values()];
  return records;
}

/** Decimal digits only, as Go reads them; at most nine. */
function parseLength(bytes: Buffer, start: number, end: number): number {
  if (end === start || end - start > 9) return Number.NaN;
  let length = 0;
  for (let i = start; i < end; i++) {
    const digit = bytes[i]! - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    length = length * 10 + digit;
  }
  return length;
}

function takeRecord(records: PaxRecords, xattrs: Map<string, Xattr>, key: string, value: Buffer): void {
  // An empty value takes a record back; the field of the header holds again.
  if (value.length === 0 && !key.startsWith(SCHILY_XATTR)) return takeBack(records, key);
  switch (key) {
    case 'path':
      records.path = refuseNul(value, key);
      return;
    case 'linkpath':
      records.linkPath = refuseNul(value, key);
      return;
    case 'size':
      records.sizeBytes = parseNumber(value, key);
      if (records.sizeBytes < 0)
        throw new PlimsollError('LAYER_CORRUPT', 'a PAX header states a negative size');
      return;
    case 'uid':
      records.uid = parseNumber(value, key);
      return;
    case 'gid':
      records.gid = parseNumber(value, key);
      return;
    case 'mtime':
      records.mtimeSeconds = parseTime(value);
      return;
  }
  if (key.startsWith(SCHILY_XATTR)) {
    const name = key.slice(SCHILY_XATTR.length);
    xattrs.set(name, { name, value });
  } else if (key.startsWith(LIBARCHIVE_XATTR)) {
    const name = decodePercent(key.slice(LIBARCHIVE_XATTR.length));
    refuseNul(Buffer.from(name), 'an attribute');
    // SCHILY's form is the one engines read, so it wins where libarchive wrote both.
    if (!xattrs.has(name)) xattrs.set(name, { name, value: Buffer.from(value.toString('latin1'), 'base64') });
  } else if (key === 'GNU.sparse.name') records.sparseName = refuseNul(value, key);
  else if (key.startsWith(GNU_SPARSE)) {
    records.sparse ??= [];
    records.sparse.push([key.slice(GNU_SPARSE.length), value.toString('latin1')]);
  }
}

function takeBack(records: PaxRecords, key: string): void {
  if (key === 'path') delete records.path;
  else if (key === 'linkpath') delete records.linkPath;
  else if (key === 'size') delete records.sizeBytes;
  else if (key === 'uid') delete records.uid;
  else if (key === 'gid') delete records.gid;
  else if (key === 'mtime') delete records.mtimeSeconds;
}

function refuseNul(value: Buffer, what: string): Buffer {
  if (value.includes(0)) throw new PlimsollError('LAYER_CORRUPT', `a PAX header holds a NUL in ${what}`);
  return value;
}

function parseNumber(value: Buffer, key: string): number {
  const text = value.toString('latin1');
  const number = /^-?\d{1,20}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(number))
    throw new PlimsollError('LAYER_CORRUPT', `the PAX record '${key}' is no usable number`);
  return number;
}

function parseTime(value: Buffer): number {
  const text = value.toString('latin1');
  const seconds = /^-?\d{1,20}(?:\.\d*)?$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(seconds))
    throw new PlimsollError('LAYER_CORRUPT', "the PAX record 'mtime' is no time");
  return seconds;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
