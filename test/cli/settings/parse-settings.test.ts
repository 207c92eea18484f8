import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../src/cli/settings/parse-settings.ts';
import { NO_SETTINGS } from '../../../src/cli/settings/settings.ts';
import { NO_UPDATE_SETTINGS } from '../../../src/fleet/update/update-settings.ts';
import { validateSchema } from '../../report/validate-schema.ts';

const RULE_IDS = ['hidden-deleted', 'hidden-overwritten', 'apt-cache'];
const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../schema/plimsoll-yaml.json', import.meta.url), 'utf8'),
);
const parse = (text: string) => parseSettings(text, 'plimsoll.yaml', RULE_IDS);
const tell = (text: string): string[] =>
  parse(text).problems.map(({ line, message }) => `${line}: ${message}`);

test('every setting is read', () => {
  const { settings, problems } = parse(`
# what we accept
failOn: error
maxBallast: 5%
maxSize: 500 MB
base: debian:12
profiles:
  - { profile: development, tag: '*-dev' }
  - profile: development
    tag: dev-*
    label: com.example.stage=*
ignore:
  - rule: hidden-*
    path: usr/share/**
    reason: the base's
    until: 2027-01-31
  - { rule: apt-cache, reason: known }
secrets:
  key: plimsoll.key
  baseline: plimsoll-baseline.json
  rules: [ours.toml, more.toml]
fixes:
  hidden-deleted: never
  apt-cache: by name
`);
  expect(problems).toEqual([]);
  expect(settings).toEqual({
    file: 'plimsoll.yaml',
    failOn: 'error',
    maxBallast: { kind: 'share', text: '5%', share: 0.05 },
    maxSize: { kind: 'bytes', text: '500 MB', bytes: 500_000_000 },
    base: 'debian:12',
    profiles: [
      { profile: 'development', tag: '*-dev', label: null },
      { profile: 'development', tag: 'dev-*', label: { name: 'com.example.stage', value: '*' } },
    ],
    ignore: [
      { rule: 'hidden-*', path: 'usr/share/**', reason: "the base's", until: '2027-01-31', line: 13 },
      { rule: 'apt-cache', path: null, reason: 'known', until: null, line: 17 },
    ],
    secrets: { key: 'plimsoll.key', baseline: 'plimsoll-baseline.json', rules: ['ours.toml', 'more.toml'] },
    fixes: { 'hidden-deleted': 'never', 'apt-cache': 'by name' },
    update: NO_UPDATE_SETTINGS,
  });
});

test.each(['', '\n', '# nothing yet\n', '---\n', 'null\n', '{}\n', 'ignore: []\n'])(
  '%j is as good as nothing',
  (text) =>
    expect(parse(text)).toEqual({
      settings: { ...NO_SETTINGS, file: 'plimsoll.yaml' },
      problems: [],
    }),
);

test('fixes are for rules that there are, and have one of three values', () => {
  const { problems } = parse('fixes:\n  apt-cash: never\n  apt-cache: sometimes\n');
  expect(problems.map(({ line }) => line)).toEqual([2, 3]);
});

