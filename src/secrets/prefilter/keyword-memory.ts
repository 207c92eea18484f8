// Tables and keywords as they lie in the memory that is searched in: from address 0 on, the same for all texts.
import type { GramTables } from './gram-tables.ts';
import type { Keyword } from './keyword.ts';

/** Bytes of a link in memory: its word, the next link, its offset into the keyword, and the keyword; links and keywords by address. */
export const LINK_BYTES = 16;
/** Bytes before a keyword's text: its number and its length. Then, four bytes at a time, what they must be and which bits count. */
export const KEYWORD_HEAD_BYTES = 8;
/** What lies at address 0, which is no link's: how many candidates were refused, and how many steps were made. */
const RESULTS_BYTES = 16;

/** The bytes, and the addresses of their parts. */
export interface KeywordMemory {
  readonly bytes: Uint8Array;
  readonly gate: number;
  readonly proof: number;
  readonly heads: number;
  readonly longestChain: number;
}

/** Lays the tables of these keywords out. */
export function makeKeywordMemory(keywords: readonly Keyword[], tables: GramTables): KeywordMemory {
  const texts = keywords.map(encodeKeyword);
  let end = RESULTS_BYTES;
  const place = (sizeBytes: number): number => {
    const start = end;
    end = alignUp(end + sizeBytes);
    return start;
  };
  const gate = place(tables.gate.length);
  const proof = place(tables.proof.length);
  const heads = place(4 * tables.heads.length);
  const links = place(LINK_BYTES * tables.links.words.length);
  const keywordStarts = texts.map((text) => place(text.length));
  const words = new Int32Array(end / 4);
  const bytes = new Uint8Array(words.buffer);
  bytes.set(tables.gate, gate);
  bytes.set(tables.proof, proof);
  const addressOf = (link: number): number => (link < 0 ? 0 : links + LINK_BYTES * link);
  for (let slot = 0; slot < tables.heads.length; slot++)
    words[heads / 4 + slot] = addressOf(tables.heads[slot]!);
  for (let link = 0; link < tables.links.words.length; link++) {
    const at = addressOf(link) / 4;
    words[at] = tables.links.words[link]!;
    words[at + 1] = addressOf(tables.links.nexts[link]!);
    words[at + 2] = tables.links.offsets[link]!;
    words[at + 3] = keywordStarts[tables.links.keywords[link]!]!;
  }
  texts.forEach((encoded, keyword) => {
    bytes.set(encoded, keywordStarts[keyword]!);
    words[keywordStarts[keyword]! / 4] = keyword;
  });
  return { bytes, gate, proof, heads, longestChain: tables.longestChain };
}

/** The next address that parts may begin at. */
export function alignUp(address: number): number {
  return (address + 15) & ~15;
}

function encodeKeyword({ text, ignoresCase }: Keyword): Buffer {
  const encoded = Buffer.alloc(KEYWORD_HEAD_BYTES + 8 * Math.ceil(text.length / 4));
  encoded.writeInt32LE(text.length, 4);
  Buffer.from(text, 'latin1').forEach((byte, i) => {
    const at = KEYWORD_HEAD_BYTES + 8 * (i >> 2) + (i & 3);
    const isLetter = byte >= 0x61 && byte <= 0x7a;
    const mask = ignoresCase && isLetter ? 0xdf : 0xff;
    encoded[at] = byte & mask;
    encoded[at + 4] = mask;
  });
  return encoded;
}
