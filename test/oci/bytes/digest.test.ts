import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  createDigester,
  type Digest,
  digestAlgorithm,
  digestBytes,
  digestHex,
  isDigest,
  parseDigest,
} from '../../../src/oci/bytes/digest.ts';

const EMPTY_SHA256 = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const SHA512: Digest = `sha512:${'0a'.repeat(64)}`;

test('accepts digests of registered algorithms', () => {
  expect(isDigest(EMPTY_SHA256)).toBe(true);
  expect(isDigest(SHA512)).toBe(true);
  expect(parseDigest(EMPTY_SHA256, 'x')).toBe(EMPTY_SHA256);
});

test.each([
  ['nothing', undefined],
  ['a number', 5],
  ['an object', { toString: () => EMPTY_SHA256 }],
  ['no algorithm', EMPTY_SHA256.slice(7)],
  ['upper case', EMPTY_SHA256.toUpperCase()],
  ['too short', EMPTY_SHA256.slice(0, -1)],
  ['too long', `${EMPTY_SHA256}0`],
  ['a newline after it', `${EMPTY_SHA256}\n`],
  ['the wrong length for its algorithm', EMPTY_SHA256.replace('sha256', 'sha512')],
  ['another algorithm', EMPTY_SHA256.replace('sha256', 'sha1')],
  ['a path', 'sha256:../../../etc/passwd'],
])('refuses %s', (_, value) => {
  expect(isDigest(value)).toBe(false);
  expect(() => parseDigest(value, 'the layer')).toThrow(
    expect.objectContaining({
      code: 'IMAGE_INVALID',
      message: expect.stringMatching(/^the layer is not a digest: /),
    }),
  );
});

test('a wrong digest is shown cut short', () => {
  expect(() => parseDigest('x'.repeat(10_000), 'it')).toThrow(/^.{1,120}$/);
});

test('takes digests apart', () => {
  expect(digestAlgorithm(EMPTY_SHA256)).toBe('sha256');
  expect(digestHex(EMPTY_SHA256)).toBe(EMPTY_SHA256.slice(7));
  expect(digestAlgorithm(SHA512)).toBe('sha512');
  expect(digestHex(SHA512)).toBe('0a'.repeat(64));
});

test('digests bytes as node:crypto does', () => {
  expect(digestBytes(new Uint8Array())).toBe(EMPTY_SHA256);
  const bytes = Buffer.from('abc');
  expect(digestBytes(bytes)).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
});

test.each([
  ['sha256', undefined],
  ['sha256', EMPTY_SHA256 as Digest],
  ['sha512', SHA512],
])('a running %s', (algorithm, like) => {
  const digester = createDigester(like);
  digester.update(Buffer.from('ab'));
  digester.update(Buffer.from('c'));
  expect(digester.digest()).toBe(`${algorithm}:${createHash(algorithm).update('abc').digest('hex')}`);
});
