// The keys of a whole graph: an image that cannot be read does not hold up the others, and a URL is asked for once.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PlimsollError } from '../../../../src/errors.ts';
import type { UpdateImage } from '../../../../src/fleet/update/graph/update-graph.ts';
import { computeSourceKeys } from '../../../../src/fleet/update/keys/compute-source-keys.ts';
import type { SourceKey } from '../../../../src/fleet/update/keys/source-key.ts';
import { EMPTY_LOCK } from '../../../../src/fleet/update/lock/update-lock.ts';
import { makeTemporaryFolder } from '../../../support/image-files.ts';
import { lockEntry, lockOf } from '../lock/lock-entries.ts';
import { image } from '../planning/made-fleet.ts';

const URL_ = 'https://example.org/data.tar';
const root = makeTemporaryFolder();
const lockPath = join(root, 'plimsoll.lock');
const signal = new AbortController().signal;

function made(name: string, dockerfile: string, platforms: readonly string[] = ['linux/amd64']): UpdateImage {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
  const build = {
    ...image(`${name}:1`).build!,
    contextPath: folder,
    dockerfilePath: join(folder, 'Dockerfile'),
    platforms,
  };
  return image(`${name}:1`, { build });
}

const images = [
  made('a', `FROM debian\nADD ${URL_} /\n`, ['linux/amd64', 'linux/arm64']),
  made('b', `FROM debian\nADD ${URL_} /b\n`),
  made('broken', 'RUN nothing\n'),
  image('unknown:1', { build: undefined }),
];

test('all of them, by image and platform', async () => {
  let asked = 0;
  const resolveSource = (): Promise<string> => {
    asked++;
    return Promise.resolve('etag 1');
  };
  const keys = await computeSourceKeys(
    { images, uses: [] },
    { lock: EMPTY_LOCK, lockPath, resolveSource, signal },
  );
  expect([...keys.keys()]).toEqual([
    'a:1 linux/amd64',
    'a:1 linux/arm64',
    'b:1 linux/amd64',
    'broken:1 linux/amd64',
  ]);
  expect(keys.get('broken:1 linux/amd64')).toMatchObject({ code: 'DOCKERFILE_INVALID', line: 1 });
  expect(asked).toBe(1);
});

test('content that nobody is asked for is what the lock says of it', async () => {
  const lock = lockOf(lockEntry('b:1', { sources: { [URL_]: 'etag 7' } }));
  const keys = await computeSourceKeys({ images, uses: [] }, { lock, lockPath, signal });
  const contents = (name: string): unknown =>
    (keys.get(name) as SourceKey).sources.map(({ content }) => content);
  expect([contents('a:1 linux/amd64'), contents('b:1 linux/amd64')]).toEqual([[undefined], ['etag 7']]);
});

test('a stopped run is no failure of an image', async () => {
  const stopped = computeSourceKeys(
    { images, uses: [] },
    { lock: EMPTY_LOCK, lockPath, signal: AbortSignal.abort() },
  );
  await expect(stopped).rejects.toThrow(PlimsollError);
  await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
});
