// Images made to keep the rules busy: a config of megabytes, very many files that match, very deep folders.
import { expect, it } from 'vitest';
import { RULES } from '../../src/checks/rules.ts';
import { HEADS, judgeFiles, pyc, type TestFile } from '../support/judge-files.ts';
import { file } from '../support/layers.ts';

/** Files that make every kind of question asked, thousands of times. */
function manyFiles(count: number): readonly TestFile[] {
  return Array.from({ length: count }, (_, i) => [
    `tmp/${i}`,
    `usr/share/locale/xx${i}/LC_MESSAGES/a.mo`,
    file(`usr/lib/lib${i}.a`, HEADS.archive),
    file(`srv/${i}.js`, 'x'),
    file(`srv/${i}.js.map`, 'x'),
    file(`srv/app/vendor/cache/g${i}-1.gem`, 'x'),
    file(`usr/local/bundle/ruby/${i}/specifications/a.gemspec`, 'x'),
    file(`srv/app/target/release/deps/${i}.o`, HEADS.elfObject),
    file(`go/pkg/mod/a@v${i}/a.go`, 'x'),
    file(`root/.nuget/packages/${i}/a.dll`, 'x'),
    file(`root/.cache/torch/${i}`, 'x'),
    pyc(`srv/__pycache__/m${i}.cpython-39.pyc`, { mtimeSeconds: 0, sizeBytes: 1 }),
    file(`srv/m${i}.py`, 'x'),
    `opt/${i}/bin/python3.12`,
  ]).flat();
}

it('a config of megabytes costs no more for many files', async () => {
  const slashes = '/'.repeat(300_000);
  const words = Array.from({ length: 200_000 }, (_, i) => `/tmp/w${i}`).join(' ');
  const env = {
    LANG: 'yy:'.repeat(300_000),
    GOFLAGS: '-mod=x '.repeat(100_000),
    NODE_OPTIONS: '--enable '.repeat(100_000),
    PATH: `${slashes}x:`.repeat(3),
    HF_HOME: `${slashes}x`,
    GEM_HOME: `${slashes}x`,
    APP: words,
  };
  const started = performance.now();
  const findings = await judgeFiles(RULES, manyFiles(1500), {
    command: ['go', `${slashes}go`, 'apk '.repeat(200_000), words],
    env,
    workingFolder: `${slashes}x`,
  });
  expect(performance.now() - started).toBeLessThan(60_000);
  expect(findings.map(({ rule }) => rule)).toContain('locales');
}, 300_000);

it('packages in very deep folders are judged by the folders near them', async () => {
  const deep = 'd/'.repeat(1900);
  const packages = Array.from({ length: 1000 }, (_, i) => file(`${deep}${i}.deb`, HEADS.deb));
  const started = performance.now();
  const findings = await judgeFiles(RULES, [...packages, 'repodata/repomd.xml']);
  expect(performance.now() - started).toBeLessThan(60_000);
  expect(findings.map(({ rule }) => rule)).toEqual(['downloaded-package', 'secret-unread']);
}, 300_000);

it('an instruction of megabytes gives a fix at once', async () => {
  const hostile = ['RUN ', 'apk git pip ', 'apt '].map((word) => word.repeat(300_000));
  const started = performance.now();
  for (const rule of RULES)
    if (rule.kind === 'paths' && typeof rule.fix === 'function')
      for (const instruction of hostile)
        expect(rule.fix({ instruction, folder: 'a/'.repeat(2000), paths: [], neededPaths: [] })).toMatch(
          /\.$/,
        );
  expect(performance.now() - started).toBeLessThan(50_000);
});
