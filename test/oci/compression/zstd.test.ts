import { expect, test } from 'vitest';
import { createZstdDecompressor } from '../../../src/oci/compression/zstd.ts';
import { decompress, sampleText } from '../../support/decompress.ts';
import { contentChecksum, skippableFrame, zstdFrame, zstdProgram } from '../../support/zstd-frames.ts';

const TEXT = sampleText(300);
const run = (stored: Uint8Array | readonly Uint8Array[], pieceBytes?: number) =>
  decompress(createZstdDecompressor, stored, pieceBytes);

test.each([1, 2, 7, 1000, 65_536, 10_000_000])('pushed in pieces of %i bytes', async (pieceBytes) => {
  const text = sampleText(pieceBytes < 1000 ? 5000 : 500_000);
  const stored = zstdFrame(text, { checksum: await contentChecksum(text) });
  const found = await run(stored, pieceBytes);
  expect(found.output.equals(text)).toBe(true);
  let told = 0;
  for (const [before, after] of found.stored) {
    expect(before).toBe(told);
    expect(after).toBeGreaterThanOrEqual(before);
    told = after;
  }
  expect(told).toBeLessThanOrEqual(stored.length);
});

test('several frames, the text cut at every point', async () => {
  for (let cut = 0; cut <= TEXT.length; cut += 11) {
    const stored = Buffer.concat([zstdFrame(TEXT.subarray(0, cut)), zstdFrame(TEXT.subarray(cut))]);
    expect((await run(stored)).output.equals(TEXT)).toBe(true);
    expect((await run(stored, 1)).output.equals(TEXT)).toBe(true);
  }
});

test('skippable frames first, between and last, of every kind and of any length', async () => {
  const [a, b] = [zstdFrame('one'), zstdFrame('two')];
  for (const size of [0, 1, 1000, 200_000]) {
    const skip = (variant: number): Buffer => skippableFrame(size, variant);
    const orders = [
      [skip(0), a, b],
      [a, skip(8), b],
      [a, b, skip(15)],
      [skip(1), skip(2), a, skip(3), skip(4), b, skip(5), skip(6)],
    ];
    for (const order of orders)
      for (const pieceBytes of [size < 2000 ? 1 : 500, 64 * 1024, 10_000_000]) {
        const { output } = await run(Buffer.concat(order), pieceBytes);
        expect(output.toString()).toBe('onetwo');
      }
  }
});

test('nothing but skippable frames is an empty layer', async () => {
  expect((await run(skippableFrame(10))).output).toHaveLength(0);
});

test('a long skippable frame, as the table of contents of zstd:chunked is', async () => {
  const stored = Buffer.concat([zstdFrame('one'), skippableFrame(20_000_000), zstdFrame('two')]);
  expect((await run(stored, 64 * 1024)).output.toString()).toBe('onetwo');
});

test('thousands of empty frames in one piece and in small ones', async () => {
  const empty = Buffer.concat(
    Array.from({ length: 5000 }, (_, i) => (i % 2 === 0 ? skippableFrame(0) : zstdFrame(''))),
  );
  const stored = Buffer.concat([empty, zstdFrame('one'), empty, zstdFrame('two'), empty]);
  for (const pieceBytes of [100, 64 * 1024, 10_000_000])
    expect((await run(stored, pieceBytes)).output.toString()).toBe('onetwo');
});

test('three frames, pushed in two pieces cut at every byte, with empty pieces between', async () => {
  const stored = Buffer.concat([zstdFrame('one'), skippableFrame(3), zstdFrame(''), zstdFrame('two')]);
  for (let cut = 0; cut <= stored.length; cut++) {
    const pieces = [stored.subarray(0, cut), Buffer.alloc(0), stored.subarray(cut)];
    expect((await run(pieces)).output.toString()).toBe('onetwo');
  }
});

test('cut at every byte it is truncated', async () => {
  const first = Buffer.concat([skippableFrame(9), zstdFrame(TEXT)]);
  const stored = Buffer.concat([first, zstdFrame(TEXT, { blockBytes: 70 }), skippableFrame(9)]);
  // Between two frames nothing is missing that could be known.
  const whole = [skippableFrame(9).length, first.length, stored.length - skippableFrame(9).length];
  for (let length = 1; length < stored.length; length++) {
    const cut = stored.subarray(0, length);
    if (whole.includes(length)) await run(cut);
    else await expect(run(cut)).rejects.toMatchObject({ code: 'LAYER_TRUNCATED' });
  }
});

test('a wrong checksum, block type or magic number is corrupt', async () => {
  const sound = zstdFrame(TEXT, { checksum: await contentChecksum(TEXT) });
  for (const offset of [sound.length - 1, 0, 6, 20]) {
    const flipped = Buffer.from(sound);
    flipped[offset]! ^= 6;
    for (const pieceBytes of [1, 10_000])
      await expect(run(flipped, pieceBytes)).rejects.toMatchObject({ code: 'LAYER_CORRUPT' });
  }
});

test('a wrong checksum is not forgotten where the right one follows it byte by byte', async () => {
  const stored = Buffer.concat([zstdFrame(TEXT), Buffer.from([9, 9, 9]), await contentChecksum(TEXT)]);
  stored[4] = 4;
  for (const pieceBytes of [1, 2, 3, 5, 10_000])
    await expect(run(stored, pieceBytes)).rejects.toMatchObject({ code: 'LAYER_CORRUPT' });
});

test('after an error it does not go on', async () => {
  const decompressor = await createZstdDecompressor(() => {});
  for (let i = 0; i < 3; i++)
    expect(() => decompressor.push(Buffer.from('no zstd at all'))).toThrow(
      expect.objectContaining({ code: 'LAYER_CORRUPT' }),
    );
});

test('other bytes after the last frame are corrupt', async () => {
  for (const garbage of [Buffer.alloc(8), Buffer.from('garbage')])
    await expect(run(Buffer.concat([zstdFrame(TEXT), garbage]))).rejects.toMatchObject({
      code: 'LAYER_CORRUPT',
    });
});

test('several streams at once, piece by piece in turn', async () => {
  const texts = [1, 2, 3, 4].map((seed) => sampleText(300_000, seed));
  const found = await Promise.all(texts.map((text) => run(zstdFrame(text), 5000)));
  found.forEach(({ output }, i) => {
    expect(output.equals(texts[i]!)).toBe(true);
  });
});

test('an error of the sink comes out as it is', async () => {
  const failure = new Error('the sink is full');
  const decompressor = await createZstdDecompressor(() => {
    throw failure;
  });
  expect(() => decompressor.push(zstdFrame(TEXT))).toThrow(failure);
});

test.each([['-3'], ['-19', '--check'], ['-1', '--long=27'], ['-3', '--no-check'], ['--ultra', '-22']])(
  'reads what the zstd program writes with %s',
  async (...args) => {
    const text = sampleText(2_000_000);
    const stored = zstdProgram(text, ...args);
    if (stored === undefined) return;
    for (const pieceBytes of [1000, 64 * 1024, stored.length])
      expect((await run(stored, pieceBytes)).output.equals(text)).toBe(true);
    const flipped = Buffer.from(stored);
    flipped[stored.length >> 1]! ^= 0x10;
    if (args.includes('--no-check')) return;
    await expect(run(flipped, 64 * 1024)).rejects.toMatchObject({ code: 'LAYER_CORRUPT' });
  },
);
