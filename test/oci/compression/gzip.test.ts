import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  createGzipDecompressor,
  createHandleDecompressor,
  createStreamDecompressor,
} from '../../../src/oci/compression/gzip.ts';
import { decompress, sampleText } from '../../support/decompress.ts';

const TEXT = sampleText(300);
const LARGE = sampleText(900_000);

describe.each([
  ['handle', createHandleDecompressor],
  ['stream', createStreamDecompressor],
  ['chosen', createGzipDecompressor],
])('the %s way', (_, create) => {
  test.each([1, 7, 1000, 65_536, 10_000_000])('pushed in pieces of %i bytes', async (pieceBytes) => {
    const text = pieceBytes < 1000 ? LARGE.subarray(0, 20_000) : LARGE;
    const stored = gzipSync(text);
    const found = await decompress(create, stored, pieceBytes);
    expect(found.output.equals(text)).toBe(true);
    let told = 0;
    for (const [before, after] of found.stored) {
      expect(before).toBeGreaterThanOrEqual(told);
      expect(after).toBeGreaterThanOrEqual(before);
      told = after;
    }
    expect(told).toBeLessThanOrEqual(stored.length);
    expect(told).toBeGreaterThan(stored.length - 100);
  });

  test('two members, the text cut at every point', async () => {
    for (let cut = 0; cut <= TEXT.length; cut += 11) {
      const stored = Buffer.concat([gzipSync(TEXT.subarray(0, cut)), gzipSync(TEXT.subarray(cut))]);
      expect((await decompress(create, stored)).output.equals(TEXT)).toBe(true);
      expect((await decompress(create, stored, 1)).output.equals(TEXT)).toBe(true);
    }
  });

  test('three members, pushed in two pieces cut at every byte', async () => {
    const stored = Buffer.concat([gzipSync('one'), gzipSync(''), gzipSync('two')]);
    for (let cut = 1; cut < stored.length; cut++) {
      const { output } = await decompress(create, [stored.subarray(0, cut), stored.subarray(cut)]);
      expect(output.toString()).toBe('onetwo');
    }
  });

  test('a thousand small members', async () => {
    const members = Array.from({ length: 1000 }, (_, i) => gzipSync(String(i)));
    const { output } = await decompress(create, Buffer.concat(members), 700);
    expect(output.toString()).toBe(members.map((_, i) => i).join(''));
  });

  test('zeros after the last member are padding, in the same piece and in later ones', async () => {
    const member = gzipSync(TEXT);
    for (const zeros of [1, 7, 8, 512, 100_000]) {
      const stored = Buffer.concat([member, Buffer.alloc(zeros)]);
      for (const pieces of [
        [stored],
        [member, Buffer.alloc(zeros)],
        [member, Buffer.alloc(1), Buffer.alloc(zeros)],
      ])
        expect((await decompress(create, pieces)).output.equals(TEXT)).toBe(true);
      expect((await decompress(create, stored, 64)).output.equals(TEXT)).toBe(true);
    }
  });

  test('what follows a zero byte is padding too', async () => {
    const stored = Buffer.concat([
      gzipSync(TEXT),
      Buffer.alloc(10),
      Buffer.from('anything'),
      gzipSync('no member'),
    ]);
    for (const pieceBytes of [1, 5, 50, 1000])
      expect((await decompress(create, stored, pieceBytes)).output.equals(TEXT)).toBe(true);
  });

  test('other bytes after the last member are corrupt, as Go has it', async () => {
    for (const garbage of ['x', 'garbage', '\x1f\x8c', '\x1f\x8b\x09'])
      for (const pieceBytes of [1, 10_000]) {
        const stored = Buffer.concat([gzipSync(TEXT), Buffer.from(garbage, 'latin1')]);
        await expect(decompress(create, stored, pieceBytes)).rejects.toMatchObject({
          name: 'PlimsollError',
          code: expect.stringMatching(/^LAYER_(?:CORRUPT|TRUNCATED)$/),
        });
      }
  });

  test('cut at every byte it is truncated', async () => {
    const stored = Buffer.concat([gzipSync(TEXT.subarray(0, 100)), gzipSync(TEXT)]);
    const first = gzipSync(TEXT.subarray(0, 100)).length;
    for (let length = 1; length < stored.length; length++) {
      const cut = stored.subarray(0, length);
      // Between two members nothing is missing that could be known.
      if (length === first) expect((await decompress(create, cut)).output).toHaveLength(100);
      else await expect(decompress(create, cut)).rejects.toMatchObject({ code: 'LAYER_TRUNCATED' });
    }
  });

  test('a wrong checksum, length or header is corrupt', async () => {
    const stored = gzipSync(TEXT);
    for (const [offset, value] of [
      [stored.length - 8, 1],
      [stored.length - 4, 1],
      [2, 4],
      [3, 0x20],
    ] as const) {
      const flipped = Buffer.from(stored);
      flipped[offset]! ^= value;
      await expect(decompress(create, flipped)).rejects.toMatchObject({ code: 'LAYER_CORRUPT' });
    }
  });

  test('headers with name, comment, extra field and checksum', async () => {
    const plain = gzipSync(TEXT);
    const header = Buffer.from([0x1f, 0x8b, 8, 0x1c, 0, 0, 0, 0, 0, 3, 4, 0, 65, 66, 0, 0]);
    const stored = Buffer.concat([header, Buffer.from('name\0comment\0'), plain.subarray(10)]);
    expect((await decompress(create, stored, 3)).output.equals(TEXT)).toBe(true);
  });

  test('an error of the sink comes out as it is', async () => {
    const failure = new Error('the sink is full');
    const decompressor = create(() => {
      throw failure;
    });
    const work = async (): Promise<void> => {
      await decompressor.push(gzipSync(LARGE));
      await decompressor.end();
    };
    await expect(work()).rejects.toBe(failure);
  });

  test('after an error it does not go on', async () => {
    const decompressor = create(() => {});
    const push = async (bytes: Uint8Array): Promise<void> => decompressor.push(bytes);
    await expect(push(Buffer.from('no gzip at all'))).rejects.toMatchObject({ code: 'LAYER_CORRUPT' });
    await expect(push(gzipSync(TEXT))).rejects.toMatchObject({ code: 'LAYER_CORRUPT' });
  });
});

test('both ways give the same for flipped bits', async () => {
  const stored = gzipSync(sampleText(2000));
  const outcome = async (create: typeof createHandleDecompressor, bytes: Uint8Array): Promise<string> => {
    try {
      return (await decompress(create, bytes, 500)).output.toString('latin1');
    } catch (error) {
      return String((error as { code?: string }).code);
    }
  };
  for (let bit = 0; bit < stored.length * 8; bit += 13) {
    const flipped = Buffer.from(stored);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    const byHandle = await outcome(createHandleDecompressor, flipped);
    expect(byHandle).toBe(await outcome(createStreamDecompressor, flipped));
  }
});
