// Names of libraries in the data of ELF files.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readImage } from '../../../src/contents/read-image.ts';
import { findNamedLibraries } from '../../../src/contents/uses/find-named-libraries.ts';
import { nodePath } from '../../../src/contents/view/squashed-view.ts';
import { makeElf } from '../../support/elf-files.ts';
import { file, layer } from '../../support/layers.ts';
import { imageOfStreams, store } from '../../support/opened-images.ts';

async function find(
  files: Readonly<Record<string, Uint8Array | string>>,
  names: readonly string[],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const tar = layer(Object.entries(files).map(([path, content]) => file(path, content, { mode: 0o755 })));
  const opened = imageOfStreams([store(tar, 'gzip')]);
  const { view } = await readImage(opened, { workers: 0 });
  const found = await findNamedLibraries(opened, view, new Set(names));
  return Object.fromEntries([...found].map(([node, own]) => [nodePath(view, node), [...own].sort()]));
}

const program = (text: string, before = 0): Buffer =>
  Buffer.concat([makeElf(), Buffer.alloc(before, 0x90), Buffer.from(`\0${text}\0`)]);

describe('findNamedLibraries', () => {
  test('finds what stands in programs, and not in other files', async () => {
    expect(
      await find({ a: program('libz.so.1'), b: 'libz.so.1', c: program('nothing') }, ['libz.so.1']),
    ).toEqual({ a: ['libz.so.1'] });
  });

  test('takes names whole', async () => {
    const names = ['libz.so.1', 'libfoo-2.0+x.so.12', 'libz.so'];
    expect(await find({ a: program('xlibz.so.1\0libz.so.12\0libfoo-2.0+x.so.12') }, names)).toEqual({
      a: ['libfoo-2.0+x.so.12'],
    });
    expect(await find({ a: program('/usr/lib/libz.so') }, names)).toEqual({ a: ['libz.so'] });
  });

  test('finds names wherever the pieces of the stream end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 70_000 }), async (before) => {
        expect(await find({ a: program('liblong-name.so.1.2', before) }, ['liblong-name.so.1.2'])).toEqual({
          a: ['liblong-name.so.1.2'],
        });
      }),
      { numRuns: 60 },
    );
  });
});
