import { describe, expect, it } from 'vitest';
import { staticLibrary } from '../../src/checks/static-library.ts';
import { expectFound, expectLeft, HEADS } from '../support/judge-files.ts';
import { file, symlink } from '../support/layers.ts';

describe('static-library', () => {
  const library = file('usr/lib/x86_64-linux-gnu/libz.a', HEADS.archive);

  it('finds static libraries where nothing links, as advice', async () => {
    await expectFound(staticLibrary, [library], ['usr/lib/x86_64-linux-gnu/libz.so.1']);
    expect(staticLibrary.tier).toBe('advice');
  });

  it('leaves them alone where a linker is there', async () => {
    await expectLeft(staticLibrary, [library, symlink('usr/bin/ld', 'x86_64-linux-gnu-ld')]);
    await expectLeft(staticLibrary, [library, 'usr/local/go/bin/go']);
  });

  it('tells libraries by their content', async () => {
    await expectLeft(staticLibrary, ['srv/app/answers.a']);
  });
});
