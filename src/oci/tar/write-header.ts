// Encodes tar headers: one form for every value (POSIX.1-2001 pax), so that equal entries are equal bytes.
// ustar where it holds the value, else sorted PAX records; no GNU forms, no user names.
import { PlimsollError } from '../../errors.ts';
import {
  BLOCK_BYTES,
  CHECKSUM,
  DEVICE_MAJOR,
  DEVICE_MINOR,
  GID,
  LINK_NAME,
  MAGIC_OFFSET,
  MODE,
  MTIME,
  NAME,
  PREFIX,
  SIZE,
  TYPE_OFFSET,
  UID,
} from './header.ts';
import { META_LIMIT_BYTES, type Xattr } from './pax.ts';
import type { TarEntryKind } from './tar-entry.ts';

/** Content that is not in memory; it must give exactly `sizeBytes`. */
export interface SizedContent {
  readonly sizeBytes: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** An entry to be written. Paths are written as they are given, but for the slash after a directory's. */
export interface TarItem {
  readonly kind: TarEntryKind;
  readonly path: string | Uint8Array;
  /** 0755 for directories, 0777 for symlinks and 0644 for others where it is not given. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Seconds since 1970; a fraction is kept to the nanosecond. */
  readonly mtimeSeconds?: number;
  /** For files. */
  readonly content?: Uint8Array | SizedContent;
  /** For links. */
  readonly target?: string | Uint8Array;
  /** In any order. */
  readonly xattrs?: readonly Xattr[];
  /** For device nodes. */
  readonly device?: { readonly major: number; readonly minor: number };
}

const TYPES: Readonly<Record<TarEntryKind, string>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  character: '3',
  block: '4',
  directory: '5',
  fifo: '6',
};
const SLASH = 0x2f;
const PAX_NAME = Buffer.from('PaxHeaders/entry');

/** The header blocks of one entry, with a PAX header where one is needed. */
export function encodeHeader(item: TarItem, sizeBytes: number): Uint8Array {
  const path = entryPath(item);
  const target = toBytes(item.target ?? '');
  if (path.length === 0 || path.includes(0) || target.includes(0))
    throw cannotWrite(item, 'its path or target is empty or holds a NUL');
  const block = Buffer.alloc(BLOCK_BYTES);
  const records = new Map<string, Buffer>();
  const split = splitPath(path);
  if (split === undefined) records.set('path', path);
  path.copy(block, NAME[0], split ?? 0, Math.min(path.length, (split ?? 0) + NAME[1]));
  if (split !== undefined && split > 0) path.copy(block, PREFIX[0], 0, split - 1);
  if (target.length > LINK_NAME[1]) records.set('linkpath', target);
  target.copy(block, LINK_NAME[0], 0, LINK_NAME[1]);

  putOctal(block, MODE, (item.mode ?? defaultMode(item.kind)) & 0o7777);
  putNumber(block, UID, item.uid ?? 0, 'uid', records);
  putNumber(block, GID, item.gid ?? 0, 'gid', records);
  putNumber(block, SIZE, sizeBytes, 'size', records);
  putNumber(block, MTIME, item.mtimeSeconds ?? 0, 'mtime', records);
  block.write(`${TYPES[item.kind]}`, TYPE_OFFSET, 'latin1');
  block.write('ustar\x0000', MAGIC_OFFSET, 'latin1');
  putDevice(block, item);
  putChecksum(block);

  for (const { name, value } of item.xattrs ?? []) {
    if (name === '' || /[=\0]/.test(name))
      throw cannotWrite(item, `no tar can state the extended attribute ${JSON.stringify(name)}`);
    records.set(`SCHILY.xattr.${name}`, toBytes(value));
  }
  return records.size === 0 ? block : Buffer.concat([encodePax(records, item), block]);
}

function entryPath(item: TarItem): Buffer {
  const path = toBytes(item.path);
  if (item.kind !== 'directory') return path;
  if (path.length === 0) return Buffer.from('./');
  return path[path.length - 1] === SLASH ? path : Buffer.concat([path, Buffer.from('/')]);
}

