import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findEndpoints, parseHost } from '../../../src/oci/engine/find-endpoints.ts';
import { failureOf, makeTemporaryFolder, writeTree } from '../../support/image-files.ts';

const root = makeTemporaryFolder();
let folders = 0;

function writeContext(
  name: string,
  host: string,
  docker: object = {},
  files: Record<string, string> = {},
): string {
  const id = createHash('sha256').update(name).digest('hex');
  const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, ...docker } } };
  return writeTree(join(root, String(folders++)), {
    'config.json': JSON.stringify({ auths: {}, currentContext: name }),
    [`contexts/meta/${id}/meta.json`]: JSON.stringify(meta),
    ...Object.fromEntries(
      Object.entries(files).map(([file, text]) => [`contexts/tls/${id}/docker/${file}`, text]),
    ),
  });
}

describe('DOCKER_HOST', () => {
  it.each([
    ['unix:///run/some.sock', { kind: 'unix', socketPath: '/run/some.sock' }],
    ['tcp://engine', { kind: 'tcp', host: 'engine', port: 2375, tls: undefined }],
    ['tcp://engine:80', { kind: 'tcp', host: 'engine', port: 80, tls: undefined }],
    ['tcp://[::1]:2375', { kind: 'tcp', host: '::1', port: 2375, tls: undefined }],
    ['https://engine', { kind: 'tcp', host: 'engine', port: 2376, tls: { rejectUnauthorized: true } }],
  ])('%s', async (host, target) => {
    expect(await findEndpoints({ DOCKER_HOST: host })).toEqual([{ address: host, target }]);
  });

  it.each([
    ['ssh://user@host', 'IMAGE_UNSUPPORTED', /ssh -NL/],
    ['npipe:////./pipe/docker_engine', 'IMAGE_UNSUPPORTED', /docker save/],
    ['unix://', 'ENGINE_UNREACHABLE', /DOCKER_HOST/],
    ['tcp://', 'ENGINE_UNREACHABLE', /DOCKER_HOST/],
    ['tcp://host:99999', 'ENGINE_UNREACHABLE', /DOCKER_HOST/],
    ['/var/run/docker.sock', 'ENGINE_UNREACHABLE', /DOCKER_HOST/],
  ])('%s is refused with a hint', async (host, code, hint) => {
    expect(await failureOf(findEndpoints({ DOCKER_HOST: host }))).toMatchObject({
      code,
      subject: host,
      hint: expect.stringMatching(hint),
    });
  });

  it('with DOCKER_TLS_VERIFY takes the certificates of DOCKER_CERT_PATH', async () => {
    const folder = writeTree(join(root, 'certificates'), {
      'ca.pem': 'CA',
      'cert.pem': 'CERT',
      'key.pem': 'KEY',
    });
    const environment = { DOCKER_HOST: 'tcp://engine', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder };
    expect((await findEndpoints(environment))[0]?.target).toEqual({
      kind: 'tcp',
      host: 'engine',
      port: 2376,
      tls: {
        ca: Buffer.from('CA'),
        cert: Buffer.from('CERT'),
        key: Buffer.from('KEY'),
        rejectUnauthorized: true,
      },
    });
    const none = { ...environment, DOCKER_CERT_PATH: join(root, 'none') };
    expect((await findEndpoints(none))[0]?.target).toMatchObject({
      port: 2376,
      tls: { rejectUnauthorized: true },
    });
  });
});

describe('contexts', () => {
  it('the current one is taken, DOCKER_CONTEXT before it, DOCKER_HOST before both', async () => {
    const folder = writeContext('remote', 'tcp://remote:1');
    expect(await findEndpoints({ DOCKER_CONFIG: folder })).toEqual([
      parseHost('tcp://remote:1', undefined, false),
    ]);
    const both = { DOCKER_CONFIG: folder, DOCKER_HOST: 'tcp://named:2' };
    expect((await findEndpoints(both))[0]?.address).toBe('tcp://named:2');
    expect(await failureOf(findEndpoints({ DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'other' }))).toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringContaining("'other'"),
    });
  });

  it('bring their certificates and their waiver', async () => {
    const folder = writeContext('tls', 'tcp://remote:2376', { SkipTLSVerify: true }, { 'ca.pem': 'CA' });
    expect((await findEndpoints({ DOCKER_CONFIG: folder }))[0]?.target).toMatchObject({
      tls: { ca: Buffer.from('CA'), rejectUnauthorized: false },
    });
  });

  it('named default mean the usual sockets', async () => {
    const folder = writeContext('remote', 'tcp://remote:1');
    const runtime = writeTree(join(root, 'runtime'), { 'docker.sock': '', 'podman/podman.sock': '' });
    const found = await findEndpoints({
      DOCKER_CONFIG: folder,
      DOCKER_CONTEXT: 'default',
      XDG_RUNTIME_DIR: runtime,
      HOME: root,
    });
    const addresses = found.map(({ address }) => address).filter((address) => address.includes(runtime));
    expect(addresses).toEqual([`unix://${runtime}/docker.sock`, `unix://${runtime}/podman/podman.sock`]);
  });

  it('in settings that are broken are an error that names the file', async () => {
    const folder = writeTree(join(root, 'broken'), { 'config.json': '{' });
    expect(await failureOf(findEndpoints({ DOCKER_CONFIG: folder }))).toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      subject: join(folder, 'config.json'),
    });
    const odd = writeTree(join(root, 'odd'), { 'config.json': '{"currentContext":7}' });
    await expect(findEndpoints({ DOCKER_CONFIG: odd, HOME: root })).resolves.toBeInstanceOf(Array);
  });
});
