import { expect, test } from 'vitest';
import { type ComparedConfig, compareConfigs } from '../../../src/contents/compare/compare-configs.ts';
import { findConfigSecrets } from '../../../src/contents/secrets/find-config-secrets.ts';
import { maskConfig } from '../../../src/contents/secrets/mask-config.ts';
import { parseImageConfig } from '../../../src/oci/image/config.ts';
import { loadRuleSet } from '../../../src/secrets/load-rule-set.ts';
import { makeToken } from '../../support/made-secrets.ts';

const RULES = await loadRuleSet('');

function config(run: object, more: object = {}): ComparedConfig {
  const json = { os: 'linux', architecture: 'amd64', config: run, rootfs: { diff_ids: [] }, ...more };
  const storedConfig = parseImageConfig(Buffer.from(JSON.stringify(json)));
  return {
    storedConfig,
    config: maskConfig(storedConfig, findConfigSecrets(storedConfig, {}, RULES).values),
  };
}

function describe(a: ComparedConfig, b: ComparedConfig): string[] {
  return compareConfigs(a, b).map(
    ({ field, name, valueInA, valueInB }) =>
      `${name === null ? field : `${field} ${name}`}: ${valueInA} -> ${valueInB}`,
  );
}

test('each field, in an order of its own', () => {
  const a = config({
    User: 'root',
    Env: ['PATH=/bin', 'DEBUG=1', 'SAME=x'],
    Cmd: ['a'],
    Labels: { b: '1', a: '1' },
    Volumes: { '/data': {} },
  });
  const b = config(
    {
      User: 'nobody',
      WorkingDir: '/app',
      Env: ['SAME=x', 'PATH=/usr/bin'],
      Entrypoint: ['e', 'f'],
      Cmd: null,
      ExposedPorts: { '80/tcp': {} },
      Labels: { b: '2', c: '1' },
      StopSignal: 'SIGINT',
      Healthcheck: { Test: ['NONE'] },
    },
    { architecture: 'arm64', variant: 'v8' },
  );
  expect(describe(a, b)).toEqual([
    'platform: linux/amd64 -> linux/arm64/v8',
    'User: root -> nobody',
    'WorkingDir: null -> /app',
    'Entrypoint: null -> ["e","f"]',
    'Cmd: ["a"] -> null',
    'StopSignal: null -> SIGINT',
    'Healthcheck: null -> {"Test":["NONE"]}',
    'Env DEBUG: 1 -> null',
    'Env PATH: /bin -> /usr/bin',
    'ExposedPorts 80/tcp: null -> {}',
    'Volumes /data: {} -> null',
    'Labels a: 1 -> null',
    'Labels b: 1 -> 2',
    'Labels c: null -> 1',
  ]);
});

test('what is not set is the same in all its forms, and so is what only the build tells', () => {
  const a = config(
    { User: '', Cmd: [], Env: null, Labels: null, Volumes: {} },
    { created: '2026-01-01T00:00:00Z' },
  );
  expect(describe(a, config({}, { history: [{ created_by: 'x' }] }))).toEqual([]);
});

test('of a variable that is there twice the last one counts', () => {
  expect(describe(config({ Env: ['A=1', 'A=2'] }), config({ Env: ['A=2'] }))).toEqual([]);
});

test('a secret that differs is told, and not which it is', () => {
  const [token] = compareConfigs(
    config({ Env: ['API_TOKEN=one-long-secret'] }),
    config({ Env: ['API_TOKEN=another-secret'] }),
  );
  expect(token).toMatchObject({ field: 'Env', name: 'API_TOKEN' });
  expect(JSON.stringify(token)).not.toMatch(/one-long|another/);
});

test('hostile configs are compared like others', () => {
  const a = config({
    Env: [1, '__proto__=x', ''],
    Labels: { __proto__: null, constructor: 'c' },
    Volumes: ['x'],
    Healthcheck: 5,
  });
  expect(describe(a, config({ Env: 'A=1', ExposedPorts: 'x' }))).toEqual([
    'Healthcheck: 5 -> null',
    'Env : "" -> null'.replace('""', ''),
    'Env A: null -> 1',
    'Env __proto__: x -> null',
    'Labels constructor: c -> null',
  ]);
});

test('names with a secret in them are masked, and told with their values', () => {
  const [one, other] = [makeToken('one'), makeToken('other')];
  const a = config({
    Env: [one, `${other}=x`],
    Labels: { [one]: '1', [other]: '2' },
    Volumes: { [`/${one}`]: {} },
  });
  expect(describe(a, config({}))).toEqual([
    'Env ***:  -> null',
    'Env ***: x -> null',
    'Volumes /***: {} -> null',
    'Labels ***: 1 -> null',
    'Labels *** (1): 2 -> null',
  ]);
});
