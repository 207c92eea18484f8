// The keywords of our own rules as the build of the program made them ready: in each thread that took as long as 5 MB take to be searched.
import { readFileSync } from 'node:fs';
import type { PreparedKeywords } from './prefilter/prepared-keywords.ts';
import { RULES_ID } from './rules-id.ts';

/** Beside the folder of this module, and of the program's. */
const FILE = '../keywords.bin';

interface Head extends Omit<PreparedKeywords, 'memory'> {
  readonly rulesId: string;
  readonly sizeBytes: number;
  readonly memory: Omit<PreparedKeywords['memory'], 'bytes'>;
}

/** Their stored form: the length of a head in JSON, the head, the bytes. */
export function encodeKeywords({ memory, ...rest }: PreparedKeywords, rulesId: string): Buffer {
  const { bytes, ...places } = memory;
  const head = Buffer.from(
    JSON.stringify({ rulesId, sizeBytes: bytes.length, ...rest, memory: places } satisfies Head),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, bytes]);
}

/** What `encodeKeywords` made of these rules; undefined where it is of others, or not whole. */
export function decodeKeywords(stored: Buffer, rulesId: string): PreparedKeywords | undefined {
  const headEnd = 4 + stored.readUInt32LE(0);
  const head = JSON.parse(stored.toString('utf8', 4, headEnd)) as Head;
  const bytes = stored.subarray(headEnd);
  if (head.rulesId !== rulesId || head.sizeBytes !== bytes.length) return undefined;
  return { ...head, memory: { ...head.memory, bytes } };
}

/** Those of the program's build; undefined where it runs from its sources, or the file is not there. */
export function readStoredKeywords(): PreparedKeywords | undefined {
  if (RULES_ID === '') return undefined;
  try {
    return decodeKeywords(readFileSync(new URL(FILE, import.meta.url)), RULES_ID);
  } catch {
    return undefined;
  }
}
