// Damaged and hostile metadata: no parser throws, and none takes more than a moment or much more memory than the file is long.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGE_PARSERS } from '../../../src/contents/packages/language-parsers.ts';
import { readNpmPurposes } from '../../../src/contents/packages/npm/npm-hidden-lockfile.ts';
import { listPythonFiles } from '../../../src/contents/packages/python/python-file-list.ts';
import { readMetadata } from '../../support/read-packages.ts';
import { zip } from '../../support/zip-files.ts';

const PATHS = [
  'app/node_modules/a/package.json',
  'app/node_modules/.package-lock.json',
  'lib/a.dist-info/METADATA',
  'lib/a.egg-info',
  'lib/a.dist-info/RECORD',
  'gems/specifications/a.gemspec',
  'opt/a-1.jar',
  'vendor/composer/installed.json',
];
/** Long for linear work even on a busy machine; quadratic work on megabytes takes hours. */
const MOMENT_MS = 60_000;

function timed<T>(work: () => T): T {
  const start = performance.now();
  const result = work();
  expect(performance.now() - start).toBeLessThan(MOMENT_MS);
  return result;
}

test('ids and names are fixed: facts are stored under them', () => {
  expect(LANGUAGE_PARSERS.map(({ id }) => id)).toEqual([
    'npm-package',
    'npm-hidden-lockfile',
    'python-metadata',
    'python-file-list',
    'gem-specification',
    'java-archive',
    'composer-installed',
  ]);
});

describe.each(PATHS)('%s', (path) => {
  test('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        readMetadata(path, bytes);
        listPythonFiles(bytes, path);
        readNpmPurposes(bytes, path);
      }),
    );
  });

  test('any JSON', () => {
    const name = fc.constantFrom(
      'name',
      'version',
      'packages',
      'license',
      'dependencies',
      'install-path',
      '__proto__',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('a/b', '1', '', '../../..', '\ud800'),
        fc.constantFrom(null, true, 1e300),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(value, (json) => {
        const text = JSON.stringify(json);
        readMetadata(path, text);
        readNpmPurposes(Buffer.from(text), path);
      }),
    );
  });

  test.each([
    ['one piece', 'a'],
    ['brackets', '['],
    ['objects', '{"a":'],
    ['spaces', ' '],
    ['newlines', '\n'],
    ['quotes', '"'],
    ['steps up', '../'],
    ['gem names', 's.name = %q<'],
    ['gem dependencies', 's.add_dependency ('],
    ['gem dependencies with space', `s.add_dependency${' '.repeat(100)}`],
    ['stubs', '# stub: a '],
    ['headers', 'Name: a\nVersion: '],
    ['extras', 'Requires-Dist: ; extra '],
    ['short lines', 'a\n'],
    ['zip ends', 'PK\x05\x06'],
  ])('4 MB of %s', (_, piece) => {
    const content = Buffer.from(piece.repeat(4_000_000 / piece.length));
    timed(() => readMetadata(path, content));
    if (!path.endsWith('RECORD')) return;
    const folder = `${'d/'.repeat(1500)}a.dist-info/RECORD`;
    expect(timed(() => listPythonFiles(content, folder)).length).toBeLessThan(5 * content.length);
  });
});

test('a gem dependency before an endless space', () => {
  const text = `s.name = "a"\ns.version = "1"\ns.add_dependency${' '.repeat(4_000_000)}`;
  expect(timed(() => readMetadata('specifications/a.gemspec', text))).toMatchObject({ kind: 'packages' });
});

test('a requirement of many semicolons', () => {
  const text = `Name: a\nVersion: 1\nRequires-Dist: ${'; extra'.repeat(140_000)}`;
  expect(timed(() => readMetadata('a.egg-info', text))).toMatchObject({ kind: 'packages' });
});

test('a pom.xml whose properties grow from one another', () => {
  const properties = Array.from({ length: 40 }, (_, i) => `<p${i}>$\{p${i + 1}}$\{p${i + 1}}</p${i}>`).join(
    '',
  );
  const pom = `<project><artifactId>$\{p0}</artifactId><properties>${properties}</properties></project>`;
  const archive = zip([{ name: 'META-INF/maven/g/a/pom.xml', content: pom }]);
  expect(timed(() => readMetadata('a-1.jar', archive))).toMatchObject({ kind: 'packages' });
});

test('a pom.xml of ever deeper elements', () => {
  const archive = zip([{ name: 'META-INF/maven/g/a/pom.xml', content: '<project>'.repeat(800_000) }]);
  expect(timed(() => readMetadata('a-1.jar', archive))).toMatchObject({ kind: 'packages' });
});
