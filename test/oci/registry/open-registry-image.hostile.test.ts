import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { PlimsollError } from '../../../src/errors.ts';
import type { OpenOptions } from '../../../src/oci/image/image.ts';
import { openRegistryImage } from '../../../src/oci/registry/open-registry-image.ts';
import type { RegistrySettings } from '../../../src/oci/registry/settings.ts';
import {
  describeImage,
  failureOf,
  type IndexEntry,
  makeImage,
  makeIndex,
  OCI_INDEX,
  sha256,
} from '../../support/image-files.ts';
import {
  holdImage,
  holdIndex,
  makeFastSettings,
  REPOSITORY,
  type RegistryServer,
  type ServerSettings,
  startRegistry,
} from '../../support/registry-server.ts';

const amd64 = { platform: { os: 'linux', architecture: 'amd64' } };
const image = makeImage(amd64);
const held = holdImage(image);
const HASTY = { answerLimitMs: 200, stallLimitMs: 200 };

async function fail(
  settings: ServerSettings,
  limits: Partial<RegistrySettings> = {},
  options: OpenOptions = { platform: 'linux/amd64' },
): Promise<{ failure: PlimsollError; server: RegistryServer; tookMs: number }> {
  const server = await startRegistry(settings);
  const started = performance.now();
  const failure = await failureOf(openRegistryImage(server.refer(), options, makeFastSettings(limits)));
  return { failure, server, tookMs: performance.now() - started };
}

/** Answers for manifests itself. */
function withManifest(send: (response: ServerResponse, request: IncomingMessage) => void): ServerSettings {
  return {
    ...held,
    intercept: (request, response, url) => {
      if (!url.pathname.includes('/manifests/')) return false;
      send(response, request);
      return true;
    },
  };
}

describe('manifests', () => {
  it('of a promised 5 GB are refused unread', async () => {
    const { failure, tookMs } = await fail(
      withManifest((response) => {
        response.writeHead(200, { 'content-length': 5e9 });
        response.write('{');
      }),
    );
    expect(failure).toMatchObject({
      code: 'REGISTRY_INVALID',
      message: expect.stringContaining('5000000000 bytes'),
      subject: expect.stringContaining(REPOSITORY),
    });
    expect(tookMs).toBeLessThan(20_000);
  });

  it('without end are cut at 4 MiB', async () => {
    let sentBytes = 0;
    const piece = Buffer.alloc(64 * 1024, ' ');
    const { failure } = await fail(
      withManifest((response) => {
        const more = (): void => {
          while (!response.destroyed && sentBytes < 64 * 1024 * 1024) {
            sentBytes += piece.length;
            if (!response.write(piece)) return void response.once('drain', more);
          }
        };
        more();
      }),
    );
    expect(failure.code).toBe('REGISTRY_INVALID');
    expect(sentBytes).toBeLessThan(16 * 1024 * 1024);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '<html>'],
    ['an array', '[]'],
    ['null', 'null'],
    ['no config', '{"schemaVersion":2,"layers":[]}'],
    ['deep nesting', '['.repeat(1_000_000)],
    ['layers that are none', '{"config":{"digest":"x"},"layers":[1]}'],
    ['a negative size', `{"config":{"digest":"${sha256('')}","size":-1},"layers":[]}`],
  ])('of %s make the image invalid', async (_, text) => {
    const { failure } = await fail(withManifest((response) => response.end(text)));
    expect(failure.code).toBe('IMAGE_INVALID');
  });

  it('are proven where a digest asks for them, whatever Docker-Content-Digest says', async () => {
    const wanted = sha256('something else');
    const server = await startRegistry(
      withManifest((response) => {
        response.writeHead(200, { 'docker-content-digest': wanted }).end(image.manifest);
      }),
    );
    const reference = { host: server.host, repository: REPOSITORY, digest: wanted };
    expect((await failureOf(openRegistryImage(reference, {}, makeFastSettings()))).code).toBe(
      'DIGEST_MISMATCH',
    );
    const tagged = await openRegistryImage(server.refer(), {}, makeFastSettings());
    expect(tagged.digest).toBe(image.manifestDigest);
  });

  it('that an index points to are proven in size and digest', async () => {
    const other = makeImage({ ...amd64, annotations: { other: 'x' } });
    const settings = holdIndex([image]);
    const lie = (bytes: Buffer): ServerSettings => ({
      ...settings,
      intercept: (_, response, url) => url.pathname.endsWith(image.manifestDigest) && !!response.end(bytes),
    });
    expect((await fail(lie(image.manifest.subarray(1)))).failure.code).toBe('DIGEST_MISMATCH');
    expect((await fail(lie(other.manifest))).failure.code).toBe('REGISTRY_INVALID');
    const huge = holdIndex([image], [describeImage(image, { size: 5e9 })]);
    const { failure, server } = await fail(huge);
    expect(failure.code).toBe('IMAGE_INVALID');
    expect(server.requests.filter(({ path }) => path.includes('/manifests/'))).toHaveLength(1);
  });

  it('whose config is another, or huge, are refused', async () => {
    const lie = (bytes: Uint8Array): ServerSettings => ({
      ...held,
      intercept: (_, response, url) => url.pathname.endsWith(image.configDigest) && !!response.end(bytes),
    });
    const same = Buffer.from(image.config);
    same[same.length - 1] = 0x20;
    expect((await fail(lie(same))).failure.code).toBe('DIGEST_MISMATCH');
    expect((await fail(lie(Buffer.alloc(10_000_000)))).failure.code).toBe('REGISTRY_INVALID');
    const json = JSON.parse(image.manifest.toString());
    json.config.size = 9 * 1024 * 1024;
    expect(
      (await fail({ ...held, tags: { latest: Buffer.from(JSON.stringify(json)) } })).failure,
    ).toMatchObject({ code: 'IMAGE_INVALID', message: expect.stringContaining('at most 8388608') });
  });

  it('that hang, in head or body, are told with the seconds', async () => {
    const head = await fail(
      withManifest(() => {}),
      HASTY,
    );
    expect(head.failure).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: `${head.server.host} gave no answer for 0.2 seconds`,
    });
    expect(head.server.requests.filter(({ path }) => path.includes('/manifests/'))).toHaveLength(2);
    const body = await fail(
      withManifest((response) => void response.write('{')),
      HASTY,
    );
    expect(body.failure).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: `${body.server.host} sent nothing more for 0.2 seconds`,
    });
  });

  it('that are each slow, but never for too long, are given up together', async () => {
    const inner = Array.from({ length: 20 }, (_, index) => makeIndex([{ ...entryOf(index) }]));
    const { failure, tookMs } = await fail(
      {
        tags: {
          latest: Buffer.from(
            JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: inner.map((i) => i.entry) }),
          ),
        },
        intercept: (_, response, url) => {
          const found = inner.find(({ entry }) => url.pathname.endsWith(entry.digest));
          if (found === undefined) return false;
          setTimeout(() => response.end(found.bytes), 150);
          return true;
        },
      },
      { resolveLimitMs: 400 },
    );
    expect(failure).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringContaining('gave no image for 0.4 seconds'),
    });
    expect(tookMs).toBeLessThan(25_000);
  });
});

