import { expect, test } from 'vitest';
import { DUPLICATE_FLOOR_BYTES } from '../../../src/checks/judging/find-duplicates.ts';
import { file, link, whiteout } from '../../support/layers.ts';
import { findingsOf, judgeStack, pathRule, withPathRules } from './judge-stack.ts';

const SIZE = DUPLICATE_FLOOR_BYTES;
const X = Buffer.alloc(SIZE, 'x');
const Y = Buffer.alloc(SIZE, 'y');
const mine = { uid: 1000 };

test('of the same content at several paths all but the bytewise first could be spared', async () => {
  const stack = [[file('usr/b', X), file('opt/c', X), file('opt/B', X), file('other', Y)]];
  expect(await findingsOf(stack)).toEqual([`duplicate-content 0 opt/c=${SIZE} usr/b=${SIZE}`]);
});

test('the order is that of bytes, not of letters or of UTF-16', async () => {
  const names = ['a', 'B', 'a/b', 'a-b', 'é', '\u{1f600}', '\uff5e'];
  const sorted = names
    .map((name) => `d${name}`)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (let count = 2; count <= sorted.length; count++) {
    const some = sorted
      .slice(-count)
      .filter((name) => name !== 'da/b' || !sorted.slice(-count).includes('da'));
    const { findings } = await judgeStack([some.toReversed().map((name) => file(name, X))]);
    const found = findings.flatMap(({ paths }) => paths.map(({ path }) => path));
    expect(new Set(found)).toEqual(new Set(some.slice(1)));
  }
});

test('a path and one that goes on after it: the slash is compared as a byte', async () => {
  // `d-x` < `d/x` < `d0`, because `-` is 0x2d, `/` 0x2f and `0` 0x30.
  const stack = [[file('d0', X), file('d/x', X), file('d-x', X)]];
  expect(await findingsOf(stack)).toEqual([`duplicate-content 0 d/x=${SIZE} d0=${SIZE}`]);
});

test('across layers each is counted in its own', async () => {
  const stack = [[file('b', X)], [file('a', X)], [file('c', X)]];
  expect(await findingsOf(stack)).toEqual([`duplicate-content 0 b=${SIZE}`, `duplicate-content 2 c=${SIZE}`]);
});

test('smaller files are left alone', async () => {
  const small = Buffer.alloc(SIZE - 1, 'x');
  expect(await findingsOf([[file('a', small), file('b', small)]])).toEqual([]);
});

test('names of one hard link group are one file, which stands under its first name', async () => {
  expect(await findingsOf([[file('a', X), link('b', 'a')]])).toEqual([]);
  const stack = [[file('m', X), link('a', 'm'), link('z', 'm'), file('b', X)]];
  expect(await findingsOf(stack)).toEqual([`duplicate-content 0 b=${SIZE}`]);
  const later = [[file('m', X), link('z', 'm'), file('b', X)]];
  expect(await findingsOf(later)).toEqual([`duplicate-content 0 m=${SIZE}`]);
});

test('the same length or the same beginning is not the same content', async () => {
  const almost = Buffer.from(X);
  almost[SIZE - 1] = 0;
  expect(await findingsOf([[file('a', X), file('b', almost), file('c', Buffer.concat([X, X]))]])).toEqual([]);
});

test('what is hidden is no duplicate, and has none', async () => {
  expect(await findingsOf([[file('a', X), file('b', X)], [whiteout('a')]])).toEqual([
    `hidden-deleted 0>1 a=${SIZE}`,
  ]);
});

test('what another rule counts already is left out on both sides', async () => {
  const rules = withPathRules(pathRule('cache', ['cache/']));
  const stack = [[file('cache/a', X), file('srv/b', X), file('srv/c', X)]];
  expect(await findingsOf(stack, { rules })).toEqual([
    `cache 0 cache/a=${SIZE}`,
    `duplicate-content 0 srv/c=${SIZE}`,
  ]);
  expect(await findingsOf([[file('cache/a', X), file('usr/b', X)]], { rules })).toEqual([
    `cache 0 cache/a=${SIZE}`,
  ]);
});

test('what is only advised against can be a duplicate, and is then no advice', async () => {
  const rules = withPathRules(pathRule('docs', ['doc/'], 'advice'));
  const { bytes } = await judgeStack([[file('bin/a', X), file('doc/a', X)]], { rules });
  expect(bytes).toMatchObject({ ballastByCause: { 'duplicate-content': SIZE }, adviceBytes: 0 });
});

test('copies for other attributes count once, at the path where the content first was', async () => {
  const stack = [
    [file('a', X), file('b', X)],
    [file('a', X, mine), file('b', X, mine)],
  ];
  expect(await findingsOf(stack)).toEqual([
    `duplicate-content 0 b=${SIZE}`,
    `metadata-copy 1 a=${SIZE} b=${SIZE}`,
  ]);
});

test('many files of one content are found in one go', async () => {
  const items = Array.from({ length: 300 }, (_, i) => file(`f${i}`, X));
  const { bytes } = await judgeStack([items]);
  expect(bytes.ballastBytes).toBe(299 * SIZE);
});
