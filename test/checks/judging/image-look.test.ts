import { describe, expect, test } from 'vitest';
import { createImageLook } from '../../../src/checks/judging/image-look.ts';
import type { ImageLook } from '../../../src/checks/rule.ts';
import { ENTRY_KIND } from '../../../src/contents/facts/layer-facts.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { dir, file, link, symlink, whiteout } from '../../support/layers.ts';
import { readStack } from './judge-stack.ts';

async function lookAt(...stack: readonly (readonly TarItem[])[]): Promise<ImageLook> {
  return createImageLook(await readStack(stack));
}

describe('what shows at a path', () => {
  test('after all layers, symlinks among the parents followed', async () => {
    const look = await lookAt(
      [
        dir('usr'),
        dir('usr/lib'),
        file('usr/lib/a', 'x'),
        symlink('lib', 'usr/lib'),
        symlink('to-a', 'lib/a'),
      ],
      [file('usr/lib/b', 'y'), whiteout('usr/lib/a'), link('usr/lib/c', 'usr/lib/b')],
    );
    expect(look.kindAt('usr/lib/a')).toBeUndefined();
    expect(look.kindAt('lib/a')).toBeUndefined();
    expect(look.kindAt('lib/b')).toBe(ENTRY_KIND.file);
    expect(look.kindAt('/usr/lib/c')).toBe(ENTRY_KIND.file);
    expect(look.kindAt('lib')).toBe(ENTRY_KIND.symlink);
    expect(look.kindAt('usr/lib')).toBe(ENTRY_KIND.directory);
    expect(look.kindAt('')).toBe(ENTRY_KIND.directory);
    expect(look.kindAt('usr/lib/b/c')).toBeUndefined();
    expect(look.kindAt('nowhere/at/all')).toBeUndefined();
  });

  test('a circle of symlinks leads nowhere', async () => {
    const look = await lookAt([symlink('a', 'b'), symlink('b', 'a'), symlink('c', 'c')]);
    expect(look.kindAt('a/x')).toBeUndefined();
    expect(look.kindAt('c/x')).toBeUndefined();
    expect(look.namesIn('a')).toEqual([]);
  });

  test('symlinks that take long to walk end in an error, not in a hang', async () => {
    const long = `${'./'.repeat(2000)}a`;
    const look = await lookAt([dir('a'), symlink('b', long)]);
    const start = performance.now();
    expect(() => {
      for (let i = 0; i < 10_000_000; i++) look.kindAt(i % 2 === 0 ? 'b/x' : 'b/./x');
    }).toThrow(expect.objectContaining({ code: 'LAYER_LIMIT' }));
    expect(performance.now() - start).toBeLessThan(60_000);
  });
});

test('names in a folder, in no order, without those that are gone', async () => {
  const odd = Buffer.from([0x64, 0x2f, 0xff]);
  const look = await lookAt(
    [file('d/a', 'x'), file('d/é', 'y'), dir('d/sub'), file(odd, 'z')],
    [whiteout('d/a')],
  );
  expect([...look.namesIn('d')].sort()).toEqual(['\\xff', 'sub', 'é']);
  expect(look.namesIn('d/é')).toEqual([]);
  expect(look.namesIn('nowhere')).toEqual([]);
  expect(look.namesIn('')).toEqual(['d']);
});

test('sizes and times', async () => {
  const look = await lookAt(
    [file('a', 'four', { mtimeSeconds: 1000 }), dir('d', { mtimeSeconds: 2000 }), file('implied/x', 'y')],
    [file('a', 'fives', { mtimeSeconds: 3000 }), link('b', 'a', { mtimeSeconds: 3000 })],
  );
  expect(look.sizeAt('a')).toBe(5);
  expect(look.sizeAt('b')).toBe(5);
  expect(look.sizeAt('d')).toBeUndefined();
  expect(look.sizeAt('nowhere')).toBeUndefined();
  expect(look.mtimeAt('a')).toBe(3000);
  expect(look.mtimeAt('d')).toBe(2000);
  expect(look.mtimeAt('implied')).toBeUndefined();
  expect(look.mtimeAt('nowhere')).toBeUndefined();
});

test('the environment, with and without a value or an equals sign', async () => {
  const contents = await readStack([[]], { env: ['PATH=/bin:/x=y', 'EMPTY=', 'BARE', '=odd'] });
  expect([...createImageLook(contents).env]).toEqual([
    ['PATH', '/bin:/x=y'],
    ['EMPTY', ''],
    ['BARE', ''],
    ['', 'odd'],
  ]);
});

test('the command and the working folder', async () => {
  const contents = await readStack([[]]);
  const run = {
    ...contents.config.run,
    entrypoint: ['/init', '-x'],
    cmd: ['serve'],
    workingDir: '/srv/app/',
  };
  const look = createImageLook({ ...contents, config: { ...contents.config, run } });
  expect(look.command).toEqual(['/init', '-x', 'serve']);
  expect(look.workingFolder).toBe('srv/app');
  expect(createImageLook(contents).workingFolder).toBe('');
});

test('the header of a compiled Python file', async () => {
  const pyc = Buffer.alloc(20);
  pyc.writeUInt16LE(3495, 0);
  pyc.write('\r\n', 2);
  pyc.writeUInt32LE(3, 4);
  pyc.writeUInt32LE(0xfffffff0, 8);
  pyc.writeUInt32LE(77, 12);
  const contents = await readStack([[file('a', 'x')], [file('m.pyc', pyc), file('n.pyc', 'short')]]);
  const look = createImageLook(contents);
  const offered = (entry: number) => look.offer(entry, 0, '', 'm.pyc', '');
  expect(look.pycHeader(offered(1))).toEqual({
    magic: 3495,
    flags: 3,
    sourceMtime: 0xfffffff0,
    sourceSize: 77,
  });
  expect(look.pycHeader(offered(0))).toBeUndefined();
  expect(look.pycHeader(offered(2))).toBeUndefined();
});

test('an image of no layers has a root and nothing else', async () => {
  const look = await lookAt();
  expect(look.kindAt('')).toBe(ENTRY_KIND.directory);
  expect(look.kindAt('a')).toBeUndefined();
});
