// plimsoll.lock read strictly: what is not as it is written is an error with its line, and nothing of the file is believed then.
import { PlimsollError } from '../../../errors.ts';
import { isDigest } from '../../../oci/bytes/digest.ts';
import { KEY_PARTS, type KeyPart } from '../keys/source-key.ts';
import type { MadeHow } from '../running/made-image.ts';
import { LOCK_VERSION, NUMBER_FIELDS, TABLE_FIELDS, type TableField, TEXT_FIELDS } from './lock-grammar.ts';
import { EMPTY_LOCK, type LockEntry, type UpdateLock } from './update-lock.ts';

const LONGEST_LINE = 16_384;
const MOST_ROWS = 10_000;
const QUOTED = '("(?:[^"\\\\]|\\\\.)*")';
const BLOCK = new RegExp(`^${QUOTED}:$`);
const TEXT = new RegExp(`^ {2}([a-zA-Z]+): ${QUOTED}$`);
const NUMBER = /^ {2}([a-zA-Z]+): (\d{1,16}(?:\.\d{1,9})?)$/;
const TABLE = /^ {2}([a-zA-Z]+):$/;
const ROW = new RegExp(`^ {4}${QUOTED}: ${QUOTED}$`);
const ITEM = new RegExp(`^ {4}- ${QUOTED}$`);
const HOWS: ReadonlySet<string> = new Set<MadeHow>(['left', 'rebased', 'rebuilt', 'cut-off']);
const KEY = /^[0-9a-f]{64}$/;
const PART = /^[0-9a-f]{16}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** A block while it is read. */
interface OpenBlock {
  readonly line: number;
  readonly name: string;
  readonly fields: Map<string, string | number>;
  readonly tables: Map<string, Map<string, string>>;
  tags: string[] | undefined;
  open: string | undefined;
}

/** Reads the text; throws LOCK_INVALID. An empty text is an empty lock. */
export function parseLock(text: string): UpdateLock {
  if (text.trim() === '') return EMPTY_LOCK;
  const entries = new Map<string, LockEntry>();
  let block: OpenBlock | undefined;
  let isVersionKnown = false;
  const finish = (): void => {
    if (block === undefined) return;
    if (entries.has(block.name)) throw refuse(block.line, 'the image has two blocks');
    entries.set(block.name, closeBlock(block));
  };
  let number = 0;
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const raw = text.slice(start, end === -1 ? text.length : end);
    start = end === -1 ? text.length : end + 1;
    number++;
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line === '' || line.startsWith('#')) continue;
    if (line.length > LONGEST_LINE) throw refuse(number, `a line is longer than ${LONGEST_LINE} letters`);
    if (/^(?:<{7}|={7}|>{7}|\|{7})/.test(line)) throw conflict(number);
    if (!isVersionKnown) {
      checkVersion(line, number);
      isVersionKnown = true;
      continue;
    }
    const name = BLOCK.exec(line)?.[1];
    if (name !== undefined) {
      finish();
      block = {
        line: number,
        name: unquote(name, number),
        fields: new Map(),
        tables: new Map(),
        tags: undefined,
        open: undefined,
      };
    } else if (block === undefined) throw refuse(number, 'a line stands outside of any block');
    else readLine(block, line, number);
  }
  if (!isVersionKnown) throw refuse(1, 'it has no version');
  finish();
  return { kind: 'update-lock', entries };
}

function checkVersion(line: string, number: number): void {
  const version = /^version: (\d{1,6})$/.exec(line)?.[1];
  if (version === undefined) throw refuse(number, 'it does not begin with its version');
  if (Number(version) !== LOCK_VERSION)
    throw refuse(number, `its version is ${version}, and only ${LOCK_VERSION} is known`);
}

