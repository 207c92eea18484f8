import { expect, test } from 'vitest';
import { joinPath } from '../../../src/contents/packages/metadata-text.ts';

test.each([
  ['opt/lib', 'a/b.py', 'opt/lib/a/b.py'],
  ['opt/lib', '../bin/./x', 'opt/bin/x'],
  ['opt/lib', 'a/../b//c/', 'opt/lib/b/c'],
  ['opt/lib', '../../etc/x', 'etc/x'],
  ['opt/lib', '../../../etc/x', undefined],
  ['opt/lib', '/usr/bin/x', 'usr/bin/x'],
  ['opt/lib', '.', 'opt/lib'],
  ['opt', '..', ''],
  ['', 'a', 'a'],
  ['', '..', undefined],
])('%s and %s', (folder, inner, joined) => {
  expect(joinPath(folder, inner)).toBe(joined);
});
