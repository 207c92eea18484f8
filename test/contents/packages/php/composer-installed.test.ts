import { expect, test } from 'vitest';
import { readPackages } from '../../../support/read-packages.ts';

const PATH = 'srv/vendor/composer/installed.json';
const read = (json: unknown) => readPackages(PATH, JSON.stringify(json));

test('what Composer 2 writes', () => {
  const packages = [
    {
      name: 'monolog/monolog',
      version: '3.4.0',
      license: ['MIT', 'X'],
      require: { php: '>=8.1', 'psr/log': '^3' },
      'install-path': '../monolog/monolog',
    },
    { name: 'phpunit/phpunit', version: '10.0', 'install-path': '../../lib/phpunit/' },
    { name: 'acme/list', version: '1', type: 'metapackage', 'install-path': null },
  ];
  expect(read({ packages, dev: true, 'dev-package-names': ['phpunit/phpunit'] })).toMatchObject([
    {
      type: 'composer',
      name: 'monolog/monolog',
      version: '3.4.0',
      licence: 'MIT, X',
      fields: { dependencies: 'php psr/log' },
      files: { kind: 'folder', path: 'srv/vendor/monolog/monolog' },
    },
    { fields: { dev: 'true' }, files: { kind: 'folder', path: 'srv/lib/phpunit' } },
    { files: { kind: 'paths', paths: new Uint8Array(0) } },
  ]);
});

test('what Composer 1 wrote', () => {
  expect(read([{ name: 'psr/log', version: '1.1.4' }])).toMatchObject([
    { name: 'psr/log', fields: {}, files: { kind: 'folder', path: 'srv/vendor/psr/log' } },
  ]);
});

test.each([
  [[{ name: 'log', version: '1' }]],
  [[{ name: 'a/b/c', version: '1' }]],
  [[{ name: 'a/b' }]],
  [[7, null, []]],
  [{ packages: {} }],
  [{}],
  [7],
])('%j is of another tool', (json) => {
  expect(read(json)).toEqual([]);
});

test('a folder outside the image is nobody’s', () => {
  expect(read([{ name: 'a/b', version: '1', 'install-path': '../../../../../../b' }])[0]!.files).toEqual({
    kind: 'paths',
    paths: new Uint8Array(0),
  });
});
