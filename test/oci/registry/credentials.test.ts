import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRegistryReference } from '../../../src/oci/image/reference.ts';
import type { Credential } from '../../../src/oci/registry/credential.ts';
import { askCredentialHelper } from '../../../src/oci/registry/credential-helper.ts';
import { findCredential } from '../../../src/oci/registry/credentials.ts';
import { failureOf, makeTemporaryFolder } from '../../support/image-files.ts';

const root = makeTemporaryFolder();
const SECRET = 'pa:ss-wörd';
const password: Credential = { kind: 'password', username: 'ann', password: SECRET };
const auth = Buffer.from(`ann:${SECRET}`).toString('base64');

interface Home {
  readonly environment: Record<string, string>;
  readonly notices: string[];
}

/** A home folder with these files, and these helpers on the PATH. */
function makeHome(
  files: Readonly<Record<string, unknown>>,
  helpers: Readonly<Record<string, string>> = {},
): Home {
  const home = mkdtempSync(join(root, 'home-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(home, name, '..'), { recursive: true });
    writeFileSync(join(home, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  mkdirSync(join(home, 'bin'));
  for (const [name, script] of Object.entries(helpers)) {
    writeFileSync(join(home, 'bin', `docker-credential-${name}`), `#!/bin/sh\n${script}\n`);
    chmodSync(join(home, 'bin', `docker-credential-${name}`), 0o755);
  }
  const path = `${join(home, 'bin')}:${process.env['PATH']}`;
  return { environment: { HOME: home, PATH: path }, notices: [] };
}

function find(name: string, { environment, notices }: Home): Promise<Credential | undefined> {
  const onNotice = (line: string): void => void notices.push(line);
  return findCredential(parseRegistryReference(name), { environment, signal: undefined, onNotice });
}

const CONFIG = '.docker/config.json';

describe('files', () => {
  it('give nothing where there are none', async () => {
    expect(await find('ghcr.io/a', makeHome({}))).toBeUndefined();
    expect(await find('ghcr.io/a', makeHome({ [CONFIG]: '' }))).toBeUndefined();
    expect(await find('ghcr.io/a', makeHome({ [CONFIG]: {} }))).toBeUndefined();
  });

  it.each([
    ['ghcr.io', 'ghcr.io/a/b'],
    ['https://ghcr.io', 'ghcr.io/a/b'],
    ['https://ghcr.io/v2/', 'ghcr.io/a/b'],
    ['GHCR.io', 'ghcr.io/a/b'],
    ['localhost:5000', 'localhost:5000/a'],
    ['https://index.docker.io/v1/', 'alpine'],
    ['docker.io', 'alpine'],
    ['registry-1.docker.io', 'docker.io/ann/x'],
    ['ghcr.io/a', 'ghcr.io/a/b'],
    ['ghcr.io/a/b', 'ghcr.io/a/b:1'],
  ])('have %s for %s', async (key, name) => {
    expect(await find(name, makeHome({ [CONFIG]: { auths: { [key]: { auth } } } }))).toEqual(password);
  });

  it.each([
    ['ghcr.io', 'evil-ghcr.io/a'],
    ['ghcr.io', 'ghcr.io.evil.example/a'],
    ['ghcr.io', 'ghcr.io:444/a'],
    ['localhost:5000', 'localhost:5001/a'],
    ['ghcr.io/a/b', 'ghcr.io/a/bc'],
    ['ghcr.io/a/b', 'ghcr.io/a'],
    ['https://index.docker.io/v1/', 'ghcr.io/alpine'],
    ['__proto__', 'localhost/a'],
  ])('do not have %s for %s', async (key, name) => {
    const text = `{"auths":{${JSON.stringify(key)}:{"auth":${JSON.stringify(auth)}}}}`;
    expect(await find(name, makeHome({ [CONFIG]: text }))).toBeUndefined();
  });

  it('give the most exact entry', async () => {
    const auths = {
      'quay.io': { username: 'host', password: 'x' },
      'quay.io/a': { username: 'namespace', password: 'x' },
      'quay.io/a/b': { username: 'repository', password: 'x' },
    };
    const home = makeHome({ [CONFIG]: { auths } });
    expect(await find('quay.io/a/b', home)).toMatchObject({ username: 'repository' });
    expect(await find('quay.io/a/c', home)).toMatchObject({ username: 'namespace' });
    expect(await find('quay.io/d', home)).toMatchObject({ username: 'host' });
  });

  it.each([
    [{ username: 'ann', password: SECRET }, password],
    [
      { auth, identitytoken: 'refresh' },
      { kind: 'identity-token', token: 'refresh' },
    ],
    [{ registrytoken: 'bearer' }, { kind: 'registry-token', token: 'bearer' }],
    [{ auth: Buffer.from(`ann:${SECRET}\0\0`).toString('base64') }, password],
    [{}, undefined],
  ])('read %j', async (entry, credential) => {
    expect(await find('ghcr.io/a', makeHome({ [CONFIG]: { auths: { 'ghcr.io': entry } } }))).toEqual(
      credential,
    );
  });

  it('of Docker come before those of podman, wherever each is', async () => {
    const entry = (username: string): object => ({ auths: { 'ghcr.io': { username, password: 'x' } } });
    const home = makeHome({
      [CONFIG]: entry('docker'),
      'other/config.json': entry('folder'),
      '.config/containers/auth.json': entry('podman'),
      'runtime/containers/auth.json': entry('runtime'),
      'named.json': entry('named'),
    });
    const path = home.environment['HOME'] as string;
    const findWith = (more: Record<string, string>): Promise<Credential | undefined> =>
      find('ghcr.io/a', { ...home, environment: { ...home.environment, ...more } });
    const noDocker = { DOCKER_CONFIG: join(path, 'none') };
    expect(await findWith({})).toMatchObject({ username: 'docker' });
    expect(await findWith({ DOCKER_CONFIG: join(path, 'other') })).toMatchObject({ username: 'folder' });
    expect(await findWith(noDocker)).toMatchObject({ username: 'podman' });
    expect(await findWith({ ...noDocker, XDG_RUNTIME_DIR: join(path, 'runtime') })).toMatchObject({
      username: 'runtime',
    });
    expect(await findWith({ ...noDocker, REGISTRY_AUTH_FILE: join(path, 'named.json') })).toMatchObject({
      username: 'named',
    });
  });

  it.each([
    ['no JSON', `{"auths":{"ghcr.io":{"auth":"${auth}"`],
    ['no object', '[]'],
    ['an entry that is none', { auths: { 'ghcr.io': auth } }],
    ['no base64', { auths: { 'ghcr.io': { auth: `ann:${SECRET}` } } }],
    ['no colon', { auths: { 'ghcr.io': { auth: Buffer.from(SECRET.replace(':', '')).toString('base64') } } }],
  ])('with %s are an error that shows no secret', async (_, content) => {
    const home = makeHome({ [CONFIG]: content });
    const failure = await failureOf(find('ghcr.io/a', home));
    expect(failure).toMatchObject({
      code: 'CREDENTIALS_INVALID',
      subject: join(home.environment['HOME'] as string, CONFIG),
    });
    expect(JSON.stringify([failure.message, failure.hint, String(failure.cause)])).not.toMatch(
      new RegExp(`${SECRET.slice(3)}|${auth.slice(0, 8)}`),
    );
  });

  it('that are broken for another host do not matter', async () => {
    const auths = { 'other.io': { auth: '!' }, 'ghcr.io': { auth } };
    expect(await find('ghcr.io/a', makeHome({ [CONFIG]: { auths } }))).toEqual(password);
  });

  it('that cannot be read are an error', async () => {
    expect(await failureOf(find('ghcr.io/a', makeHome({ [`${CONFIG}/x`]: '' })))).toMatchObject({
      code: 'CREDENTIALS_INVALID',
      message: expect.stringContaining('EISDIR'),
    });
  });
});

describe('credential helpers', () => {
  /** Answers with the server it was asked for as the user's name. */
  const ECHO = `read -r server; test "$1" = get && printf '{"Username":"%s","Secret":"s"}' "$server"`;
  const NOT_FOUND = 'echo credentials not found in native keychain; exit 1';

  it('are asked for the host, with the name Docker Hub has for them', async () => {
    const home = makeHome({ [CONFIG]: { credsStore: 'echo' } }, { echo: ECHO });
    expect(await find('ghcr.io/a', home)).toEqual({ kind: 'password', username: 'ghcr.io', password: 's' });
    expect(await find('localhost:5000/a', home)).toMatchObject({ username: 'localhost:5000' });
    expect(await find('alpine', home)).toMatchObject({ username: 'https://index.docker.io/v1/' });
  });

  it('of one host come before the store and the entries', async () => {
    const config = {
      credHelpers: { 'ghcr.io': 'one' },
      credsStore: 'all',
      auths: { 'ghcr.io': { auth }, 'quay.io': { auth }, 'gcr.io': {} },
    };
    const home = makeHome({ [CONFIG]: config }, { one: ECHO, all: ECHO.replace('"s"', '"all"') });
    expect(await find('ghcr.io/a', home)).toMatchObject({ username: 'ghcr.io', password: 's' });
    expect(await find('quay.io/a', home)).toEqual(password);
    expect(await find('gcr.io/a', home)).toMatchObject({ username: 'gcr.io', password: 'all' });
  });

  it('give identity tokens', async () => {
    const script = `printf '{"Username":"<token>","Secret":"refresh"}'`;
    expect(
      await find('x.azurecr.io/a', makeHome({ [CONFIG]: { credsStore: 'az' } }, { az: script })),
    ).toEqual({ kind: 'identity-token', token: 'refresh' });
  });

  it('that know nothing leave it to what comes after', async () => {
    const config = { credHelpers: { 'ghcr.io': 'none' }, auths: { 'ghcr.io': { auth } } };
    const home = makeHome({ [CONFIG]: config }, { none: NOT_FOUND });
    expect(await find('ghcr.io/a', home)).toEqual(password);
    const store = makeHome({ [CONFIG]: { credsStore: 'none' } }, { none: NOT_FOUND });
    expect(await find('ghcr.io/a', store)).toBeUndefined();
    expect(store.notices).toEqual([]);
  });

  it('for all hosts that are missing or fail cost a notice only', async () => {
    const missing = makeHome({ [CONFIG]: { credsStore: 'desktop' } });
    expect(await find('alpine', missing)).toBeUndefined();
    expect(missing.notices).toEqual([
      expect.stringContaining('docker-credential-desktop is not on the PATH'),
    ]);
    const failing = makeHome(
      { [CONFIG]: { credsStore: 'bad' } },
      { bad: `echo '${SECRET}'; echo '${SECRET}' >&2; exit 3` },
    );
    expect(await find('alpine', failing)).toBeUndefined();
    expect(failing.notices).toEqual([expect.stringContaining('docker-credential-bad fails (exit 3)')]);
    expect(failing.notices.join()).not.toContain(SECRET);
  });

  it.each([
    ['missing', undefined],
    ['failing', 'exit 1'],
    ['without JSON', `echo ${SECRET}`],
    ['with null', 'echo null'],
    ['without a secret', `echo '{"Username":"ann"}'`],
    ['talking without end', 'while :; do echo 0123456789012345678901234567890123456789; done'],
  ])('for one host and %s are an error', async (_, script) => {
    const home = makeHome(
      { [CONFIG]: { credHelpers: { 'ghcr.io': 'x' } } },
      script === undefined ? {} : { x: script },
    );
    const failure = await failureOf(find('ghcr.io/a', home));
    expect(failure).toMatchObject({ code: 'CREDENTIALS_INVALID' });
    expect(`${failure.message} ${failure.hint} ${failure.cause}`).not.toContain(SECRET);
  });

  it.each(['../evil', '/bin/sh', 'a b', 'a;b', '-x', '', 'x'.repeat(65)])(
    'are not started where their name is %j',
    async (name) => {
      const options = { environment: process.env, signal: undefined, onNotice: undefined };
      expect(
        await failureOf(askCredentialHelper(name, 'ghcr.io', options) as Promise<unknown>),
      ).toMatchObject({
        code: 'CREDENTIALS_INVALID',
        message: expect.stringContaining('no usable name'),
      });
    },
  );

  it('that do not answer are left, with all they started', async () => {
    const { environment } = makeHome({}, { slow: 'sleep 120 & sleep 120' });
    const started = performance.now();
    const options = { environment, signal: undefined, onNotice: undefined };
    expect(await failureOf(askCredentialHelper('slow', 'ghcr.io', options, 200))).toMatchObject({
      code: 'CREDENTIALS_INVALID',
      message: expect.stringContaining('no answer in 0.2 seconds'),
    });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const stoppable = { environment, signal: controller.signal, onNotice: undefined };
    expect(await failureOf(askCredentialHelper('slow', 'ghcr.io', stoppable))).toMatchObject({
      code: 'ABORTED',
    });
    expect(performance.now() - started).toBeLessThan(50_000);
  });
});
