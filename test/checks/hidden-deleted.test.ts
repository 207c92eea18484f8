import { expect, test } from 'vitest';
import type { Finding } from '../../src/checks/finding.ts';
import { hiddenDeleted } from '../../src/checks/hidden-deleted.ts';
import { dir, file, link, whiteout } from '../support/layers.ts';
import { judgeStack } from './judging/judge-stack.ts';
import { expectPage } from './judging/rule-page.ts';

const LARGE = Buffer.alloc(hiddenDeleted.floorBytes, 'large');
const rules = [hiddenDeleted];

async function only(...args: Parameters<typeof judgeStack>): Promise<Finding> {
  const { findings } = await judgeStack(...args);
  expect(findings).toHaveLength(1);
  return findings[0]!;
}

test('an installer that is copied, run and deleted', async () => {
  const stack = [
    [dir('tmp'), file('tmp/setup.run', LARGE)],
    [file('usr/bin/app', 'app'), whiteout('tmp/setup.run')],
  ];
  const history = [
    'COPY setup.run /tmp/ # buildkit',
    'RUN /bin/sh -c /tmp/setup.run && rm /tmp/setup.run # buildkit',
  ];
  expect(await only(stack, { rules, history })).toEqual({
    kind: 'finding',
    rule: 'hidden-deleted',
    severity: 'warning',
    message: 'files that a later layer deletes',
    state: 'hidden',
    origin: 'yours',
    layer: 0,
    hiddenByLayer: 1,
    instruction: 'COPY setup.run /tmp/',
    folder: 'tmp',
    paths: [{ path: 'tmp/setup.run', bytes: LARGE.byteLength }],
    fileCount: 1,
    bytes: LARGE.byteLength,
    shippedBytes: expect.any(Number),
    fix: 'Use the files without copying them: RUN --mount=type=bind, or a stage of their own.',
  });
});

test.each([
  ['ADD https://example.org/x.tgz / # buildkit', /^Use the files without copying them/],
  ['/bin/sh -c #(nop) COPY dir:1 in /srv ', /^Use the files without copying them/],
  ['RUN /bin/sh -c apt-get update # buildkit', /^Delete them at the end of the RUN/],
  ['COPYRIGHT', /^Delete them at the end of the RUN/],
])('the fix fits the instruction %j', async (createdBy, fix) => {
  const stack = [[file('a', LARGE)], [whiteout('a')]];
  expect((await only(stack, { rules, history: [createdBy, 'RUN rm a'] })).fix).toMatch(fix);
});

test('one byte below the floor it is advice', async () => {
  const stack = [[file('a', LARGE.subarray(1))], [whiteout('a')]];
  expect((await only(stack, { rules })).severity).toBe('advice');
});

test('what is left alone: a second name, and what never was in a layer', async () => {
  const { findings } = await judgeStack(
    [
      [file('a', LARGE), link('b', 'a'), file('empty')],
      [whiteout('a'), whiteout('empty'), whiteout('never')],
    ],
    { rules },
  );
  expect(findings).toEqual([]);
});

test('the page', () => expectPage(hiddenDeleted));
