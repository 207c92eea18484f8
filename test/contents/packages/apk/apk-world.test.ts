import { expect, test } from 'vitest';
import { readApkWorld } from '../../../../src/contents/packages/apk/apk-world.ts';

test('names alone', () => {
  const text =
    'alpine-base\nbusybox=1.36.1-r5 curl>=8\npython3~3.11\n.build-deps=20240101.000000\nfoo@edge\nbar><Q1abc\n!vim\nso:libx.so.1\n';
  expect(readApkWorld(Buffer.from(text))).toEqual([
    ...['alpine-base', 'busybox', 'curl', 'python3', '.build-deps', 'foo', 'bar', 'so:libx.so.1'],
  ]);
  expect(readApkWorld(Buffer.alloc(0))).toEqual([]);
});
