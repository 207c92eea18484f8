import { expect, test } from 'vitest';
import { collectMembers, moveNames } from '../../../../src/fleet/update/generations/collect-members.ts';
import type { UpdateImage } from '../../../../src/fleet/update/graph/update-graph.ts';
import { KEY_PARTS } from '../../../../src/fleet/update/keys/source-key.ts';
import { changeLock, EMPTY_LOCK, type LockEntry } from '../../../../src/fleet/update/lock/update-lock.ts';
import type { RunImage } from '../../../../src/fleet/update/running/run-report.ts';
import type { Digest } from '../../../../src/oci/bytes/digest.ts';

const AT = '2026-01-01T00:00:00.000Z';
const digest = (digit: string): Digest => `sha256:${digit.repeat(64)}`;

function image(id: string, more: Partial<UpdateImage> = {}): UpdateImage {
  const build = {
    ...{ contextPath: '/', dockerfilePath: '/Dockerfile', args: {}, namedContexts: {}, secretIds: [] },
    platforms: ['linux/amd64'],
  };
  return {
    kind: 'image',
    id,
    references: [id],
    place: { kind: 'dockerfile', file: 'Dockerfile' },
    build,
    ...more,
  };
}

function entry(id: string, platform: string, digit: string, bases: LockEntry['bases'] = {}): LockEntry {
  return {
    ...{
      id,
      platform,
      key: digit.repeat(64),
      digest: digest(digit),
      tags: [id],
      how: 'rebuilt',
      at: AT,
      seconds: 1,
    },
    ...{ pushedBytes: 1, bases, sources: {}, packages: {}, reference: `r.example/x@${digest(digit)}` },
    parts: Object.fromEntries(KEY_PARTS.map((part) => [part, '0'.repeat(16)])) as LockEntry['parts'],
  };
}

function made(id: string, platform: string, because: RunImage['because'] = []): RunImage {
  const result = {
    reference: 'x',
    how: 'rebuilt',
    seconds: 1,
    pushedBytes: 1,
    at: AT,
    digest: digest('0'),
  } as const;
  return { id, platform, because, end: { kind: 'made', made: result }, order: 0 };
}

test('a member has all its platforms, the bases of elsewhere, and the reason', () => {
  const [os, app] = ['r.example/os:1', 'r.example/app:1'];
  const lock = changeLock(EMPTY_LOCK, [
    entry(os, 'linux/amd64', '1', { 'docker.io/library/debian:12': digest('d') }),
    entry(app, 'linux/amd64', '2', { [os]: digest('1'), 'docker.io/library/go:1': digest('e') }),
    entry(app, 'linux/arm64', '3', { [os]: digest('1'), 'docker.io/library/go:1': digest('e') }),
  ]);
  const because = [
    [
      { subject: os, kind: 'parent' },
      { subject: 'debian:12', kind: 'base-changed', before: digest('a'), after: digest('d') },
    ],
  ] as const;
  const { members, failed } = collectMembers({
    graph: { images: [image(os), image(app)] },
    lock,
    images: [made(os, 'linux/amd64'), made(app, 'linux/amd64', because), made(app, 'linux/arm64')],
    joined: [
      { id: os, references: [os], reference: `r.example/os@${digest('1')}` },
      { id: app, references: [app], reference: `r.example/app@${digest('9')}` },
    ],
    to: 'other.example/mirror',
  });
  expect(failed).toEqual([]);
  expect(members.map(({ id, references, bases }) => [id, references, bases])).toEqual([
    [os, ['other.example/mirror/os:1'], [{ reference: 'docker.io/library/debian:12', digest: digest('d') }]],
    [app, ['other.example/mirror/app:1'], [{ reference: 'docker.io/library/go:1', digest: digest('e') }]],
  ]);
  expect(members[1]!.source).toBe(`r.example/app@${digest('9')}`);
  expect(members[1]!.platforms.map(({ platform, reason }) => [platform, reason])).toEqual([
    ['linux/amd64', `${os} because debian:12 (base changed sha256:aaaaaaaa.. -> sha256:dddddddd..)`],
    ['linux/arm64', undefined],
  ]);
});

test('what was not made says why; what has no name or no Dockerfile is not missed', () => {
  const graph = {
    images: [
      image('failed'),
      image('skipped'),
      image('never'),
      image('dir/Dockerfile', { references: [] }),
      image('foreign', { build: undefined }),
    ],
  };
  const images: RunImage[] = [
    {
      ...made('failed', 'linux/amd64'),
      end: { kind: 'failed', code: 'BUILD_FAILED', message: 'exit code 1' },
    },
    { ...made('skipped', 'linux/amd64'), end: { kind: 'skipped', because: ['failed linux/amd64'] } },
  ];
  expect(collectMembers({ graph, lock: EMPTY_LOCK, images, joined: [], to: undefined })).toEqual({
    members: [],
    failed: [
      { id: 'failed', message: 'exit code 1' },
      { id: 'skipped', message: 'skipped because failed linux/amd64 failed' },
      { id: 'never', message: 'it was not made yet' },
    ],
  });
});

test('names move to another registry with their tags', () => {
  expect(moveNames(['r.example:5000/a/b:1', 'debian'], 'other.example/x')).toEqual([
    'other.example/x/a/b:1',
    'other.example/x/library/debian:latest',
  ]);
  expect(moveNames(['r.example/a:1'], undefined)).toEqual(['r.example/a:1']);
});
