// External bases asked of a registry on loopback.
import { expect, test } from 'vitest';
import { listExternalBases, resolveBases } from '../../../../src/fleet/update/planning/resolve-bases.ts';
import { digestBytes } from '../../../../src/oci/bytes/digest.ts';
import { describeImage, makeImage } from '../../../support/image-files.ts';
import { holdIndex, REPOSITORY, startRegistry } from '../../../support/registry-server.ts';
import { digestOf } from '../lock/lock-entries.ts';
import { graphOf, image, use } from './made-fleet.ts';

const options = { insecure: false, signal: new AbortController().signal };
const image1 = makeImage();

test('an index counts by its own digest, and what fails fails alone', async () => {
  const settings = holdIndex([image1]);
  const registry = await startRegistry(settings);
  const good = `${registry.host}/${REPOSITORY}:latest`;
  const pinned = `${registry.host}/nowhere/at-all@${digestOf('pinned')}`;
  const before = registry.requests.length;
  const bases = await resolveBases(
    [good, `${registry.host}/${REPOSITORY}:gone`, pinned, 'NOT A NAME', good],
    options,
  );
  expect(bases.get(good)).toEqual({ kind: 'resolved', digest: digestBytes(settings.tags!['latest']!) });
  expect(bases.get(good)).not.toMatchObject({ digest: describeImage(image1).digest });
  expect(bases.get(pinned)).toEqual({ kind: 'resolved', digest: digestOf('pinned') });
  expect(bases.get(`${registry.host}/${REPOSITORY}:gone`)).toMatchObject({
    kind: 'failed',
    code: 'IMAGE_NOT_FOUND',
  });
  expect(bases.get('NOT A NAME')).toMatchObject({ kind: 'failed', code: 'REFERENCE_INVALID' });
  expect(bases.size).toBe(4);
  const asked = registry.requests
    .slice(before)
    .map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);
  expect(asked.filter((one) => one === 'HEAD latest')).toHaveLength(1);
  expect(asked.some((one) => one.includes('sha256'))).toBe(false);
});

test('what the registry says of a digest is enough where it says one', async () => {
  const said = digestOf('said');
  const registry = await startRegistry({
    intercept: (request, response) => {
      if (request.method !== 'HEAD') return false;
      response.writeHead(200, { 'docker-content-digest': said });
      response.end();
      return true;
    },
  });
  const reference = `${registry.host}/${REPOSITORY}:1`;
  expect((await resolveBases([reference], options)).get(reference)).toEqual({
    kind: 'resolved',
    digest: said,
  });
});

test('a stopped run is no failure of a base', async () => {
  const registry = await startRegistry(holdIndex([image1]));
  const signal = AbortSignal.abort();
  await expect(
    resolveBases([`${registry.host}/${REPOSITORY}:latest`], { ...options, signal }),
  ).rejects.toMatchObject({
    code: 'ABORTED',
  });
});

test('each external base of a graph is listed once', () => {
  const graph = graphOf(
    [image('a:1'), image('b:1')],
    [
      use('a:1', 'docker.io/x:1'),
      use('b:1', 'a:1'),
      use('b:1', 'docker.io/x:1', 'copy-from'),
      use('b:1', 'docker.io/a:1'),
    ],
  );
  expect(listExternalBases(graph)).toEqual(['docker.io/a:1', 'docker.io/x:1']);
});
