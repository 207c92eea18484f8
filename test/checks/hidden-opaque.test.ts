import { expect, test } from 'vitest';
import { hiddenOpaque } from '../../src/checks/hidden-opaque.ts';
import { dir, file, link, opaque } from '../support/layers.ts';
import { judgeStack } from './judging/judge-stack.ts';
import { expectPage } from './judging/rule-page.ts';

const LARGE = Buffer.alloc(hiddenOpaque.floorBytes, 'large');
const rules = [hiddenOpaque];

test('a directory that a later instruction makes anew', async () => {
  const stack = [
    [dir('srv'), dir('srv/site'), file('srv/site/a', LARGE), file('srv/other', LARGE)],
    [dir('srv'), dir('srv/site'), opaque('srv/site'), file('srv/site/b', LARGE)],
  ];
  const { findings } = await judgeStack(stack, { rules });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    rule: 'hidden-opaque',
    severity: 'warning',
    message: 'files in a directory that a later layer replaces',
    layer: 0,
    hiddenByLayer: 1,
    folder: 'srv/site',
    paths: [{ path: 'srv/site/a', bytes: LARGE.byteLength }],
    fix: expect.stringMatching(/^Fill the directory once/),
  });
});

test('wherever the marker stands in its layer, it hides lower layers only', async () => {
  const own = [dir('d'), file('d/b', LARGE)];
  for (const upper of [
    [opaque('d'), ...own],
    [...own, opaque('d')],
  ]) {
    const { findings } = await judgeStack([[dir('d'), file('d/a', LARGE)], upper], { rules });
    expect(findings.flatMap(({ paths }) => paths.map(({ path }) => path))).toEqual(['d/a']);
  }
});

test('the same content brought again is counted all the same', async () => {
  const stack = [
    [dir('d'), file('d/a', LARGE)],
    [dir('d'), opaque('d'), file('d/a', LARGE)],
  ];
  const { bytes } = await judgeStack(stack, { rules });
  expect(bytes.ballastByCause).toEqual({ 'hidden-opaque': LARGE.byteLength });
});

test('below the floor it is advice', async () => {
  const { findings } = await judgeStack(
    [
      [dir('d'), file('d/a', 'x')],
      [dir('d'), opaque('d')],
    ],
    { rules },
  );
  expect(findings.map(({ severity }) => severity)).toEqual(['advice']);
});

test('what is left alone: a second name outside', async () => {
  const stack = [
    [dir('d'), file('d/a', LARGE), link('kept', 'd/a')],
    [dir('d'), opaque('d')],
  ];
  expect((await judgeStack(stack, { rules })).findings).toEqual([]);
});

test('the page', () => expectPage(hiddenOpaque));
