// The text of a chisel manifest: lines of the kinds `package`, `slice`, `path` and `content` after a header.
import { BARE_RECORD, type PackageRecord } from '../package-record.ts';
import { PathsWriter } from '../paths-writer.ts';
import { decodeText } from '../text-lines.ts';

const NEWLINE = 0x0a;

/** The packages of a jsonwall text, with their slices in the field `Slices`; undefined where it has no header, or is damaged. */
export function readChiselWall(text: Uint8Array): readonly PackageRecord[] | undefined {
  const packages: Line[] = [];
  const slices = new Map<string, string[]>();
  const paths = new Map<string, string[]>();
  let isWall = false;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf(NEWLINE, start);
    const end = newline === -1 ? text.length : newline;
    const line = readLine(decodeText(text, start, end));
    start = end + 1;
    if (line === undefined) return undefined;
    if (!isWall && typeof line['jsonwall'] !== 'string') return undefined;
    isWall = true;
    if (line['kind'] === 'package' && textOf(line, 'name') !== '') packages.push(line);
    if (line['kind'] === 'slice') append(slices, packageOf(textOf(line, 'name')), textOf(line, 'name'));
    if (line['kind'] === 'path')
      for (const name of packagesOf(line['slices'])) append(paths, name, pathOf(line));
  }
  if (!isWall) return undefined;
  const writer = new PathsWriter(text.length);
  const encoder = new TextEncoder();
  const records = packages.map((line): PackageRecord => {
    const name = textOf(line, 'name');
    for (const path of paths.get(name) ?? []) {
      if (writer.isFull) break;
      const bytes = encoder.encode(path);
      writer.addPath(bytes, 0, bytes.length);
    }
    const ownSlices = slices.get(name);
    return {
      ...BARE_RECORD,
      type: 'deb',
      name,
      version: textOf(line, 'version'),
      architecture: textOf(line, 'arch'),
      fields: ownSlices === undefined ? {} : { Slices: ownSlices.join(' ') },
      files: { kind: 'paths', paths: writer.take() },
    };
  });
  return writer.isFull ? undefined : records;
}

type Line = Readonly<Record<string, unknown>>;

function readLine(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Line) : undefined;
  } catch {
    return undefined;
  }
}

function textOf(line: Line, field: string): string {
  const value = line[field];
  return typeof value === 'string' ? value : '';
}

/** Lists of paths have no place for one with a line's end in it. */
function pathOf(line: Line): string {
  const path = textOf(line, 'path');
  return path.includes('\n') ? '' : path;
}

/** Package names have no `_` (deb-control(5)). */
function packageOf(slice: string): string {
  const underscore = slice.indexOf('_');
  return underscore === -1 ? slice : slice.slice(0, underscore);
}

/** The packages of a path's slices, each once. */
function packagesOf(slices: unknown): ReadonlySet<string> {
  if (!Array.isArray(slices)) return new Set();
  return new Set(slices.filter((slice): slice is string => typeof slice === 'string').map(packageOf));
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  if (value === '') return;
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
