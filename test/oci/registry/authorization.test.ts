import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OpenedImage } from '../../../src/oci/image/image.ts';
import { openRegistryImage } from '../../../src/oci/registry/open-registry-image.ts';
import { failureOf, makeImage, makeTemporaryFolder } from '../../support/image-files.ts';
import {
  holdImage,
  makeFastSettings,
  REPOSITORY,
  type RegistryServer,
  readLayer,
  type ServerAuth,
  startRegistry,
  withLogin,
} from '../../support/registry-server.ts';

const image = makeImage();
const held = holdImage(image);
const USERS = { ann: 'pässword' };
const ANN = { auth: Buffer.from('ann:pässword').toString('base64') };
const BASIC = `Basic ${ANN.auth}`;

function start(auth: ServerAuth): Promise<RegistryServer> {
  return startRegistry({ ...held, auth });
}

/** Opens as a user whose config holds this entry for the server. */
function openAs(server: RegistryServer, entry?: object): Promise<OpenedImage> {
  const settings = entry === undefined ? {} : { environment: withLogin(entry)(server.host) };
  return openRegistryImage(server.refer(), {}, makeFastSettings(settings));
}

async function readAllLayers(opened: OpenedImage): Promise<void> {
  const read = await Promise.all(opened.layers.map((_, index) => readLayer(opened, index)));
  expect(read).toEqual(image.layers.map(({ stored }) => stored));
  await opened.close();
}

describe('a registry that asks for nothing', () => {
  it('is sent nothing, whatever is stored for it', async () => {
    const server = await startRegistry(held);
    await readAllLayers(await openAs(server, ANN));
    expect(server.authorizations).toEqual([]);
  });
});

describe('basic authentication', () => {
  it('sends the credential after it was asked for', async () => {
    const server = await start({ scheme: 'basic', users: USERS });
    await readAllLayers(await openAs(server, ANN));
    expect(server.requests[1]?.headers.authorization).toBeUndefined();
    expect(new Set(server.authorizations)).toEqual(new Set([BASIC]));
  });

  it.each([
    ['without a credential', undefined],
    ['with a wrong one', { username: 'ann', password: 'wrong-pw' }],
    ['with an identity token, which it cannot use', { identitytoken: 'refresh' }],
  ])('is refused %s, with the command that helps', async (_, entry) => {
    const server = await start({ scheme: 'basic', users: USERS });
    const failure = await failureOf(openAs(server, entry));
    expect(failure).toMatchObject({
      code: 'REGISTRY_REFUSED',
      subject: `docker://${server.host}/${REPOSITORY}:latest`,
      hint: expect.stringContaining(`docker login ${server.host}`),
    });
    expect(JSON.stringify(failure) + failure.message + failure.hint).not.toMatch(/wrong-pw|refresh/);
    expect(server.requests.length).toBeLessThan(5);
  });
});

