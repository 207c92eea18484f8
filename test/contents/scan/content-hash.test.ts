import { xxhash128 } from 'hash-wasm';
import { expect, test } from 'vitest';
import { type ContentHasher, createContentHasher } from '../../../src/contents/scan/content-hash.ts';

function finish(hasher: ContentHasher): string {
  const into = new Uint8Array(20).fill(0);
  hasher.finish(into, 2);
  expect([into[0], into[1], into[18], into[19]]).toEqual([0, 0, 0, 0]);
  return Buffer.from(into.subarray(2, 18)).toString('hex');
}

test('hashes one content after the other, in any pieces', async () => {
  const hasher = await createContentHasher();
  for (const text of ['a', 'hello world', 'x'.repeat(100_000)]) {
    hasher.update(Buffer.from(text.slice(0, 3)));
    hasher.update(Buffer.from(text.slice(3)));
    expect(finish(hasher)).toBe(await xxhash128(text));
  }
});

test('nothing is all zeros', async () => {
  const hasher = await createContentHasher();
  expect(finish(hasher)).toBe('0'.repeat(32));
  hasher.update(Buffer.from('a'));
  finish(hasher);
  expect(finish(hasher)).toBe('0'.repeat(32));
});

test.each([1, 65_535, 65_536, 65_537, 200_000])(
  'a hole of %i bytes is that many zeros',
  async (sizeBytes) => {
    const hasher = await createContentHasher();
    hasher.update(Buffer.from('a'));
    hasher.updateZeros(sizeBytes);
    expect(finish(hasher)).toBe(await xxhash128(Buffer.concat([Buffer.from('a'), Buffer.alloc(sizeBytes)])));
  },
);

test('two hashers do not mix', async () => {
  const [a, b] = [await createContentHasher(), await createContentHasher()];
  a.update(Buffer.from('he'));
  b.update(Buffer.from('wor'));
  a.update(Buffer.from('llo'));
  b.update(Buffer.from('ld'));
  expect([finish(a), finish(b)]).toEqual([await xxhash128('hello'), await xxhash128('world')]);
});
