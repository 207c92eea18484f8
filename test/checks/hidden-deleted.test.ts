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
    packages: [],
    because: null,
    place: null,
    secret: null,
    fix: 'Use the files without copying them (`RUN --mount=type=bind`), or in a stage of their own.',
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

test.each<readonly [string, string, RegExp]>([
  [
    'var/lib/apt/lists/a',
    'RUN apt-get update',
    /^Join that RUN with the one that installs, and end it with `rm -rf \/var\/lib\/apt\/lists\/\*`/,
  ],
  ['var/cache/apt/pkgcache.bin', 'RUN apt-get install -y curl', /^End that RUN with `apt-get clean && /],
  ['var/cache/dnf/a.solv', 'RUN dnf install -y tar', /^End that RUN with `dnf clean all`/],
  ['var/cache/apk/APKINDEX.tar.gz', 'RUN apk add curl', /^Use `apk add --no-cache`/],
  ['root/.cache/pip/http-v2/a', 'RUN pip install flask', /^Use `pip install --no-cache-dir`/],
  ['root/.npm/_cacache/a', 'RUN npm ci', /^End that RUN with `npm cache clean --force`/],
  ['root/.npm/_cacache/a', 'COPY . /root', /^Use the files without copying them/],
])('what should not have been left in %s by %j', async (path, createdBy, fix) => {
  const folders = path
    .split('/')
    .slice(0, -1)
    .map((_, i, names) => dir(names.slice(0, i + 1).join('/')));
  const stack = [
    [...folders, file(path, LARGE)],
    [...folders, whiteout(path)],
  ];
  expect((await only(stack, { rules, history: [createdBy, 'RUN clean'] })).fix).toMatch(fix);
});

test('what is left alone: backups and logs that every installation replaces', async () => {
  const backups = [
    'var/lib/dpkg/status-old',
    'var/cache/debconf/templates.dat-old',
    'etc/passwd-',
    'var/log/dpkg.log',
    'var/log/apt/term.log',
  ];
  const stack = [backups.map((path) => file(path, LARGE)), backups.map((path) => whiteout(path))];
  expect((await judgeStack(stack, { rules })).findings).toEqual([]);
  const databases = ['var/lib/dpkg/status', 'etc/passwd', 'var/log/app.log'];
  const removed = [databases.map((path) => file(path, LARGE)), databases.map((path) => whiteout(path))];
  expect((await judgeStack(removed, { rules })).findings).toMatchObject([{ fileCount: 3 }]);
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
