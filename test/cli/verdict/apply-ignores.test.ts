import { expect, test } from 'vitest';
import { judgeImage } from '../../../src/checks/judging/judge-image.ts';
import { RULES } from '../../../src/checks/rules.ts';
import type { IgnoreSetting } from '../../../src/cli/settings/settings.ts';
import { applyIgnores, needsAllPaths } from '../../../src/cli/verdict/apply-ignores.ts';
import type { ImageContents } from '../../../src/contents/image-contents.ts';
import { readImage } from '../../../src/contents/read-image.ts';
import { openImage } from '../../../src/oci/open-image.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, makeLayout, whiteout } from '../../support/layers.ts';

const MB = 1_000_000;

async function readMade(): Promise<ImageContents> {
  const folder = `${makeTemporaryFolder()}/layout`;
  await makeLayout(folder, [
    layer([
      file('opt/a/one.bin', Buffer.alloc(3 * MB, 'd')),
      file('opt/a/two.bin', Buffer.alloc(2 * MB, 'b')),
      file('srv/three.bin', Buffer.alloc(MB, 'c')),
      file('srv/kept', 'kept'),
    ]),
    layer([whiteout('opt/a'), whiteout('srv/three.bin')]),
  ]);
  const image = await openImage(folder, { platform: 'linux/amd64' });
  try {
    return await readImage(image, { workers: 0 });
  } finally {
    await image.close();
  }
}

function setting(fields: Partial<IgnoreSetting>): IgnoreSetting {
  return { rule: 'hidden-deleted', path: null, reason: 'known', until: null, line: 1, ...fields };
}

const contents = await readMade();
const judgement = judgeImage(contents, RULES, { pathsPerFinding: Number.POSITIVE_INFINITY });
const apply = (...ignores: IgnoreSetting[]) => applyIgnores(judgement, RULES, ignores);

test('without a path the whole finding goes, and its bytes count as needed', () => {
  const accepted = setting({ rule: 'hidden-*' });
  const { judgement: left, ignored, used } = apply(accepted);
  expect(judgement.bytes.ballastBytes).toBe(6 * MB);
  expect(left.findings).toEqual([]);
  expect(left.bytes.ballastBytes).toBe(0);
  expect(left.bytes.neededBytes).toBe(left.bytes.entryBytes);
  expect(left.layers[0]?.ballastBytes).toBe(0);
  expect(ignored).toEqual([{ finding: judgement.findings[0], reason: 'known', until: null }]);
  expect(used).toEqual([accepted]);
});

test('with a path those files go and the rest stays', () => {
  const { judgement: left, ignored } = apply(setting({ path: 'opt/a/two.bin' }));
  expect(ignored.map(({ finding }) => finding)).toMatchObject([
    { folder: 'opt/a', fileCount: 1, bytes: 2 * MB, paths: [{ path: 'opt/a/two.bin', bytes: 2 * MB }] },
  ]);
  expect(left.findings).toMatchObject([
    {
      folder: '',
      fileCount: 2,
      bytes: 4 * MB,
      paths: [{ path: 'opt/a/one.bin' }, { path: 'srv/three.bin' }],
    },
  ]);
  const whole = judgement.findings[0]!.shippedBytes;
  expect(left.findings[0]!.shippedBytes + ignored[0]!.finding.shippedBytes).toBeCloseTo(whole, -1);
  expect(left.bytes.ballastBytes).toBe(4 * MB);
  expect(left.bytes.neededBytes + left.bytes.ballastBytes).toBe(left.bytes.entryBytes);
});

test('the first setting that fits a file takes it; one that finds nothing left is not used', () => {
  const first = setting({ path: 'opt', reason: 'first' });
  const second = setting({ path: 'opt/a/one.bin', reason: 'second' });
  const third = setting({ reason: 'third' });
  const { ignored, used } = apply(first, second, third);
  expect(ignored.map(({ reason, finding }) => [reason, finding.bytes])).toEqual([
    ['first', 5 * MB],
    ['third', MB],
  ]);
  expect(used).toEqual([first, third]);
});

test('what is left below the floor of its rule is advice', () => {
  const floorBytes = 2 * MB;
  const rules = RULES.map((rule) => (rule.id === 'hidden-deleted' ? { ...rule, floorBytes } : rule));
  const { judgement: left } = applyIgnores(judgement, rules, [setting({ path: 'opt' })]);
  expect(left.findings).toMatchObject([{ severity: 'advice', bytes: MB }]);
  expect(left.bytes).toMatchObject({ ballastBytes: 0, adviceBytes: MB });
});

test.each([
  ['no setting', []],
  ['another rule', [setting({ rule: 'metadata-copy' })]],
  ['another path', [setting({ path: 'usr' })]],
])('%s: nothing changes', (_, ignores) => {
  expect(apply(...ignores)).toEqual({ judgement, ignored: [], used: [] });
});

test('all paths are needed where a setting names some', () => {
  expect(needsAllPaths([setting({})])).toBe(false);
  expect(needsAllPaths([setting({}), setting({ path: 'opt' })])).toBe(true);
});