/** Where the name begins: 0 where it fits alone, else after a slash with a prefix before it; undefined where nothing fits. */
function splitPath(path: Buffer): number | undefined {
  if (path.length <= NAME[1]) return 0;
  for (
    let slash = path.indexOf(SLASH, 1);
    slash > 0 && slash <= PREFIX[1];
    slash = path.indexOf(SLASH, slash + 1)
  ) {
    const nameLength = path.length - slash - 1;
    if (nameLength > 0 && nameLength <= NAME[1]) return slash + 1;
  }
  return undefined;
}

function putNumber(
  block: Buffer,
  field: readonly [number, number],
  value: number,
  key: string,
  records: Map<string, Buffer>,
): void {
  const fits = Number.isInteger(value) && value >= 0 && value < 8 ** (field[1] - 1);
  putOctal(block, field, fits ? value : 0);
  if (!fits) records.set(key, Buffer.from(formatDecimal(value, key)));
}

/** Digits without an exponent; only times have fractions. */
function formatDecimal(value: number, key: string): string {
  if (Number.isSafeInteger(value)) return String(value);
  if (key === 'mtime' && Math.abs(value) < 2 ** 53) return value.toFixed(9).replace(/\.?0+$/, '');
  throw new PlimsollError('IMAGE_UNSUPPORTED', `${value} is no ${key} for a tar entry`);
}

function putOctal(block: Buffer, [offset, length]: readonly [number, number], value: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'latin1');
}

function putDevice(block: Buffer, item: TarItem): void {
  const { major, minor } = item.device ?? { major: 0, minor: 0 };
  for (const number of [major, minor])
    if (!Number.isInteger(number) || number < 0 || number >= 8 ** 7)
      throw cannotWrite(item, `no tar can state the device ${major}:${minor}`);
  putOctal(block, DEVICE_MAJOR, major);
  putOctal(block, DEVICE_MINOR, minor);
}

/** The header with its checksum put in anew. */
export function sumHeader(block: Buffer): Buffer {
  putChecksum(block);
  return block;
}

/** The field counts as blanks; six digits, NUL, blank as every writer has it. */
function putChecksum(block: Buffer): void {
  block.fill(0x20, CHECKSUM[0], CHECKSUM[0] + CHECKSUM[1]);
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, CHECKSUM[0], 'latin1');
}

function encodePax(records: Map<string, Buffer>, item: TarItem): Buffer {
  const sorted = [...records].map(([key, value]) => [Buffer.from(key), value] as const);
  sorted.sort(([a], [b]) => Buffer.compare(a, b));
  const body = Buffer.concat(sorted.map(([key, value]) => encodeRecord(key, value)));
  if (body.length > META_LIMIT_BYTES)
    throw cannotWrite(item, 'its attributes need more than the 1 MiB that engines read');
  const block = Buffer.alloc(BLOCK_BYTES);
  PAX_NAME.copy(block, NAME[0]);
  putOctal(block, MODE, 0o644);
  putOctal(block, UID, 0);
  putOctal(block, GID, 0);
  putOctal(block, SIZE, body.length);
  putOctal(block, MTIME, 0);
  block.write('x', TYPE_OFFSET, 'latin1');
  block.write('ustar\x0000', MAGIC_OFFSET, 'latin1');
  putOctal(block, DEVICE_MAJOR, 0);
  putOctal(block, DEVICE_MINOR, 0);
  putChecksum(block);
  return Buffer.concat([block, body, padding(body.length)]);
}

/** `LENGTH KEY=VALUE\n`, where the length counts its own digits. */
function encodeRecord(key: Buffer, value: Buffer): Buffer {
  const rest = key.length + value.length + 3;
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return Buffer.concat([Buffer.from(`${length} `), key, Buffer.from('='), value, Buffer.from('\n')]);
}

function defaultMode(kind: TarEntryKind): number {
  return kind === 'directory' ? 0o755 : kind === 'symlink' ? 0o777 : 0o644;
}

/** The zeros after a body of this size. */
export function padding(sizeBytes: number): Buffer {
  return Buffer.alloc((BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES);
}

function toBytes(value: string | Uint8Array): Buffer {
  return typeof value === 'string'
    ? Buffer.from(value)
    : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

/** The path for a message. */
export function showPath(item: TarItem): string {
  return toBytes(item.path).toString('utf8').slice(0, 200);
}

function cannotWrite(item: TarItem, why: string): PlimsollError {
  return new PlimsollError('IMAGE_UNSUPPORTED', `a tar entry cannot be written: ${why}`, {
    subject: showPath(item),
  });
}
