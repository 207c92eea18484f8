// Package indexes in the forms in which they are found: Debian's `Packages`, plain, gzip or LZ4, and the compact catalogue.
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { PlimsollError, withSubject } from '../errors.ts';
import type { Catalogue, CatalogueRelease } from './catalogue.ts';
import { readCatalogue } from './compact-format.ts';
import { readPackagesIndexes } from './read-packages-index.ts';
import { isLz4, unpackLz4 } from './unpack-lz4.ts';

/** An index as stored. */
export interface StoredIndex {
  /** Its path or URL. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Unpacked; the largest of Debian's has some 50 MB. */
export const INDEX_LIMIT_BYTES = 256 * 2 ** 20;

/**
 * One catalogue of all indexes in their order; a compact catalogue stands alone. Throws CATALOGUE_INVALID for what is neither.
 * `release` is what Packages indexes are taken to be of.
 */
export function readIndexes(indexes: readonly StoredIndex[], release: CatalogueRelease): Catalogue {
  const unpacked = indexes.map(({ name, bytes }) => {
    try {
      return { name, bytes: unpackIndex(name, bytes) };
    } catch (error) {
      throw withSubject(error, name);
    }
  });
  const compact = unpacked.find(({ bytes }) => startsWith(bytes, 'plimsoll-catalogue\t'));
  if (compact !== undefined) {
    if (unpacked.length > 1)
      throw new PlimsollError('CATALOGUE_INVALID', 'a compact catalogue stands alone', {
        subject: compact.name,
        hint: 'Give either one catalogue or Packages indexes.',
      });
    return readCatalogue(compact.bytes, compact.name);
  }
  for (const { name, bytes } of unpacked)
    if (bytes.length > 0 && !/^[A-Z][\w-]*:/.test(textOf(bytes.subarray(0, 200))))
      throw new PlimsollError('CATALOGUE_INVALID', 'this is no package index', {
        subject: name,
        hint: 'Give a Packages file of Debian or Ubuntu, or what tools/write-catalogue.mjs wrote.',
      });
  return readPackagesIndexes(
    release,
    unpacked.map(({ bytes }) => bytes),
  );
}

/** The index itself, however it is packed; `name` tells Brotli. Throws CATALOGUE_INVALID. */
export function unpackIndex(name: string, bytes: Uint8Array): Uint8Array {
  const options = { maxOutputLength: INDEX_LIMIT_BYTES };
  if (isLz4(bytes)) return unpackLz4(bytes, INDEX_LIMIT_BYTES);
  if (bytes[0] === 0xfd && startsWith(bytes.subarray(1), '7zXZ'))
    throw new PlimsollError('CATALOGUE_INVALID', 'xz is not read', {
      hint: "Unpack it with 'xz -d', or give the Packages.gz beside it.",
    });
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes, options);
    // Brotli has no mark of its own.
    if (name.endsWith('.br')) return brotliDecompressSync(bytes, options);
  } catch (cause) {
    throw new PlimsollError('CATALOGUE_INVALID', 'the index cannot be unpacked, or is too large', { cause });
  }
  return bytes;
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return textOf(bytes.subarray(0, text.length)) === text;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
