import { expect, test } from 'vitest';
import { readAlternative } from '../../../../src/contents/packages/dpkg/dpkg-alternatives.ts';
import { lines } from '../read-packages.ts';

test('a group with a further link and two choices', () => {
  const text = lines(
    ...['auto', '/usr/bin/editor', 'editor.1.gz', '/usr/share/man/man1/editor.1.gz', ''],
    ...['/bin/nano', '40', '/usr/share/man/man1/nano.1.gz'],
    ...['/usr/bin/vim.tiny', '15', '', ''],
  );
  expect(readAlternative(text, 'editor')).toEqual({
    mode: 'auto',
    links: [
      { name: 'editor', path: 'usr/bin/editor' },
      { name: 'editor.1.gz', path: 'usr/share/man/man1/editor.1.gz' },
    ],
    choices: [
      { priority: 40, paths: ['bin/nano', 'usr/share/man/man1/nano.1.gz'] },
      { priority: 15, paths: ['usr/bin/vim.tiny', ''] },
    ],
  });
});

test('one link, chosen by hand', () => {
  const text = lines('manual', '/usr/bin/awk', '', '/usr/bin/mawk', '5', '');
  expect(readAlternative(text, 'awk')).toEqual({
    mode: 'manual',
    links: [{ name: 'awk', path: 'usr/bin/awk' }],
    choices: [{ priority: 5, paths: ['usr/bin/mawk'] }],
  });
});

test('cut off, or something else', () => {
  expect(readAlternative(lines('auto', '/usr/bin/awk'), 'awk')).toMatchObject({ choices: [] });
  expect(readAlternative(lines('auto', '/usr/bin/awk', '', '/usr/bin/mawk'), 'awk')).toMatchObject({
    choices: [],
  });
  expect(readAlternative(lines('auto'), 'awk')).toBeUndefined();
  expect(readAlternative(lines('#!/bin/sh', 'x'), 'awk')).toBeUndefined();
  expect(readAlternative(Buffer.alloc(0), 'awk')).toBeUndefined();
});
