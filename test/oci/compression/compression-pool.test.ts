import { createHash } from 'node:crypto';
import zlib, { crc32, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDecompressor } from '../../../src/oci/compression/choose-decompressor.ts';
import { combineCrc } from '../../../src/oci/compression/combine-crc.ts';
import { CODECS } from '../../../src/oci/compression/compress-block.ts';
import { CompressionPool } from '../../../src/oci/compression/compression-pool.ts';
import { importBuilt, isBuilt } from '../../support/built-modules.ts';

const BLOCK_BYTES = CODECS.gzip.blockBytes;
const never = new AbortController().signal;

async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

async function compress(pool: CompressionPool, bytes: Uint8Array, pieceBytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of pool.compress(inPieces(bytes, pieceBytes), never)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Text that compresses to about a third, the same each time. */
function makeText(sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  let state = 1;
  for (let i = 0; i < sizeBytes; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[i] = i > 5000 && state >>> 31 === 1 ? bytes[i - 4001 + (i % 7)]! : 97 + (state >>> 28);
  }
  return bytes;
}

const SIZES = [
  0,
  1,
  BLOCK_BYTES - 1,
  BLOCK_BYTES,
  BLOCK_BYTES + 1,
  2 * BLOCK_BYTES,
  3 * BLOCK_BYTES + 12_345,
];
const TEXT = makeText(Math.max(...SIZES));

describe('gzip in blocks', () => {
  test.each(SIZES)('%i bytes come out again, whatever pieces they came in', async (sizeBytes) => {
    const pool = new CompressionPool(0);
    const bytes = TEXT.subarray(0, sizeBytes);
    const whole = await compress(pool, bytes, Math.max(1, sizeBytes));
    expect(gunzipSync(whole).equals(bytes)).toBe(true);
    expect((await compress(pool, bytes, 100_003)).equals(whole)).toBe(true);
  });

  test('names neither a time nor a system', async () => {
    const bytes = await compress(new CompressionPool(0), Buffer.from('x'), 1);
    expect([...bytes.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  });

  test('blocks know what was before them', async () => {
    const repeated = Buffer.concat([
      TEXT.subarray(0, BLOCK_BYTES),
      TEXT.subarray(BLOCK_BYTES - 30_000, BLOCK_BYTES),
    ]);
    const first = await compress(new CompressionPool(0), TEXT.subarray(0, BLOCK_BYTES), BLOCK_BYTES);
    const both = await compress(new CompressionPool(0), repeated, BLOCK_BYTES);
    expect(both.length - first.length).toBeLessThan(500);
  });

  test('what the source throws comes out, and an abort is noticed', async () => {
    const failing = (async function* () {
      yield TEXT;
      throw new Error('no more');
    })();
    await expect(drain(new CompressionPool(0).compress(failing, never))).rejects.toThrow('no more');
    const aborted = new CompressionPool(0).compress(inPieces(TEXT, 1000), AbortSignal.abort());
    await expect(drain(aborted)).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

test('checksums of pieces make the checksum of the whole', () => {
  const bytes = fc.uint8Array({ maxLength: 5000 });
  fc.assert(
    fc.property(bytes, bytes, (first, second) => {
      const whole = crc32(Buffer.concat([first, second]));
      expect(combineCrc(crc32(first), crc32(second), second.length)).toBe(whole);
    }),
  );
});

const writesZstd = 'zstdCompressSync' in zlib;

describe.runIf(writesZstd)('zstd in frames', () => {
  test.each([0, 1, CODECS.zstd.blockBytes, CODECS.zstd.blockBytes + 1])(
    '%i bytes come out again',
    async (sizeBytes) => {
      const bytes = Buffer.concat([TEXT, TEXT]).subarray(0, sizeBytes);
      const pieces: Uint8Array[] = [];
      for await (const piece of new CompressionPool(0).compress(inPieces(bytes, 99_999), never, 'zstd'))
        pieces.push(piece);
      const inflated: Buffer[] = [];
      const decompressor = await createDecompressor('zstd', (output) => inflated.push(Buffer.from(output)));
      for (const piece of pieces) await decompressor.push(piece);
      await decompressor.end();
      expect(Buffer.concat(inflated).equals(bytes)).toBe(true);
    },
  );
});

test.runIf(!writesZstd)('a Node that does not write zstd says so', async () => {
  const compressing = drain(new CompressionPool(0).compress(inPieces(TEXT, 1000), never, 'zstd'));
  await expect(compressing).rejects.toMatchObject({ code: 'COMPRESSION_UNSUPPORTED' });
});

describe.runIf(isBuilt())('in threads', async () => {
  const { CompressionPool: BuiltPool } = await importBuilt<{ CompressionPool: typeof CompressionPool }>(
    'oci/compression/compression-pool.js',
  );

  test('the bytes are the same, however many threads there are', async () => {
    const here = await compress(new CompressionPool(0), TEXT, TEXT.length);
    for (const threads of [1, 2, 5]) {
      const pool = new BuiltPool(threads);
      const both = await Promise.all([compress(pool, TEXT, 65_536), compress(pool, TEXT, 9999)]);
      await pool.close();
      for (const bytes of both) expect(sha256(bytes)).toBe(sha256(here));
    }
  });

  test('a pool that is closed ends what it has under way', async () => {
    const pool = new BuiltPool(2);
    const compressing = compress(pool, TEXT, 65_536);
    await pool.close();
    await expect(compressing).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

async function drain(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of pieces);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
