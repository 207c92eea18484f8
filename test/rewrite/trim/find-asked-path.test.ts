import { expect, test } from 'vitest';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import { findAskedPath } from '../../../src/rewrite/trim/find-asked-path.ts';
import { dir, file, layer, scanLayers, symlink, whiteout } from '../../support/layers.ts';

test.each([
  ['/usr/lib/x', 'usr/lib/x'],
  ['usr/lib/x', 'usr/lib/x'],
  ['/lib/x', 'usr/lib/x'],
  ['//lib//x', 'usr/lib/x'],
  ['/usr/lib/', 'usr/lib'],
  ['/lib', 'lib'],
  ['/', ''],
  ['/usr/lib/y', null],
  ['/usr/lib/x/y', null],
  ['/gone', null],
  ['/loop/x', null],
  ['/../lib/x', 'usr/lib/x'],
])('%s is %s', async (path, found) => {
  const tars = [
    [dir('usr'), dir('usr/lib'), file('usr/lib/x'), symlink('lib', 'usr/lib'), file('gone')],
    [whiteout('gone'), symlink('loop', 'loop')],
  ];
  expect(findAskedPath(squashLayers(await scanLayers(tars.map(layer))), path)).toBe(found);
});