/** An index entry of a platform that nobody asks for. */
function entryOf(index: number): IndexEntry {
  return {
    mediaType: image.manifestType,
    digest: sha256(`${index}`),
    size: 1,
    platform: { os: 'plan9', architecture: 'mips' },
  };
}

describe('indexes', () => {
  it('that name themselves lead nowhere, and not in a circle', async () => {
    // No index can hold its own digest; one that claims to is served under it all the same.
    const claimed = sha256('itself');
    const own = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: OCI_INDEX,
        manifests: [{ mediaType: OCI_INDEX, digest: claimed, size: 200 }],
      }),
    );
    const { failure, server } = await fail(withManifest((response) => response.end(own)));
    expect(failure.code).toMatch(/DIGEST_MISMATCH|REGISTRY_INVALID/);
    expect(server.requests.filter(({ path }) => path.includes('/manifests/'))).toHaveLength(2);
  });

  it('deeper than four are refused', async () => {
    const levels = [makeIndex([describeImage(image)])];
    while (levels.length < 5) levels.push(makeIndex([levels.at(-1)!.entry]));
    const nested = (depth: number): ServerSettings => ({
      ...held,
      tags: { latest: levels[depth - 1]!.bytes },
      manifests: [image.manifest, ...levels.map(({ bytes }) => bytes)],
    });
    const server = await startRegistry(nested(4));
    const opened = await openRegistryImage(server.refer(), {}, makeFastSettings());
    expect(opened.digest).toBe(image.manifestDigest);
    expect((await fail(nested(5))).failure).toMatchObject({
      code: 'IMAGE_INVALID',
      message: expect.stringContaining('deeper than 4'),
    });
  });

  it('without entries hold no platform', async () => {
    const { failure } = await fail({ tags: { latest: makeIndex([]).bytes } });
    expect(failure.code).toBe('PLATFORM_NOT_FOUND');
  });

  it('with ten thousand equal or useless entries cost a few requests', async () => {
    const inner = makeIndex([entryOf(0)]);
    const equal = await fail({
      tags: { latest: makeIndex(Array(10_000).fill(inner.entry)).bytes },
      manifests: [inner.bytes],
    });
    expect(equal.failure.code).toBe('PLATFORM_NOT_FOUND');
    expect(equal.server.requests.length).toBeLessThan(5);
    const many = Array.from({ length: 100 }, (_, index) => makeIndex([entryOf(index)]));
    const useless = await fail({
      tags: { latest: makeIndex(many.map(({ entry }) => entry)).bytes },
      manifests: many.map(({ bytes }) => bytes),
    });
    expect(useless.failure).toMatchObject({
      code: 'IMAGE_INVALID',
      message: expect.stringContaining('first 32'),
    });
    expect(useless.server.requests.length).toBeLessThan(40);
  });
});
