import { describe, expect, test } from 'vitest';
import { type Digest, digestBytes, digestHex } from '../../../src/oci/bytes/digest.ts';
import { listAttached } from '../../../src/oci/registry/list-attached.ts';
import { connectRegistry } from '../../../src/oci/registry/registry.ts';
import { openRegistryDestination } from '../../../src/oci/registry/registry-destination.ts';
import { file, layer } from '../../support/layers.ts';
import {
  makeFastSettings,
  REPOSITORY,
  type ServerSettings,
  startRegistry,
} from '../../support/registry-server.ts';
import { runSquash } from '../../support/run-squash.ts';
import { startWritableRegistry, type WritableRegistry } from '../../support/writable-registry.ts';
import { makeImage, never, writeImage } from '../../support/written-images.ts';

const DIGEST = digestBytes(Buffer.from('image'));
const STEM = `sha256-${digestHex(DIGEST)}`;

async function ask(settings: ServerSettings): Promise<readonly string[]> {
  const server = await startRegistry(settings);
  const registry = await connectRegistry(server.refer(), {}, makeFastSettings());
  try {
    return await listAttached(registry, DIGEST, never());
  } finally {
    registry.close();
  }
}

const manifest = Buffer.from(
  JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json' }),
);
const listOf = (...entries: readonly object[]): Buffer =>
  Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: entries.map((entry) => ({
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        digest: DIGEST,
        size: 1,
        ...entry,
      })),
    }),
  );
/** Answers for the list of referrers, as registries do that keep one. */
const keeping =
  (list: Buffer): ServerSettings['intercept'] =>
  (_, response, url) => {
    if (url.pathname !== `/v2/${REPOSITORY}/referrers/${DIGEST}`) return false;
    response.writeHead(200, { 'content-type': 'application/vnd.oci.image.index.v1+json' }).end(list);
    return true;
  };

describe('what speaks of an image', () => {
  test('nothing', async () => {
    expect(await ask({})).toEqual([]);
  });

  test("under cosign's tags", async () => {
    const tags = Object.fromEntries(['sig', 'att', 'sbom'].map((ending) => [`${STEM}.${ending}`, manifest]));
    expect(await ask({ tags })).toEqual([
      `the signature ${REPOSITORY}:${STEM}.sig`,
      `the attestation ${REPOSITORY}:${STEM}.att`,
      `the bill of materials ${REPOSITORY}:${STEM}.sbom`,
    ]);
  });

  test("in the registry's list of referrers", async () => {
    const intercept = keeping(listOf({ artifactType: 'application/vnd.test' }, {}))!;
    expect(await ask({ intercept })).toEqual([
      `application/vnd.test ${DIGEST}`,
      `application/vnd.oci.image.manifest.v1+json ${DIGEST}`,
    ]);
  });

  test('in the list under the tag that stands for it', async () => {
    expect(await ask({ tags: { [STEM]: listOf({ artifactType: 'application/vnd.test' }) } })).toEqual([
      `application/vnd.test ${DIGEST}`,
    ]);
    expect(await ask({ tags: { [STEM]: manifest } }).catch(() => [])).toEqual([]);
  });

  test('very much of it: twenty are named', async () => {
    const entries = Array.from({ length: 30 }, (_, i) => ({ artifactType: `t${i}` }));
    const names = await ask({ intercept: keeping(listOf(...entries))! });
    expect(names).toHaveLength(21);
    expect(names.at(-1)).toBe('10 more such artifacts');
  });

  test('a list that is none', async () => {
    for (const bad of ['', '{', '[]', '{"manifests":7}'])
      await expect(ask({ intercept: keeping(Buffer.from(bad))! })).rejects.toMatchObject({
        code: 'IMAGE_INVALID',
      });
  });
});

describe('a squash from a registry', () => {
  const tags = (registry: WritableRegistry): Map<string, Buffer> =>
    registry.manifests.get('team/app') as Map<string, Buffer>;

  async function write(registry: WritableRegistry): Promise<Digest> {
    const destination = await openRegistryDestination(registry.refer(), {}, makeFastSettings());
    const { digest } = await writeImage(destination, makeImage([layer([file('a')]), layer([file('b')])]));
    await destination.close();
    return digest;
  }

  test('names the signature that stays behind', async () => {
    const registry = await startWritableRegistry();
    const digest = await write(registry);
    const signature = `sha256-${digestHex(digest)}.sig`;
    tags(registry).set(signature, manifest);
    const from = `docker://${registry.host}/team/app:latest`;
    const { exitCode, report, complaint } = await runSquash([
      from,
      '-o',
      `docker://${registry.host}/team/out:1`,
    ]);
    expect(exitCode, complaint).toBe(0);
    expect(report!.leftOut).toEqual([`the signature team/app:${signature}`]);
  });

  test('goes on where the registry does not tell', async () => {
    const registry = await startWritableRegistry({
      fault: (_, { method }, url) =>
        method === 'HEAD' && url.pathname.endsWith('.sig') ? { status: 418 } : undefined,
    });
    await write(registry);
    const from = `docker://${registry.host}/team/app:latest`;
    const { exitCode, report, complaint } = await runSquash([
      from,
      '-o',
      `docker://${registry.host}/team/out:1`,
    ]);
    expect(exitCode, complaint).toBe(0);
    expect(report!.leftOut).toEqual([]);
    expect(complaint).toContain('whether signatures speak of it is not known');
  });
});