describe('problems have their line', () => {
  test.each([
    ['failOn: error\nignores: []\n', ["2: unknown key 'ignores' (did you mean 'ignore'?)"]],
    ['completely-else: 1\n', ["1: unknown key 'completely-else'"]],
    ['failOn: fatal\n', ["1: 'failOn' must be one of error, warning, advice, never"]],
    ['failOn:\n', ["1: 'failOn' has no value"]],
    ['maxSize: 5%\n', ["1: 'maxSize': it must be a number with B, kB, MB, GB, KiB, MiB or GiB behind it"]],
    [
      'maxBallast: [1]\n',
      ["1: 'maxBallast': it must be a number with B, kB, MB, GB, KiB, MiB or GiB behind it, or 0 to 100 %"],
    ],
    ['base: 12\n', ["1: 'base' must be text"]],
    ['- failOn\n', ['1: it must hold keys and values, such as `maxBallast: 5%`']],
    ['profiles: {}\n', ["1: 'profiles' must be a list of entries with 'profile' and 'tag' or 'label'"]],
    [
      'profiles:\n  - dev\n  - profile: development\n',
      [
        "2: an entry of 'profiles' must have 'profile' and 'tag' or 'label'",
        "3: an entry of 'profiles' must have 'profile' and 'tag' or 'label'",
      ],
    ],
    [
      'profiles:\n  - profile: test\n    tag: a\n    label: b\n',
      ["2: 'profile' must be one of production, development", "4: 'label' in 'profiles' must be NAME=VALUE"],
    ],
    ['secrets: x\n', ["1: 'secrets' must hold 'key', 'baseline' or 'rules'"]],
    ['secrets:\n  keys: x\n', ["2: unknown key 'keys' in 'secrets' (did you mean 'key'?)"]],
    ['secrets:\n  rules: [1]\n', ["2: 'rules' in 'secrets' must be text"]],
    ['ignore: apt-cache\n', ["1: 'ignore' must be a list of entries with 'rule' and 'reason'"]],
    ['ignore:\n  - apt-cache\n', ["2: an entry of 'ignore' must have 'rule' and 'reason'"]],
    ['ignore:\n  - rule: apt-cache\n', ["2: an entry of 'ignore' has no 'reason'"]],
    ['ignore:\n  - rule: apt-cache\n    reason:\n', ["3: 'reason' in 'ignore' has no value"]],
    ['ignore:\n  - rule: apt-cache\n    reason: ""\n', ["3: 'reason' in 'ignore' must be text"]],
    [
      'ignore:\n  - rule: apt-cahce\n    reason: x\n',
      ["2: there is no rule 'apt-cahce' (did you mean 'apt-cache'?)"],
    ],
    ['ignore:\n  - rule: nothing-*\n    reason: x\n', ["2: there is no rule 'nothing-*'"]],
    [
      'ignore:\n  - rule: apt-cache\n    reason: x\n    until: 2027-02-30\n',
      ["4: 'until' in 'ignore' must be a date, written as 2027-01-31"],
    ],
    [
      'ignore:\n  - rule: apt-cache\n    reason: x\n    paths: y\n',
      ["4: unknown key 'paths' in 'ignore' (did you mean 'path'?)"],
    ],
    ['failOn: error\nfailOn: never\n', ['2: Map keys must be unique']],
    ['a: &x b\nbase: *x\n', ["1: unknown key 'a'", "2: 'base' is an alias; write the value itself"]],
  ])('%j', (text, expected) => expect(tell(text)).toEqual(expected));

  test('text that is no YAML', () => {
    expect(tell('failOn: [error\nmaxSize: 1MB\n')[0]).toMatch(/^2: /);
  });

  test('all are told, in the order of lines', () => {
    const lines = tell('ignore:\n  - rule: x\nbass: y\nfailOn: 1\n').map((text) => text.split(':')[0]);
    expect(lines).toEqual(['2', '2', '3', '4']);
  });
});

describe('the published schema agrees', () => {
  test.each([
    [{ failOn: 'error', maxBallast: '5%', maxSize: '1.5GB', base: 'x', ignore: [] }, true],
    [{ maxBallast: 0, maxSize: 0 }, true],
    [null, true],
    [{ ignore: [{ rule: 'apt-cache', reason: 'x', until: '2027-01-31', path: 'a/**' }] }, true],
    [{ secrets: { key: 'k', rules: 'r' } }, true],
    [{ secrets: { rules: ['r', 's'], baseline: 'b' } }, true],
    [{ secrets: { key: 1 } }, false],
    [{ ignores: [] }, false],
    [{ maxSize: '5%' }, false],
    [{ maxBallast: '5' }, false],
    [{ failOn: 'fatal' }, false],
    [{ ignore: [{ rule: 'apt-cache' }] }, false],
    [{ ignore: [{ rule: 'apt-cache', reason: '' }] }, false],
    [{ ignore: [{ rule: 'apt-cache', reason: 'x', until: 'soon' }] }, false],
  ])('%j: %s', (value, isValid) => {
    expect(validateSchema(SCHEMA, value).length === 0).toBe(isValid);
    expect(parse(JSON.stringify(value)).problems.length === 0).toBe(isValid);
  });
});