describe('tokens', () => {
  it('are got without a credential where there is none', async () => {
    const server = await start({ scheme: 'token', anonymous: true });
    await readAllLayers(await openAs(server));
    const asked = server.requests.filter(({ path }) => path === '/token');
    expect(asked.map(({ query }) => Object.fromEntries(query))).toEqual([
      { service: 'test', scope: `repository:${REPOSITORY}:pull` },
    ]);
  });

  it('are got with user and password, which the registry itself never sees', async () => {
    const server = await start({ scheme: 'token', users: USERS });
    await readAllLayers(await openAs(server, ANN));
    const asked = server.requests.filter(({ headers }) => headers.authorization?.startsWith('Basic'));
    expect(asked).toMatchObject([{ path: '/token', method: 'GET', headers: { authorization: BASIC } }]);
    expect(asked[0]?.query.get('account')).toBe('ann');
  });

  it('are got with an identity token by POST', async () => {
    const server = await start({ scheme: 'token', identityTokens: ['refresh+/='] });
    await readAllLayers(await openAs(server, { ...ANN, identitytoken: 'refresh+/=' }));
    expect(server.requests.filter(({ path }) => path === '/token').map(({ method }) => method)).toEqual([
      'POST',
    ]);
  });

  it('are got with what a credential helper gives', async () => {
    const folder = makeTemporaryFolder();
    mkdirSync(join(folder, 'bin'));
    const helper = join(folder, 'bin', 'docker-credential-test');
    writeFileSync(helper, `#!/bin/sh\nprintf '{"Username":"ann","Secret":"pässword"}'\n`);
    chmodSync(helper, 0o755);
    const server = await start({ scheme: 'token', users: USERS });
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ credHelpers: { [server.host]: 'test' } }));
    const environment = { DOCKER_CONFIG: folder, PATH: join(folder, 'bin') };
    await readAllLayers(await openRegistryImage(server.refer(), {}, makeFastSettings({ environment })));
    expect(server.authorizations).toContain(BASIC);
  });

  it('of the config are sent to the registry as they are', async () => {
    const tokens = new Set(['ready-made']);
    const server = await start({ scheme: 'token', tokens });
    await readAllLayers(await openAs(server, { registrytoken: 'ready-made' }));
    expect(server.requests.some(({ path }) => path === '/token')).toBe(false);
    const failure = await failureOf(openAs(server, { registrytoken: 'not\nsendable' }));
    expect(failure.code).toBe('REGISTRY_REFUSED');
  });

  it('that ran out are got anew, once for all blobs that wait for it', async () => {
    const layers = makeImage().layers;
    const server = await start({ scheme: 'token', anonymous: true });
    const opened = await openAs(server);
    server.tokens.clear();
    const read = await Promise.all(opened.layers.map((_, index) => readLayer(opened, index)));
    expect(read).toEqual(layers.map(({ stored }) => stored));
    expect(server.requests.filter(({ path }) => path === '/token')).toHaveLength(2);
  });

  it.each([
    ['without a credential', undefined, 'gives no token without a login'],
    ['with a wrong one', { username: 'ann', password: 'wrong' }, 'does not accept the stored credential'],
    ['with a wrong identity token', { identitytoken: 'wrong' }, 'does not accept the stored credential'],
  ])('are refused %s', async (_, entry, message) => {
    const server = await start({ scheme: 'token', users: USERS });
    expect(await failureOf(openAs(server, entry))).toMatchObject({
      code: 'REGISTRY_REFUSED',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(`docker login ${server.host}`),
    });
  });

  it('come from a token server on another port of the registry', async () => {
    const tokens = new Set<string>();
    const issuer = await start({ scheme: 'token', users: USERS, tokens });
    const server = await start({ scheme: 'token', tokens, realm: `${issuer.origin}/token` });
    await readAllLayers(await openAs(server, ANN));
    expect(issuer.authorizations).toEqual([BASIC]);
  });
});

describe('a token server elsewhere', () => {
  /** The same machine by its other name: another host as far as anyone can tell. */
  function otherName(server: RegistryServer): string {
    return server.origin.replace('127.0.0.1', 'localhost');
  }

  it('is asked without the credential, which is enough for a public image', async () => {
    const tokens = new Set<string>();
    const issuer = await start({ scheme: 'token', anonymous: true, users: USERS, tokens });
    const server = await start({ scheme: 'token', tokens, realm: `${otherName(issuer)}/token` });
    await readAllLayers(await openAs(server, ANN));
    expect(issuer.authorizations).toEqual([]);
    expect(issuer.requests.map(({ query }) => query.get('account'))).toEqual([null]);
  });

  it.each([
    ['user and password', ANN],
    ['an identity token', { identitytoken: 'refresh' }],
  ])('never gets %s, and the user is told why', async (_, entry) => {
    const tokens = new Set<string>();
    const issuer = await start({ scheme: 'token', users: USERS, identityTokens: ['refresh'], tokens });
    const server = await start({ scheme: 'token', tokens, realm: `${otherName(issuer)}/token` });
    expect(await failureOf(openAs(server, entry))).toMatchObject({
      code: 'REGISTRY_REFUSED',
      message: expect.stringContaining(`localhost:${issuer.host.split(':')[1]}`),
    });
    expect(issuer.authorizations).toEqual([]);
    expect(issuer.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('that gives a useless token does not change the reason', async () => {
    const issuer = await start({ scheme: 'token', anonymous: true });
    const server = await start({ scheme: 'token', realm: `${otherName(issuer)}/token` });
    expect(await failureOf(openAs(server, ANN))).toMatchObject({
      code: 'REGISTRY_REFUSED',
      message: expect.stringContaining('not of its domain'),
    });
  });
});
