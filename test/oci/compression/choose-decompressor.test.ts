import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  createDecompressor,
  DETECTION_BYTES,
  detectCompression,
} from '../../../src/oci/compression/choose-decompressor.ts';
import { decompress } from '../../support/decompress.ts';
import { file, layer } from '../../support/layers.ts';

test('tells the stored form from the first bytes', () => {
  expect(detectCompression(gzipSync('x'))).toBe('gzip');
  expect(detectCompression(Buffer.from('28b52ffd2001', 'hex'))).toBe('zstd');
  for (const first of ['50', '57', '5f'])
    expect(detectCompression(Buffer.from(`${first}2a4d180000`, 'hex'))).toBe('zstd');
  expect(detectCompression(layer([file('etc/passwd')]).subarray(0, DETECTION_BYTES))).toBe('plain');
  expect(detectCompression(Buffer.alloc(6))).toBe('plain');
});

test('short and empty layers are plain unless they show a magic number', () => {
  expect(detectCompression(new Uint8Array())).toBe('plain');
  expect(detectCompression(Buffer.from('1f', 'hex'))).toBe('plain');
  expect(detectCompression(Buffer.from('1f8b', 'hex'))).toBe('gzip');
  expect(detectCompression(Buffer.from('28b52f', 'hex'))).toBe('plain');
  expect(detectCompression(Buffer.from('602a4d18', 'hex'))).toBe('plain');
});

test('refuses what the image spec does not know', () => {
  const unsupported = expect.objectContaining({ code: 'COMPRESSION_UNSUPPORTED', hint: expect.any(String) });
  expect(() => detectCompression(Buffer.from('fd377a585a00', 'hex'))).toThrow(unsupported);
  expect(() => detectCompression(Buffer.from('BZh91AY'))).toThrow(unsupported);
});

test('plain bytes pass through, counted', async () => {
  const found = await decompress((sink) => createDecompressor('plain', sink), Buffer.from('abcdefgh'), 3);
  expect(found.output.toString()).toBe('abcdefgh');
  expect(found.stored).toEqual([
    [0, 3],
    [3, 6],
    [6, 8],
  ]);
});

test('makes the decompressor that is asked for', async () => {
  const gzip = await decompress((sink) => createDecompressor('gzip', sink), gzipSync('text'));
  expect(gzip.output.toString()).toBe('text');
  const frame = Buffer.from('28b52ffd200109000061', 'hex');
  const zstd = await decompress((sink) => createDecompressor('zstd', sink), frame);
  expect(zstd.output.toString()).toBe('a');
});
