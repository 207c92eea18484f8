import { expect, test } from 'vitest';
import { createBlockSearch } from '../../../src/contents/secrets/holds-secret.ts';
import { readConfig } from '../../../src/contents/secrets/read-config.ts';
import { parseImageConfig } from '../../../src/oci/image/config.ts';
import { makeToken } from '../../support/made-secrets.ts';

const TOKEN = makeToken('config');
const OTHER = makeToken('other');
const PASSWORD = ['Gr8', 'sea', 'horse'].join('_');

const holdsSecret = await createBlockSearch();

async function read(run: object, more: object = {}, annotations: Record<string, string> = {}) {
  const json = { config: run, rootfs: { diff_ids: [] }, ...more };
  const bytes = Buffer.from(JSON.stringify(json));
  const masked = await readConfig(parseImageConfig(bytes), annotations, '');
  const { inConfig } = masked.secrets;
  return {
    masked,
    holds: holdsSecret(bytes),
    text: JSON.stringify([masked.config, masked.annotations]),
    told: inConfig.map(({ ruleId, places }) => [ruleId, ...places.map(({ place, name }) => name ?? place)]),
  };
}

test.each([
  ['a variable', { Env: [`GH=${TOKEN}`] }, {}, [['github-classic-token', 'GH']]],
  ['a name that tells', { Env: [`DB_PASSWORD=${PASSWORD}`] }, {}, [['generic-password', 'DB_PASSWORD']]],
  ['a label', { Labels: { by: `me ${TOKEN}` } }, {}, [['github-classic-token', 'by']]],
  ['a command', { Cmd: ['run', '--x', TOKEN] }, {}, [['github-classic-token', 'Cmd']]],
  [
    'a health check',
    { Healthcheck: { Test: ['CMD', TOKEN] } },
    {},
    [['github-classic-token', 'Healthcheck']],
  ],
  [
    'a build argument',
    {},
    { history: [{ created_by: `|1 API_TOKEN=${PASSWORD} /bin/sh -c make`, empty_layer: true }] },
    [['config-credential', 'history']],
  ],
  ['a comment', {}, { history: [{ comment: TOKEN }] }, [['github-classic-token', 'history']]],
  [
    'what BuildKit keeps as base64',
    {},
    { 'moby.buildkit.buildinfo.v1': Buffer.from(`{"attrs":{"build-arg:T":"${TOKEN}"}}`).toString('base64') },
    [['github-classic-token', 'moby.buildkit.buildinfo.v1']],
  ],
  ['a variable without a value', { Env: [TOKEN] }, {}, [['github-classic-token', '***']]],
  ['a name of a label', { Labels: { [TOKEN]: 'x' } }, {}, [['github-classic-token', '***']]],
  ['a name of a volume', { Volumes: { [`/${TOKEN}`]: {} } }, {}, [['github-classic-token', 'Volumes']]],
  ['a flag and its word', { Cmd: ['run', '--db-password', PASSWORD] }, {}, [['config-credential', 'Cmd']]],
  [
    'one in two places',
    { Env: [`A=${TOKEN}`] },
    { history: [{ created_by: `ENV A=${TOKEN}`, empty_layer: true }] },
    [['github-classic-token', 'A', 'history']],
  ],
])('%s', async (_, run, more, told) => {
  const result = await read(run, more);
  expect(result.told).toEqual(told);
  expect(result.holds).toBe(true);
  expect(result.text).not.toContain(TOKEN);
  expect(result.text).not.toContain(PASSWORD);
});

test('annotations too, and a value is masked wherever it stands', async () => {
  const { told, text } = await read(
    { Env: [`A=${TOKEN}`], Cmd: [`-x${TOKEN}y`] },
    {},
    { note: `for ${OTHER}` },
  );
  expect(told).toEqual([
    ['github-classic-token', 'A'],
    ['github-classic-token', 'note'],
  ]);
  for (const secret of [TOKEN, OTHER]) expect(text).not.toContain(secret);
});

test.each([
  'GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
  'PASSWORD_FILE=/run/secrets/password',
  'TOKEN_URL=https://login.test/oauth/token',
  'POSTGRES_PASSWORD=postgres',
  'API_KEY=changeme',
  'SECRET=$SECRET_OF_THE_HOST',
  'TOKENIZERS_PARALLELISM=disabled1',
  'SECRET_KEY_BASE_REQUIRED=yes-it-is',
  'PATH=/usr/local/bin:/usr/bin',
  'PYTHON_SHA256=0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9',
])('%s is none', async (variable) => {
  const { told, masked, holds } = await read({ Env: [variable] });
  expect(told).toEqual([]);
  expect(masked.config.run.env).toEqual([variable]);
  expect(holds).toBe(false);
});

test('a config that is nested deep or has secrets without end is masked in bounded time', async () => {
  const deep = `${'['.repeat(5000)}${JSON.stringify(TOKEN)}${']'.repeat(5000)}`;
  const bytes = Buffer.from(`{"rootfs":{"diff_ids":[]},"x":${deep}}`);
  const masked = await readConfig(parseImageConfig(bytes), {}, '');
  expect(JSON.stringify(masked.config.json)).not.toContain(TOKEN);
  const env = Array.from({ length: 3000 }, (_, i) => `A${i}=${makeToken(String(i))}`);
  const many = await read({ Env: env });
  for (const variable of env.slice(0, 50)) expect(many.text).not.toContain(variable.split('=')[1]);
});

test('where secrets are not wanted nothing is told of them, and they are masked all the same', async () => {
  const config = parseImageConfig(
    Buffer.from(JSON.stringify({ config: { Env: [`A=${TOKEN}`] }, rootfs: { diff_ids: [] } })),
  );
  const masked = await readConfig(config, {}, null);
  expect(masked.secrets.inConfig).toEqual([]);
  expect(masked.config.run.env).toEqual(['A=***']);
});

test.each([
  'docker login --password-stdin ghcr.io/Org-1/x',
  'docker build --secret id=npm,src=.Npm-rc1 .',
  'run --token $TOKEN --password "$(cat /run/x)" --api-key /run/Secrets1',
  'run --password --force1',
])('no credential is in %s', async (command) => {
  expect((await read({ Cmd: [command] })).told).toEqual([]);
});

test('names that become the same are all there', async () => {
  const { masked } = await read({ Labels: { [TOKEN]: 'a', [OTHER]: 'b' } });
  expect(Object.values((masked.config.json['config'] as { Labels: object }).Labels)).toEqual(['a', 'b']);
});
