import { createGzip, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createGzipDecompressor, createStreamDecompressor } from '../../../src/oci/compression/gzip.ts';
import { createZstdDecompressor } from '../../../src/oci/compression/zstd.ts';
import { decompress, sampleText } from '../../support/decompress.ts';
import { measureMemory, startCpuClock } from '../../support/measure.ts';
import { skippableFrame, zstdFrame, zstdProgram, zstdZeros } from '../../support/zstd-frames.ts';

test.each([
  ['gzip by handle', createGzipDecompressor, 1024],
  ['gzip by stream', createStreamDecompressor, 128],
] as const)('%s: a bomb comes out in small pieces', async (_, create, mebibytes) => {
  const bomb = await gzipZeros(mebibytes);
  expect(bomb.length).toBeLessThan(mebibytes * 5000);
  await expectSmallPieces(create, bomb, mebibytes * 2 ** 20);
});

test('zstd: a bomb of 1 GiB comes out in small pieces', async () => {
  await expectSmallPieces(createZstdDecompressor, zstdZeros(8192), 2 ** 30);
});

test('zstd: a window over 128 MiB is refused, one of 128 MiB is not', async () => {
  const limit = expect.objectContaining({ code: 'LAYER_LIMIT', hint: expect.any(String) });
  for (const windowLog of [28, 31, 41])
    await expect(decompress(createZstdDecompressor, zstdFrame('x', { windowLog }))).rejects.toEqual(limit);
  const { output } = await decompress(createZstdDecompressor, zstdFrame('x', { windowLog: 27 }));
  expect(output.toString()).toBe('x');
  const long = zstdProgram(sampleText(1000), '--long=31', '--ultra', '-22', '--stream-size=4000000000');
  if (long !== undefined) await expect(decompress(createZstdDecompressor, long)).rejects.toEqual(limit);
});

test('zstd: the windows of broken streams are given back', async () => {
  const broken = zstdFrame('x'.repeat(100), { windowLog: 27 });
  broken[7] = 0xff;
  broken[6] = 0xff;
  for (let i = 0; i < 50; i++)
    await expect(decompress(createZstdDecompressor, broken)).rejects.toMatchObject({ code: 'LAYER_CORRUPT' });
  const sound = zstdFrame('x'.repeat(100), { windowLog: 27 });
  for (let i = 0; i < 50; i++) {
    const decompressor = await createZstdDecompressor(() => {
      throw new Error('full');
    });
    expect(() => decompressor.push(sound)).toThrow('full');
  }
});

test('zstd: a skippable frame that claims 4 GB is truncated', async () => {
  const frame = skippableFrame(10);
  frame.writeUInt32LE(4_000_000_000, 4);
  await expect(decompress(createZstdDecompressor, frame)).rejects.toMatchObject({ code: 'LAYER_TRUNCATED' });
});

test('zstd: flipped bits give bytes or an error, never a hang', async () => {
  const stored = zstdProgram(sampleText(20_000), '-3') ?? zstdFrame(sampleText(20_000));
  for (let bit = 0; bit < stored.length * 8; bit += 11) {
    const flipped = Buffer.from(stored);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    await decompress(createZstdDecompressor, flipped, bit % 3 === 0 ? 100 : undefined).then(
      ({ output }) => expect(output.length).toBeLessThan(10_000_000),
      (error) => expect(error).toMatchObject({ name: 'PlimsollError' }),
    );
  }
});

test('gzip: thousands of broken streams keep no memory', async () => {
  const broken = gzipSync(sampleText(50_000)).subarray(0, -4);
  let failures = 0;
  const fail = async (): Promise<void> => {
    await decompress(createGzipDecompressor, broken).catch(() => failures++);
  };
  for (let i = 0; i < 200; i++) await fail();
  const before = await measureMemory();
  for (let i = 0; i < 2000; i++) await fail();
  expect(failures).toBe(2200);
  expect((await measureMemory()) - before).toBeLessThan(20e6);
});

/** A gzip stream of this many MiB of zeros, made without holding them. */
async function gzipZeros(mebibytes: number): Promise<Buffer> {
  const gzip = createGzip({ level: 1, chunkSize: 2 ** 20 });
  const pieces: Buffer[] = [];
  gzip.on('data', (piece: Buffer) => pieces.push(piece));
  const zeros = Buffer.alloc(2 ** 20);
  for (let i = 0; i < mebibytes; i++) await new Promise((done) => gzip.write(zeros, done));
  await new Promise<void>((done) => {
    gzip.on('end', done);
    gzip.end();
  });
  return Buffer.concat(pieces);
}

async function expectSmallPieces(
  create: Parameters<typeof decompress>[0],
  bomb: Buffer,
  sizeBytes: number,
): Promise<void> {
  let total = 0;
  let largest = 0;
  const before = process.memoryUsage.rss();
  const cpuSeconds = startCpuClock();
  const decompressor = await create((output) => {
    total += output.length;
    largest = Math.max(largest, output.length);
  });
  for (let at = 0; at < bomb.length; at += 65_536) await decompressor.push(bomb.subarray(at, at + 65_536));
  await decompressor.end();
  expect(total).toBe(sizeBytes);
  expect(largest).toBeLessThanOrEqual(256 * 1024);
  expect(process.memoryUsage.rss() - before).toBeLessThan(200e6);
  expect(cpuSeconds()).toBeLessThan(60);
}
