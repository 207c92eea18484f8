// The stored form of layer facts: a small JSON head, then every column at an 8-byte boundary. Used as it is between
// threads and in the cache; the version is part of the cache's key, so an old form is never read.
import { endianness } from 'node:os';
import { PlimsollError } from '../../errors.ts';
import { isDigest } from '../../oci/bytes/digest.ts';
import type { LayerFacts } from './layer-facts.ts';

/** Rises with every change of what the facts hold or mean: older cached facts are then computed anew. */
export const FACTS_VERSION = 7;

const MAGIC = 0x4c504631; // "1FPL"
const HEAD_LIMIT_BYTES = 64 * 1024;

const COLUMNS = {
  pathEnds: Uint32Array,
  pathBytes: Uint8Array,
  kinds: Uint8Array,
  flags: Uint8Array,
  contentTypes: Uint8Array,
  modes: Uint16Array,
  uids: Uint32Array,
  gids: Uint32Array,
  mtimes: Float64Array,
  sizes: Float64Array,
  offsets: Float64Array,
  contents: Uint8Array,
  linkEnds: Uint32Array,
  linkBytes: Uint8Array,
  xattrEntries: Uint32Array,
  xattrEnds: Uint32Array,
  xattrBytes: Uint8Array,
  deviceEntries: Uint32Array,
  deviceNumbers: Uint32Array,
  pycEntries: Uint32Array,
  pycHeaders: Uint32Array,
  metadataEntries: Uint32Array,
  metadataEnds: Uint32Array,
  metadataBytes: Uint8Array,
  elfEntries: Uint32Array,
  elfEnds: Uint32Array,
  elfBytes: Uint8Array,
  secretEntries: Uint32Array,
  secretEnds: Uint32Array,
  secretBytes: Uint8Array,
} as const;

type ColumnName = keyof typeof COLUMNS;
const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];

/** The columns with one element for each entry. */
const ENTRY_COLUMNS: readonly ColumnName[] = [
  'pathEnds',
  'kinds',
  'flags',
  'contentTypes',
  'modes',
  'uids',
  'gids',
  'mtimes',
  'sizes',
  'offsets',
  'linkEnds',
];

interface Head {
  readonly diffId: string;
  readonly entryCount: number;
  readonly tarBytes: number;
  readonly entryBytes: number;
  readonly trailingBytes: number;
  readonly hasPackages: boolean;
  readonly secretRules: string;
  /** Elements of each column, in the order of COLUMNS. */
  readonly lengths: readonly number[];
}

/** The facts as one block of memory, for a message or a file. */
export function encodeFacts(facts: LayerFacts): ArrayBuffer {
  const head: Head = {
    diffId: facts.diffId,
    entryCount: facts.entryCount,
    tarBytes: facts.tarBytes,
    entryBytes: facts.entryBytes,
    trailingBytes: facts.trailingBytes,
    hasPackages: facts.hasPackages,
    secretRules: facts.secretRules,
    lengths: COLUMN_NAMES.map((name) => facts[name].length),
  };
  const headBytes = Buffer.from(JSON.stringify(head));
  const offsets: number[] = [];
  let size = align(12 + headBytes.length);
  for (const name of COLUMN_NAMES) {
    offsets.push(size);
    size = align(size + facts[name].byteLength);
  }
  const block = new ArrayBuffer(size);
  new Uint32Array(block, 0, 3).set([MAGIC, FACTS_VERSION, headBytes.length]);
  new Uint8Array(block).set(headBytes, 12);
  COLUMN_NAMES.forEach((name, i) => {
    const column = facts[name];
    new Uint8Array(block, offsets[i]!).set(
      new Uint8Array(column.buffer, column.byteOffset, column.byteLength),
    );
  });
  return block;
}

/** The bytes that the columns of the facts take in all. */
export function measureFacts(facts: LayerFacts): number {
  return COLUMN_NAMES.reduce((sum, name) => sum + facts[name].byteLength, 0);
}

/** The facts in a block that `encodeFacts` made, without a copy; throws INTERNAL where the block is anything else. */
export function decodeFacts(block: ArrayBuffer): LayerFacts {
  const head = readHead(block);
  let offset = align(12 + new Uint32Array(block, 0, 3)[2]!);
  const columns: Partial<Record<ColumnName, unknown>> = {};
  COLUMN_NAMES.forEach((name, i) => {
    const length = head.lengths[i]!;
    const type = COLUMNS[name];
    if (offset + length * type.BYTES_PER_ELEMENT > block.byteLength) throw invalid();
    columns[name] = new type(block, offset, length);
    offset = align(offset + length * type.BYTES_PER_ELEMENT);
  });
  const { lengths: _, ...figures } = head;
  return { ...figures, ...columns } as unknown as LayerFacts;
}

function readHead(block: ArrayBuffer): Head {
  if (block.byteLength < 12 || endianness() !== 'LE') throw invalid();
  const [magic, version, headLength] = new Uint32Array(block, 0, 3);
  if (magic !== MAGIC || version !== FACTS_VERSION || headLength! > HEAD_LIMIT_BYTES) throw invalid();
  let head: Head;
  try {
    head = JSON.parse(Buffer.from(block, 12, headLength).toString('utf8')) as Head;
  } catch {
    throw invalid();
  }
  if (head === null) throw invalid();
  const isSound =
    isDigest(head.diffId) &&
    typeof head.hasPackages === 'boolean' &&
    typeof head.secretRules === 'string' &&
    Array.isArray(head.lengths) &&
    head.lengths.length === COLUMN_NAMES.length &&
    [head.entryCount, head.tarBytes, head.entryBytes, head.trailingBytes, ...head.lengths].every(
      (number) => Number.isSafeInteger(number) && number >= 0,
    ) &&
    hasFittingLengths(head);
  if (!isSound) throw invalid();
  return head;
}

/** Whether columns that go together are of one length. */
function hasFittingLengths({ entryCount, lengths }: Head): boolean {
  const lengthOf = (name: ColumnName): number => lengths[COLUMN_NAMES.indexOf(name)]!;
  return (
    ENTRY_COLUMNS.every((name) => lengthOf(name) === entryCount) &&
    lengthOf('contents') === entryCount * 16 &&
    lengthOf('xattrEnds') === lengthOf('xattrEntries') &&
    lengthOf('deviceNumbers') === lengthOf('deviceEntries') * 2 &&
    lengthOf('pycHeaders') === lengthOf('pycEntries') * 4 &&
    lengthOf('metadataEnds') === lengthOf('metadataEntries') &&
    lengthOf('elfEnds') === lengthOf('elfEntries') &&
    lengthOf('secretEnds') === lengthOf('secretEntries')
  );
}

function align(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}

function invalid(): PlimsollError {
  return new PlimsollError('INTERNAL', 'stored layer facts are not readable');
}
