import { describe, expect, test } from 'vitest';
import { metadataCopy } from '../../src/checks/metadata-copy.ts';
import { dir, type Fields, file, symlink, whiteout } from '../support/layers.ts';
import { judgeStack } from './judging/judge-stack.ts';
import { expectPage } from './judging/rule-page.ts';

const LARGE = Buffer.alloc(metadataCopy.floorBytes, 'large');
const rules = [metadataCopy];

const chown = (fields: Fields) => [
  [dir('srv'), file('srv/a', LARGE)],
  [dir('srv', fields), file('srv/a', LARGE, fields)],
];

test.each<readonly [string, Fields]>([
  ['owner', { uid: 1000 }],
  ['group', { gid: 1000 }],
  ['mode', { mode: 0o755 }],
  ['time', { mtimeSeconds: 1_700_000_000 }],
  ['attributes', { xattrs: { 'security.capability': 'x' } }],
  ['nothing at all', {}],
])('a file that comes again with another %s', async (_what, fields) => {
  const { findings, bytes } = await judgeStack(chown(fields), { rules });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    rule: 'metadata-copy',
    severity: 'warning',
    message: 'files copied only to change their owner, mode or time',
    state: 'visible',
    layer: 1,
    hiddenByLayer: null,
    folder: 'srv',
    bytes: LARGE.byteLength,
  });
  expect(bytes).toMatchObject({ neededBytes: LARGE.byteLength, ballastBytes: LARGE.byteLength });
});

describe('the fix', () => {
  test.each([
    ['RUN /bin/sh -c chown -R app:app /srv # buildkit', /COPY --chown=USER:GROUP/],
    ['RUN /bin/sh -c chmod -R u+w /srv # buildkit', /COPY --chmod=MODE/],
    ['COPY . /srv # buildkit', /do not bring them twice/],
    ['RUN /bin/sh -c touch /srv/a # buildkit', /do not bring them twice/],
  ])('fits %j', async (createdBy, fix) => {
    const { findings } = await judgeStack(chown({ uid: 5 }), { rules, history: ['COPY . /srv', createdBy] });
    expect(findings[0]!.fix).toMatch(fix);
  });

  test('cleans up a cache that is written twice', async () => {
    const path = 'root/.npm/_cacache/a';
    const stack = [[file(path, LARGE)], [file(path, LARGE, { mtimeSeconds: 9 })]];
    const { findings } = await judgeStack(stack, { rules, history: ['RUN npm ci', 'RUN npm install -g x'] });
    expect(findings[0]!.fix).toMatch(/^End that RUN with `npm cache clean --force`/);
  });

  test('is there without a history', async () => {
    const { findings } = await judgeStack(chown({ uid: 5 }), { rules, history: [] });
    expect(findings[0]!.fix).toMatch(/^Set owner, mode and time/);
  });
});

test('below the floor it is advice', async () => {
  const { findings } = await judgeStack([[file('a', 'x')], [file('a', 'x', { uid: 1 })]], { rules });
  expect(findings.map(({ severity }) => severity)).toEqual(['advice']);
});

test('what is left alone', async () => {
  const stacks = [
    // The same content elsewhere, other content, something else in between, and what has no content.
    [[file('a', LARGE)], [file('b', LARGE)]],
    [[file('a', LARGE)], [file('a', LARGE.subarray(1))]],
    [[file('a', LARGE)], [whiteout('a')], [file('a', LARGE)]],
    // Debconf writes its database again whether it changed or not.
    [
      [file('var/cache/debconf/templates.dat', LARGE)],
      [file('var/cache/debconf/templates.dat', LARGE, { mtimeSeconds: 9 })],
    ],
    [
      [dir('d'), symlink('s', 'd'), file('e')],
      [dir('d', { uid: 1 }), symlink('s', 'd', { uid: 1 }), file('e', '', { uid: 1 })],
    ],
  ];
  for (const stack of stacks) expect((await judgeStack(stack, { rules })).findings).toEqual([]);
});

test('the page', () => expectPage(metadataCopy));
