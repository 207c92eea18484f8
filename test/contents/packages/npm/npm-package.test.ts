import { expect, test } from 'vitest';
import { readPackages } from '../../../support/read-packages.ts';

const PATH = 'app/node_modules/@s/a/package.json';
const read = (json: unknown, path = PATH) => readPackages(path, JSON.stringify(json));

test('an installed package', () => {
  const json = {
    name: '@s/a',
    version: '1.0.0',
    license: 'MIT',
    dependencies: { b: '^1', '@s/c': '2' },
    devDependencies: { jest: '29' },
    _requiredBy: ['#DEV:/', '/b'],
    _development: true,
  };
  expect(read(json)).toEqual([
    {
      type: 'npm',
      name: '@s/a',
      version: '1.0.0',
      architecture: '',
      source: '',
      sourceVersion: '',
      licence: 'MIT',
      claimedBytes: 0,
      fields: { dependencies: 'b @s/c', _requiredBy: '#DEV:/ /b', _development: 'true' },
      files: { kind: 'folder', path: 'app/node_modules/@s/a' },
    },
  ]);
});

test('the application keeps what it needs for development', () => {
  const [app] = read({ name: 'app', version: '0.1.0', devDependencies: { jest: '29' } }, 'app/package.json');
  expect(app).toMatchObject({ fields: { devDependencies: 'jest' }, files: { kind: 'folder', path: 'app' } });
  expect(read({ name: 'app', version: '1' }, 'package.json')[0]!.files).toEqual({ kind: 'folder', path: '' });
});

test.each([
  [{ license: 'MIT' }, 'MIT'],
  [{ license: { type: 'ISC', url: 'u' } }, 'ISC'],
  [{ license: [{ type: 'MIT' }, 'Apache-2.0'] }, 'MIT, Apache-2.0'],
  [{ licenses: [{ type: 'MIT' }, { type: 'GPL' }] }, 'MIT, GPL'],
  [{ licenses: [{ name: 'MIT' }] }, 'MIT'],
  [{ license: 7 }, ''],
  [{}, ''],
])('licence of %j', (fields, licence) => {
  expect(read({ name: 'a', version: '1', ...fields })[0]!.licence).toBe(licence);
});

test.each([
  '{"type":"module"}',
  '{"name":["a"],"version":"1"}',
  '["a"]',
  'null',
  '',
  '{"name":"a","version":"1"',
])('%s is no package', (text) => {
  expect(readPackages(PATH, text)).toEqual([]);
});

test('a byte order mark is no fault', () => {
  expect(readPackages(PATH, '\ufeff{"name":"a","version":"1"}')).toHaveLength(1);
});

test.each(['{"name":"a"}', '{"name":"a","version":" "}', '{"name":"a","version":1}'])(
  '%s has no version',
  (text) => {
    expect(readPackages(PATH, text)).toMatchObject([{ name: 'a', version: '' }]);
  },
);

test.each([
  ['node_modules/a', true],
  ['app/node_modules/.pnpm/a@1/node_modules/@s/a', true],
  ['usr/share/nodejs/a/lib/b', true],
  ['app/node_modules/next/dist/compiled/a', false],
  ['app/node_modules/@s/a/dist', false],
])('the files of %s are its own: %s', (folder, isOwn) => {
  const [record] = readPackages(`${folder}/package.json`, '{"name":"a","version":"1"}');
  expect(record!.files).toEqual(
    isOwn ? { kind: 'folder', path: folder } : { kind: 'paths', paths: new Uint8Array(0) },
  );
});
