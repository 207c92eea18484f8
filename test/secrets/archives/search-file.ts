// Searches made files, cut into pieces as wished, for one made kind of secret.
import { makeRuleSet } from '../../../src/secrets/rule-set.ts';
import { FileSearch } from '../../../src/secrets/scan/file-search.ts';
import type { SecretReading } from '../../../src/secrets/secret-match.ts';

/** Tokens of a kind that exists here only: `tst_` and twelve letters. */
export const RULES = makeRuleSet([
  {
    kind: 'token',
    id: 'made-token',
    name: 'made token',
    source: 'https://example.org/',
    prefixes: ['tst_'],
    body: '[a-z]{12}',
  },
]);

/** A token; another number, another token. */
export function makeToken(number = 0): string {
  let letters = '';
  for (let i = 0; i < 12; i++) letters += String.fromCharCode(97 + ((number + i * 7) % 26));
  return `tst_${letters}`;
}

/** What the search of a file gives; pieces are overwritten after each call, as callers may. */
export function searchFile(content: Uint8Array, path = 'file', pieceBytes = 65536): SecretReading {
  return searchPieces(new FileSearch(RULES), content, path, () => pieceBytes);
}

/** The same by a search that is used again, with pieces of sizes that `nextBytes` tells. */
export function searchPieces(
  search: FileSearch,
  content: Uint8Array,
  path: string,
  nextBytes: () => number,
): SecretReading {
  const name = Buffer.from(path);
  search.start(name, 0, name.length, content.length);
  name.fill(0xaa);
  for (let at = 0; at < content.length; ) {
    const piece = Buffer.from(content.subarray(at, at + Math.max(1, nextBytes())));
    at += piece.length;
    search.push(piece);
    piece.fill(0xaa);
  }
  return search.finish();
}

/** Where secrets were found: `member offset length`. */
export function places({ matches }: SecretReading): string[] {
  return matches.map(
    ({ member, offsetBytes, lengthBytes }) => `${member ?? '-'} ${offsetBytes} ${lengthBytes}`,
  );
}

/** What was not read: `member bytes reason`. */
export function unreadParts({ unread }: SecretReading): string[] {
  return unread.map(({ member, bytes, reason }) => `${member ?? '-'} ${bytes} ${reason}`);
}
