import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apkInstalled } from '../../../../src/contents/packages/apk/apk-installed.ts';
import { lines, pathsOf, readPackages } from '../read-packages.ts';

/** As apk-tools 3.0.6 wrote it. */
const FOO = [
  'C:Q1CE2zVMqO0X1k/oVXO8Zk/k1SHls=',
  'P:foo',
  'V:1.2-r3',
  'A:x86_64',
  'S:480',
  'I:5',
  'T:Foo',
  'U:',
  'L:MIT OR GPL-2.0',
  'o:foosrc',
  'm:M <m@x>',
  't:1700000000',
  'c:0123456789abcdef',
  'D:bar>=1 so:libx.so.1',
  'p:cmd:foo=1.2-r3',
  'i:baz',
  'r:oldfoo',
  'f:S',
  'F:',
  'R:top',
  'F:etc',
  'F:etc/foo',
  'M:0:0:700',
  'R:foo.conf',
  'a:0:0:640',
  'Z:Q1o6XnFfDMV0pzw/m+u2vCTzL/1bY=',
  'R:b é.txt',
];

test('all that a record says', () => {
  const [foo, bar, ...none] = readPackages(
    apkInstalled,
    lines(...FOO, '', 'P:bar', 'V:2', 'o:bar', 'F:x', ''),
  )!;
  expect(none).toEqual([]);
  expect({ ...foo, files: undefined }).toEqual({
    type: 'apk',
    name: 'foo',
    version: '1.2-r3',
    architecture: 'x86_64',
    source: 'foosrc',
    sourceVersion: '',
    licence: 'MIT OR GPL-2.0',
    claimedBytes: 5,
    fields: {
      D: 'bar>=1 so:libx.so.1',
      p: 'cmd:foo=1.2-r3',
      i: 'baz',
      r: 'oldfoo',
      o: 'foosrc',
      m: 'M <m@x>',
    },
    files: undefined,
  });
  expect(pathsOf(foo)).toEqual(['top', 'etc', 'etc/foo', 'etc/foo/foo.conf', 'etc/foo/b é.txt']);
  expect(bar).toMatchObject({ name: 'bar', source: '', claimedBytes: 0 });
  expect(pathsOf(bar)).toEqual(['x']);
});

test('folders do not reach into the next package, bytes of names stay', () => {
  const text = Buffer.from('P:a\nF:usr/lib/\n\nP:b\nR:/caf\xe9\n\n', 'latin1');
  const [a, b] = readPackages(apkInstalled, text)!;
  expect(pathsOf(a)).toEqual(['usr/lib']);
  expect(b?.files.kind === 'paths' && Buffer.from(b.files.paths).toString('latin1')).toBe('caf\xe9');
});

test('no end, no package, no database', () => {
  expect(readPackages(apkInstalled, 'P:a\nV:1')).toMatchObject([{ name: 'a', version: '1' }]);
  expect(readPackages(apkInstalled, 'V:1\n\nP:a\n')).toMatchObject([{ name: 'a', version: '' }]);
  expect(readPackages(apkInstalled, '')).toEqual([]);
  expect(readPackages(apkInstalled, 'installed\n')).toBeUndefined();
  expect(readPackages(apkInstalled, 'V:1\n\n')).toBeUndefined();
});

test('what is written is read', () => {
  const word = fc.stringMatching(/^[!-.0-~]([ -.0-~]{0,8}[!-.0-~])?$/);
  const folder = fc.record({ path: fc.array(word, { minLength: 1, maxLength: 3 }), names: fc.array(word) });
  const record = fc.record({ name: word, version: word, folders: fc.array(folder) });
  fc.assert(
    fc.property(fc.array(record, { minLength: 1 }), (records) => {
      const text = records.flatMap(({ name, version, folders }) => [
        ...[`P:${name}`, `V:${version}`],
        ...folders.flatMap(({ path, names }) => [
          `F:${path.join('/')}`,
          ...names.flatMap((it) => [`R:${it}`, 'Z:Q1x']),
        ]),
        '',
      ]);
      const found = readPackages(apkInstalled, lines(...text))!;
      expect(found.map(({ name, version }) => ({ name, version }))).toEqual(
        records.map(({ name, version }) => ({ name, version })),
      );
      expect(found.map(pathsOf)).toEqual(
        records.map(({ folders }) =>
          folders.flatMap(({ path, names }) => [
            path.join('/'),
            ...names.map((it) => `${path.join('/')}/${it}`),
          ]),
        ),
      );
    }),
  );
});
