import { expect, test } from 'vitest';
import { listPythonFiles } from '../../../../src/contents/packages/python/python-file-list.ts';
import { findParser, readMetadata } from '../../../support/read-packages.ts';

const RECORD = 'opt/lib/site-packages/a-1.dist-info/RECORD';
const list = (text: string, path = RECORD) =>
  Buffer.from(listPythonFiles(Buffer.from(text), path))
    .toString()
    .split('\n')
    .slice(0, -1);

test('is kept without checksums, beside metadata alone', () => {
  const textOf = (path: string, text: string): string => {
    const parsed = readMetadata(path, text);
    return parsed?.kind === 'text' ? Buffer.from(parsed.text).toString() : '';
  };
  const odd = '"odd,""n"".py"';
  expect(textOf(RECORD, `a/b,sha256=x,12\r\n${odd},sha256=y,1\n\n"",,\n"open,,\nlast,,`)).toBe(
    `a/b\n${odd}\n\n""\n"open,,\nlast\n`,
  );
  expect(list(textOf(RECORD, `a/b,sha256=x,12\n${odd},,\n`))).toEqual(list(`a/b,,\n${odd},,\n`));
  expect(textOf('x.egg-info/installed-files.txt', '../a,b\n')).toBe('../a,b\n');
  expect(findParser('x.egg-info/installed-files.txt')).toBeDefined();
  expect(findParser('opt/RECORD')).toBeUndefined();
  expect(findParser('x.dist-info/installed-files.txt')).toBeUndefined();
});

test('RECORD names files from the folder that holds its own', () => {
  expect(
    list(
      'a/__init__.py,sha256=x,12\r\n../../bin/a,sha256=y,1\n"odd,""name"".py",,\n' +
        '/usr/share/a.1,,\na-1.dist-info/RECORD,,\n\n../../../../../etc/passwd,,\n"open,,\n',
    ),
  ).toEqual([
    'opt/lib/site-packages/a/__init__.py',
    'opt/bin/a',
    'opt/lib/site-packages/odd,"name".py',
    'usr/share/a.1',
    'opt/lib/site-packages/a-1.dist-info/RECORD',
  ]);
});

test('installed-files.txt names them from its own folder', () => {
  expect(list('../a/x.py\nPKG-INFO\n', 'opt/a-1.egg-info/installed-files.txt')).toEqual([
    'opt/a/x.py',
    'opt/a-1.egg-info/PKG-INFO',
  ]);
});
