// How everything in a build key is hashed (docs/build-keys.md has the layout): SHA-256 over fields, each with its length before it
// (netstrings), so that no two lists of fields can run into the same bytes.
import { createHash } from 'node:crypto';

/** The layout's version: a number higher and no key of before equals one of now. */
export const KEY_LAYOUT = 1;

/** 64 hex digits over the layout's version, what the fields are, and the fields in their order. */
export function hashFields(what: string, fields: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256');
  const add = (field: string | Uint8Array): void => {
    const bytes = typeof field === 'string' ? Buffer.from(field) : field;
    hash.update(`${bytes.byteLength}:`).update(bytes).update(',');
  };
  add(`plimsoll build key ${KEY_LAYOUT}`);
  add(what);
  for (const field of fields) add(field);
  return hash.digest('hex');
}
