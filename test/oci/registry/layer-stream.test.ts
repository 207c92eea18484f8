import { describe, expect, it } from 'vitest';
import type { OpenedImage, OpenOptions } from '../../../src/oci/image/image.ts';
import { openRegistryImage } from '../../../src/oci/registry/open-registry-image.ts';
import { failureOf, type MadeImage, makeImage } from '../../support/image-files.ts';
import {
  holdImage,
  makeFastSettings,
  type RegistryServer,
  readLayer,
  startRegistry,
  withLogin,
} from '../../support/registry-server.ts';
import { makeCertificate } from './self-signed-certificate.ts';

const amd64 = { platform: { os: 'linux', architecture: 'amd64' } };

function open(server: RegistryServer, options: OpenOptions = {}): Promise<OpenedImage> {
  const settings = makeFastSettings();
  return openRegistryImage(server.refer(), { platform: 'linux/amd64', ...options }, settings);
}

describe('foreign layers', () => {
  const certificate = makeCertificate();

  /** An image whose second layer is foreign, with these URLs. */
  function makeForeign(urls: readonly string[]): { image: MadeImage; manifest: Buffer } {
    const made = makeImage(amd64);
    const manifest = JSON.parse(made.manifest.toString());
    manifest.layers[1].mediaType = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
    manifest.layers[1].urls = urls;
    return { image: made, manifest: Buffer.from(JSON.stringify(manifest)) };
  }

  it('come from the registry where it has them, else from their URLs, without a credential', async () => {
    const elsewhere = await startRegistry({
      tls: certificate,
      intercept: (request, response) => {
        response.end(request.url === '/base.tar' ? made.image.layers[1]?.stored : 'no');
        return true;
      },
    });
    const made = makeForeign([`${elsewhere.origin}/base.tar`]);
    const held = { ...holdImage(made.image), tags: { latest: made.manifest } };
    const auth = { scheme: 'basic', users: { ann: 'pw' } } as const;
    const environment = withLogin({ username: 'ann', password: 'pw' });
    const having = await startRegistry(held);
    const lacking = await startRegistry({ ...held, blobs: held.blobs?.slice(0, 2) ?? [], auth });
    for (const server of [having, lacking]) {
      const opened = await openRegistryImage(
        server.refer(),
        { insecure: true, platform: 'linux/amd64' },
        makeFastSettings({ environment: environment(server.host) }),
      );
      expect(await readLayer(opened, 1)).toEqual(made.image.layers[1]?.stored);
    }
    expect(lacking.authorizations.length).toBeGreaterThan(0);
    expect(elsewhere.requests).toHaveLength(1);
    expect(elsewhere.authorizations).toEqual([]);
  });

  it('come from nowhere that asks for a login', async () => {
    const elsewhere = await startRegistry({
      tls: certificate,
      auth: { scheme: 'token', anonymous: true, users: { ann: 'pw' } },
    });
    const made = makeForeign([`${elsewhere.origin}/base.tar`]);
    const server = await startRegistry({
      tags: { latest: made.manifest },
      blobs: holdImage(made.image).blobs?.slice(0, 2) ?? [],
    });
    const failure = await failureOf(readLayer(await open(server, { insecure: true }), 1));
    expect(failure.code).toBe('REGISTRY_REFUSED');
    expect(elsewhere.requests.map(({ path }) => path)).toEqual(['/base.tar']);
  });

  it('do not come over plain http', async () => {
    const elsewhere = await startRegistry({});
    const made = makeForeign([`${elsewhere.origin}/base.tar`, 'file:///etc/passwd', 'nonsense']);
    const held = holdImage(made.image);
    const server = await startRegistry({
      tags: { latest: made.manifest },
      blobs: held.blobs?.slice(0, 2) ?? [],
    });
    expect((await failureOf(readLayer(await open(server), 1))).code).toBe('REGISTRY_INVALID');
    expect(elsewhere.requests).toEqual([]);
  });
});
