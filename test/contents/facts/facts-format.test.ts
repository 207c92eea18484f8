import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFacts, encodeFacts } from '../../../src/contents/facts/facts-format.ts';
import type { LayerFacts } from '../../../src/contents/facts/layer-facts.ts';
import { arbitraryLayer } from '../../support/arbitrary-layers.ts';
import { device, dir, file, layer, scanLayers, symlink } from '../../support/layers.ts';

/** Facts as plain values, so that views of different memory compare. */
function toPlain(facts: LayerFacts): object {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  );
}

async function sampleFacts(): Promise<LayerFacts> {
  const items = [
    dir('a'),
    file('a/b.pyc', Buffer.alloc(20, 1), { xattrs: { 'user.a': 'b' } }),
    symlink('a/s', 'b'),
    device('a/null', 'character', [1, 3]),
  ];
  const [facts] = await scanLayers([layer(items)]);
  return facts!;
}

test('what was encoded is decoded again, for any layer', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryLayer({ hasUniquePaths: false, maxEntries: 12 }), async (tar) => {
      const [facts] = await scanLayers([tar]);
      const block = encodeFacts(facts!);
      expect(toPlain(decodeFacts(block))).toEqual(toPlain(facts!));
      expect(Buffer.from(encodeFacts(decodeFacts(block))).equals(Buffer.from(block))).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('decoding copies nothing', async () => {
  const block = encodeFacts(await sampleFacts());
  const decoded = decodeFacts(block);
  expect(decoded.pathBytes.buffer).toBe(block);
  expect(decoded.mtimes.buffer).toBe(block);
});

test('a block that is cut off anywhere is refused', async () => {
  const block = encodeFacts(await sampleFacts());
  const isEmptyTail = (length: number): boolean => block.byteLength - length < 8;
  for (let length = 0; length < block.byteLength; length++) {
    if (isEmptyTail(length)) continue;
    expect(() => decodeFacts(block.slice(0, length))).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  }
});

test.each([
  ['another magic number', (bytes: Buffer) => void bytes.writeUInt8(0, 0)],
  ['another version', (bytes: Buffer) => void bytes.writeUInt8(99, 4)],
  ['a head of no length', (bytes: Buffer) => void bytes.writeUInt32LE(0, 8)],
  ['a head of 4 GB', (bytes: Buffer) => void bytes.writeUInt32LE(0xffffffff, 8)],
  ['a head that is no JSON', (bytes: Buffer) => void bytes.write('x', 12)],
  ['a head that is null', (bytes: Buffer) => void bytes.write('null'.padEnd(bytes.readUInt32LE(8)), 12)],
  ['a head that is a list', (bytes: Buffer) => void bytes.write('[]'.padEnd(bytes.readUInt32LE(8)), 12)],
  ['another number of entries', (bytes: Buffer) => replace(bytes, '"entryCount":4', '"entryCount":3')],
  ['a number that is none', (bytes: Buffer) => replace(bytes, '"entryCount":4', '"entryCount":-')],
  ['a column that is longer', (bytes: Buffer) => replace(bytes, '"lengths":[4,', '"lengths":[9,')],
  ['a digest that is none', (bytes: Buffer) => replace(bytes, 'sha256:', 'sha999:')],
])('%s is refused', async (_, damage) => {
  const block = encodeFacts(await sampleFacts());
  damage(Buffer.from(block));
  expect(() => decodeFacts(block)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
});

test('a flipped bit in the head gives facts that fit together or an error', async () => {
  const sound = encodeFacts(await sampleFacts());
  const headBytes = new Uint32Array(sound, 8, 1)[0]!;
  for (let bit = 0; bit < (12 + headBytes) * 8; bit++) {
    const block = sound.slice();
    const bytes = Buffer.from(block);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    try {
      const facts = decodeFacts(block);
      expect(facts.kinds).toHaveLength(facts.entryCount);
      expect(facts.contents).toHaveLength(facts.entryCount * 16);
    } catch (error) {
      expect(error).toMatchObject({ code: 'INTERNAL' });
    }
  }
});

function replace(bytes: Buffer, from: string, to: string): void {
  const at = bytes.indexOf(from);
  expect(at).toBeGreaterThan(0);
  bytes.write(to, at);
}
