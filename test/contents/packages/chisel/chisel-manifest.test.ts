import { expect, test } from 'vitest';
import { readChiselManifest } from '../../../../src/contents/packages/chisel/chisel-manifest.ts';
import { zstdFrame, zstdProgram } from '../../../support/zstd-frames.ts';
import { lines, pathsOf } from '../read-packages.ts';

const WALL = lines(
  '{"jsonwall":"1.0","schema":"1.0","count":9}',
  '{"kind":"content","slice":"bash_bins","path":"/bin/bash"}',
  '{"kind":"package","name":"bash","version":"5.2.21-2ubuntu4","sha256":"ab","arch":"amd64"}',
  '{"kind":"package","name":"libc6","version":"2.39-0ubuntu8","sha256":"cd","arch":"amd64"}',
  '{"kind":"path","path":"/bin/","mode":"0755","slices":["bash_bins","libc6_libs"]}',
  '{"kind":"path","path":"/bin/bash","mode":"0755","slices":["bash_bins","bash_copy"],"sha256":"ef","size":9}',
  '{"kind":"path","path":"/lib/libc.so.6","mode":"0644","slices":["libc6_libs"]}',
  '{"kind":"slice","name":"bash_bins"}',
  '{"kind":"slice","name":"bash_copy"}',
);

test('packages, their slices and their paths', async () => {
  const [bash, libc, ...none] = (await readChiselManifest(zstdFrame(WALL)))!;
  expect(none).toEqual([]);
  expect(bash).toMatchObject({
    type: 'deb',
    name: 'bash',
    version: '5.2.21-2ubuntu4',
    architecture: 'amd64',
    fields: { Slices: 'bash_bins bash_copy' },
  });
  expect(pathsOf(bash)).toEqual(['bin', 'bin/bash']);
  expect(libc).toMatchObject({ name: 'libc6', fields: {} });
  expect(pathsOf(libc)).toEqual(['bin', 'lib/libc.so.6']);
});

test('as zstd itself compresses it', async () => {
  const stored = zstdProgram(WALL);
  if (stored !== undefined) expect(await readChiselManifest(stored)).toHaveLength(2);
});

test('fields of other types are passed over', async () => {
  const wall = Buffer.concat([
    WALL,
    lines('{"kind":"path","path":7,"slices":"x"}', '{"kind":"path","path":"/a","slices":[1]}'),
    lines('{"kind":"path","path":"/a\\nb","slices":["bash_x"]}', '{"kind":"package"}'),
  ]);
  const found = (await readChiselManifest(zstdFrame(wall)))!;
  expect(found.map(pathsOf)).toEqual([
    ['bin', 'bin/bash'],
    ['bin', 'lib/libc.so.6'],
  ]);
});

test('what is no manifest', async () => {
  expect(await readChiselManifest(WALL)).toBeUndefined();
  expect(await readChiselManifest(Buffer.alloc(0))).toBeUndefined();
  expect(await readChiselManifest(zstdFrame('{"kind":"package","name":"a"}\n'))).toBeUndefined();
  expect(await readChiselManifest(zstdFrame(WALL).subarray(0, 200))).toBeUndefined();
  for (const line of ['{"kind":"path"', 'null', '7', ''])
    expect(await readChiselManifest(zstdFrame(Buffer.concat([WALL, lines(line)])))).toBeUndefined();
});

test('a signal is heeded', async () => {
  const signal = AbortSignal.abort(new Error('stop'));
  await expect(readChiselManifest(zstdFrame(WALL), signal)).rejects.toThrow('stop');
});
