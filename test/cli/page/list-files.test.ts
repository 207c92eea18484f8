import { expect, test } from 'vitest';
import { judgeImage } from '../../../src/checks/judging/judge-image.ts';
import { RULES } from '../../../src/checks/rules.ts';
import { listFiles } from '../../../src/cli/page/list-files.ts';
import { applyIgnores } from '../../../src/cli/verdict/apply-ignores.ts';
import { readImage } from '../../../src/contents/read-image.ts';
import { file, layer, whiteout } from '../../support/layers.ts';
import { imageOfStreams, store } from '../../support/opened-images.ts';

const MB = 1_000_000;

const tars = [
  layer([
    file('var/lib/apt/lists/a', Buffer.alloc(3 * MB, 'a')),
    file('var/cache/apt/archives/b.deb', Buffer.alloc(2 * MB, 'b')),
    file('usr/bin/tool', Buffer.alloc(MB, 't')),
    file('tmp/left', Buffer.alloc(4 * MB, 'l')),
  ]),
  layer([
    whiteout('tmp/left'),
    file('usr/bin/tool', Buffer.alloc(MB, 't'), { uid: 7 }),
    file('etc/empty', ''),
  ]),
];

const contents = await readImage(imageOfStreams(tars.map((tar) => store(tar))), { workers: 0 });
const judgement = judgeImage(contents, RULES, { pathsPerFinding: 1000 });

const list = (ignores: Parameters<typeof applyIgnores>[2]) => {
  const outcome = applyIgnores(judgement, RULES, ignores);
  const report = { findings: outcome.judgement.findings, ignored: outcome.ignored };
  const files = [...listFiles(contents, report, { rules: RULES, profile: 'production', ignores })];
  return { files, findings: [...report.findings, ...report.ignored.map(({ finding }) => finding)] };
};

const ignore = (rule: string, path: string | null) => ({
  rule,
  path,
  reason: 'because',
  until: null,
  line: 1,
});

test.each([
  ['nothing ignored', []],
  ['a rule ignored', [ignore('apt-cache', null)]],
  ['a path ignored', [ignore('apt-cache', 'var/cache/**')]],
])('with %s, the bytes of files by finding are the findings', (_, ignores) => {
  const { files, findings } = list(ignores);
  for (const [position, { rule, bytes }] of findings.entries()) {
    const own = files.filter(({ finding }) => finding === position);
    expect([rule, own.reduce((sum, item) => sum + item.bytes, 0)]).toEqual([rule, bytes]);
  }
  expect(findings.filter(({ bytes }) => bytes > 0).length).toBeGreaterThan(2);
  expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(judgement.bytes.entryBytes);
});

test('every path of every layer is there, with what hides it', () => {
  expect(
    list([])
      .files.map(({ path, layer: by, hiddenBy }) => `${path} ${by} ${hiddenBy}`)
      .sort(),
  ).toEqual([
    'etc/empty 1 -1',
    'tmp/left 0 1',
    'usr/bin/tool 0 1',
    'usr/bin/tool 1 -1',
    'var/cache/apt/archives/b.deb 0 -1',
    'var/lib/apt/lists/a 0 -1',
  ]);
});