function readLine(block: OpenBlock, line: string, number: number): void {
  const [, row, value] = ROW.exec(line) ?? [];
  if (row !== undefined) {
    const table = block.open === undefined ? undefined : block.tables.get(block.open);
    const name = unquote(row, number);
    if (table === undefined) throw refuse(number, 'a name and a text stand below no table');
    if (table.has(name)) throw refuse(number, `${show(name)} stands twice in its table`);
    if (table.size >= MOST_ROWS) throw refuse(number, `a table has more than ${MOST_ROWS} rows`);
    table.set(name, unquote(value!, number));
    return;
  }
  const item = ITEM.exec(line)?.[1];
  if (item !== undefined) {
    if (block.open !== 'tags' || block.tags!.length >= MOST_ROWS)
      throw refuse(number, 'an item stands in no list');
    block.tags!.push(unquote(item, number));
    return;
  }
  block.open = undefined;
  const table = TABLE.exec(line)?.[1];
  if (table !== undefined) return openTable(block, table, number);
  const [, textName, text] = TEXT.exec(line) ?? [];
  const [, numberName, digits] = NUMBER.exec(line) ?? [];
  const name = textName ?? numberName;
  if (name === undefined) throw refuse(number, 'a line is not as it is written');
  const known: readonly string[] = textName === undefined ? NUMBER_FIELDS : TEXT_FIELDS;
  if (!known.includes(name)) throw refuse(number, `there is no field ${show(name)} of this kind`);
  if (block.fields.has(name)) throw refuse(number, `the field ${name} stands twice`);
  block.fields.set(name, text === undefined ? Number(digits) : unquote(text, number));
}

function openTable(block: OpenBlock, name: string, number: number): void {
  const isTags = name === 'tags';
  if (!isTags && !TABLE_FIELDS.includes(name as TableField))
    throw refuse(number, `there is no table ${show(name)}`);
  if (isTags ? block.tags !== undefined : block.tables.has(name))
    throw refuse(number, `the table ${name} stands twice`);
  if (isTags) block.tags = [];
  else block.tables.set(name, new Map());
  block.open = name;
}

function closeBlock({ line, name, fields, tables, tags }: OpenBlock): LockEntry {
  const [, id, platform] = /^(.+) ([^ ]+)$/s.exec(name) ?? [];
  if (id === undefined || platform === undefined)
    throw refuse(line, `${show(name)} is no image and platform`);
  for (const field of [...TEXT_FIELDS, ...NUMBER_FIELDS])
    if (!fields.has(field)) throw refuse(line, `the block has no ${field}`);
  const textOf = (field: string, isRight: (text: string) => boolean): string => {
    const text = fields.get(field) as string;
    if (!isRight(text)) throw refuse(line, `the block's ${field} is none: ${show(text)}`);
    return text;
  };
  const table = (field: TableField, isRight: (text: string) => boolean): Record<string, string> => {
    const rows = [...(tables.get(field) ?? [])];
    for (const [, value] of rows)
      if (!isRight(value)) throw refuse(line, `a value of the block's ${field} is none: ${show(value)}`);
    return Object.fromEntries(rows);
  };
  const parts = table('parts', (text) => PART.test(text));
  const partNames = Object.keys(parts);
  if (partNames.length !== KEY_PARTS.length || !KEY_PARTS.every((part) => Object.hasOwn(parts, part)))
    throw refuse(line, 'the block has not all parts of its key, or others');
  return {
    id,
    platform,
    key: textOf('key', (text) => KEY.test(text)),
    digest: textOf('digest', isDigest) as LockEntry['digest'],
    reference: textOf('reference', (text) => text !== ''),
    tags: tags ?? [],
    how: textOf('how', (text) => HOWS.has(text)) as MadeHow,
    at: textOf('at', (text) => TIME.test(text) && !Number.isNaN(Date.parse(text))),
    seconds: fields.get('seconds') as number,
    pushedBytes: fields.get('pushedBytes') as number,
    parts: parts as Record<KeyPart, string>,
    bases: table('bases', isDigest) as LockEntry['bases'],
    sources: table('sources', () => true),
    packages: table('packages', () => true),
  };
}

function unquote(text: string, number: number): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw refuse(number, 'a text is not quoted as JSON has it');
  }
}

function show(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);
}

function conflict(line: number): PlimsollError {
  return new PlimsollError('LOCK_INVALID', 'a merge left a conflict in it', {
    line,
    hint: 'Both sides changed this image: take its block out, and the next update makes it anew.',
  });
}

function refuse(line: number, message: string): PlimsollError {
  return new PlimsollError('LOCK_INVALID', message, { line });
}
