import { expect, test } from 'vitest';
import { hiddenOverwritten } from '../../src/checks/hidden-overwritten.ts';
import { dir, file, link } from '../support/layers.ts';
import { judgeStack } from './judging/judge-stack.ts';
import { expectPage } from './judging/rule-page.ts';

const LARGE = Buffer.alloc(hiddenOverwritten.floorBytes, 'large');
const rules = [hiddenOverwritten];

test('a binary that a later instruction strips', async () => {
  const stack = [
    [dir('usr'), dir('usr/bin'), file('usr/bin/server', LARGE)],
    [dir('usr'), dir('usr/bin'), file('usr/bin/server', LARGE.subarray(0, 1000))],
  ];
  const { findings, bytes } = await judgeStack(stack, { rules });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    rule: 'hidden-overwritten',
    severity: 'warning',
    message: 'files that a later layer overwrites',
    layer: 0,
    hiddenByLayer: 1,
    paths: [{ path: 'usr/bin/server', bytes: LARGE.byteLength }],
    fix: expect.stringMatching(/^Write the files once/),
  });
  expect(bytes.neededBytes).toBe(1000);
});

test('each hidden version counts once, under the layer that hid it', async () => {
  const versions = [1, 2, 3].map((i) => [file('a', Buffer.alloc(LARGE.byteLength, i))]);
  const { findings, bytes } = await judgeStack(versions, { rules });
  expect(findings.map(({ layer, hiddenByLayer }) => [layer, hiddenByLayer])).toEqual([
    [0, 1],
    [1, 2],
  ]);
  expect(bytes.neededBytes).toBe(LARGE.byteLength);
});

test('small changes are advice', async () => {
  const { findings } = await judgeStack([[file('etc/motd', 'a')], [file('etc/motd', 'ab')]], { rules });
  expect(findings.map(({ severity }) => severity)).toEqual(['advice']);
});

test.each<readonly [string, string, RegExp]>([
  ['srv/app.conf', 'COPY app.conf /srv/', /^Copy the files in the version that is to stay/],
  ['var/cache/apt/pkgcache.bin', 'RUN apt-get install -y curl', /^End that RUN with `apt-get clean && /],
  ['usr/bin/server', 'RUN make install', /^Write the files once/],
])('the fix for %s of %j', async (path, createdBy, fix) => {
  const stack = [[file(path, LARGE)], [file(path, 'new')]];
  const { findings } = await judgeStack(stack, { rules, history: [createdBy, 'RUN change'] });
  expect(findings[0]!.fix).toMatch(fix);
});

test('what is left alone: the records of package managers', async () => {
  const records = ['var/lib/dpkg/status', 'lib/apk/db/installed', 'etc/ld.so.cache', 'var/log/apt/term.log'];
  const stack = [records.map((path) => file(path, LARGE)), records.map((path) => file(path, 'new'))];
  expect((await judgeStack(stack, { rules })).findings).toEqual([]);
});

test('what is left alone: the same content again, and a second name', async () => {
  const stacks = [
    [[file('a', LARGE)], [file('a', LARGE, { uid: 1 })]],
    [[file('a', LARGE), link('b', 'a')], [file('a', 'new')]],
  ];
  for (const stack of stacks) expect((await judgeStack(stack, { rules })).findings).toEqual([]);
});

test('the page', () => expectPage(hiddenOverwritten));
