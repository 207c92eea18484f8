import { describe, expect, test } from 'vitest';
import { PlimsollError } from '../../../src/errors.ts';
import { findInText } from '../../../src/secrets/find-in-text.ts';
import {
  type GitleaksReading,
  readGitleaksRules,
} from '../../../src/secrets/gitleaks/read-gitleaks-rules.ts';
import { compileRule } from '../../../src/secrets/matching/compiled-rule.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';

const body = makeText(ALPHABET.lowerDigits, 16, 7);

function read(toml: string): GitleaksReading {
  return readGitleaksRules(toml, 'team.toml');
}

/** The texts that the rules of `toml` find. */
function find(toml: string, text: string, path = 'app/config.txt'): string[] {
  const rules = read(toml).rules.map((rule) => compileRule(rule));
  return findInText(text, rules, path).map((match) =>
    text.slice(match.offsetBytes, match.offsetBytes + match.lengthBytes),
  );
}

const RULE = `[[rules]]
id = "acme-token"
description = "Acme   deploy token"
regex = '''(?i)acme_([a-z0-9]{16})\\b'''
keywords = ["acme_"]
`;

describe('rules', () => {
  test('a rule finds its first group, under its own name', () => {
    expect(find(RULE, `token: ACME_${body};`)).toEqual([body]);
    expect(read(RULE).rules[0]).toMatchObject({
      id: 'acme-token',
      name: 'Acme deploy token',
      source: 'team.toml',
    });
    expect(read(RULE).notes).toEqual([]);
  });

  test('secretGroup chooses a group, and the first group that took something is taken without', () => {
    const groups = `[[rules]]\nid = "a"\nregex = '(acme)(?:x|(y))_([a-z0-9]{16})'\n`;
    expect(find(`${groups}secretGroup = 3\n`, `acmey_${body}`)).toEqual([body]);
    expect(find(`[[rules]]\nid = "a"\nregex = '(z)?acme_(\\w{16})'\n`, `acme_${body}`)).toEqual([body]);
    expect(read(`${groups}secretGroup = 4\n`).notes).toEqual([
      'a: not read: its secretGroup is 4, and its pattern has 3',
    ]);
  });

  test('a rule without keywords gets those that each match must have', () => {
    const { rules, notes } = read(`[[rules]]\nid = "a"\nregex = '\\b(?:tok|TOK)_(?i:live)_[0-9]{8}'\n`);
    expect(rules[0]?.keywords).toEqual(['tok_live_']);
    expect(rules[0]?.ignoresCase).toBe(true);
    expect(notes).toEqual([]);
  });

  test('a rule in which no text is sure is searched for near its keywords, or refused', () => {
    const near = `[[rules]]\nid = "a"\nregex = '\\b[0-9a-f]{20}\\b'\nkeywords = ["Acme"]\n`;
    const hex = makeText(ALPHABET.hex, 20, 3);
    expect(find(near, `# acme\nkey ${hex}`)).toEqual([hex]);
    expect(find(near, `${hex} is the key of ACME`)).toEqual([hex]);
    expect(find(near, `key ${hex}`)).toEqual([]);
    expect(find(near, `acme${' '.repeat(2000)}${hex}`)).toEqual([]);
    expect(read(near).notes).toEqual([
      'a: matches are looked for within 256 bytes before and 1024 after a keyword',
    ]);
    expect(read(near.replace(/keywords.*/, '')).notes[0]).toContain('a: not read: it has no keywords');
  });

  test('keywords that are in no match must be near', () => {
    const toml = `[[rules]]\nid = "a"\nregex = 'deploy_[a-z0-9]{16}'\nkeywords = ["acme"]\n`;
    expect(find(toml, `acme: deploy_${body}`)).toEqual([`deploy_${body}`]);
    expect(find(toml, `other: deploy_${body}`)).toEqual([]);
  });

  test('the name before a keyword belongs to the match, wherever the keyword is', () => {
    const toml = `[[rules]]\nid = "a"\nregex = '[\\w.-]{0,20}?(?:acme)[\\w.-]{0,10}=([a-z0-9]{16})'
[[rules.allowlists]]\nregexTarget = "match"\nregexes = ["^public_"]\n`;
    expect(find(toml, `my_acme_key=${body}`)).toEqual([body]);
    expect(find(toml, `public_acme_key=${body}`)).toEqual([]);
  });

  test('a path narrows a rule, an entropy too', () => {
    const toml = `${RULE}path = '''(?i)\\.tf$'''\nentropy = 2.0\n`;
    expect(find(toml, `acme_${body}`, 'main.TF')).toEqual([body]);
    expect(find(toml, `acme_${body}`, 'main.txt')).toEqual([]);
    expect(find(toml, `acme_${'ab'.repeat(8)}`, 'main.tf')).toEqual([]);
  });

  test('what looks like an example is found: the file says what is none', () => {
    expect(find(RULE, `acme_${'example'.padEnd(16, 'q')}`)).toHaveLength(1);
  });
});

describe('allowlists', () => {
  const text = `x=1; acme_${body} # ok`;
  test.each([
    ['paths', `paths = ['^app/']`, true],
    ['other paths', `paths = ['^lib/']`, false],
    ['regexes of the secret', `regexes = ['^${body}$']`, true],
    ['regexes of the match', `regexTarget = "match"\nregexes = ['^acme_']`, true],
    ['regexes of the line', `regexTarget = "line"\nregexes = ['# ok$']`, true],
    ['regexes that would need another target', `regexes = ['# ok$']`, false],
    ['stopwords in any case', `stopwords = ["${body.slice(2, 8).toUpperCase()}"]`, true],
    ['all of several conditions', `condition = "AND"\npaths = ['^app/']\nstopwords = ["nowhere"]`, false],
    ['any of several conditions', `paths = ['^lib/']\nstopwords = ["${body.slice(0, 6)}"]`, true],
    ['a commit and more', `condition = "AND"\ncommits = ["abc"]\npaths = ['^app/']`, false],
  ])('%s', (_, list, allowed) => {
    const found = allowed ? [] : [body];
    expect(find(`${RULE}[[rules.allowlists]]\n${list}\n`, text)).toEqual(found);
    expect(find(`${RULE}[rules.allowlist]\n${list}\n`, text)).toEqual(found);
    expect(find(`${RULE}[[allowlists]]\n${list}\n`, text)).toEqual(found);
    expect(find(`[allowlist]\n${list}\n${RULE}`, text)).toEqual(found);
    expect(find(`${RULE}[[allowlists]]\ntargetRules = ["acme-token"]\n${list}\n`, text)).toEqual(found);
    expect(find(`${RULE}[[allowlists]]\ntargetRules = ["other"]\n${list}\n`, text)).toEqual([body]);
  });
});

describe('notes', () => {
  test.each([
    [
      '[extend]\nuseDefault = true',
      "extend.useDefault: plimsoll's own rules stand in for the default rules of gitleaks",
    ],
    [
      '[extend]\npath = "base.toml"',
      'extend.path: base.toml is not read along; name it as a file of rules too',
    ],
    [
      '[extend]\ndisabledRules = ["x"]',
      'extend.disabledRules: x is no rule of this file; ignore secret/x instead',
    ],
    [
      `${RULE}[[rules.required]]\nid = "x"`,
      'acme-token: not read: rules that require other rules are not known here',
    ],
    [`${RULE}skipReport = true`, 'acme-token: not read: it is a part of rules that require other rules'],
    [`${RULE}${RULE}`, 'acme-token: not read: there is a rule of this name before it'],
    ['[[rules]]\nid = "p"\npath = "x"', 'p: not read: a path alone is not searched for'],
    ['[[rules]]\nid = "p"', 'p: not read: it has no pattern'],
    [
      `[[rules]]\nid = "p"\nregex = 'key(?=a)'`,
      'p: not read: its pattern has a group that Go does not know: (?=a',
    ],
    [
      `[[rules]]\nid = "p"\nregex = 'key(a+)+b'`,
      'p: not read: its pattern could be made to run for very long: repetitions that overlap',
    ],
    [
      `${RULE}[[rules.allowlists]]\ncommits = ["abc"]`,
      'acme-token: allows commits, which images do not have',
    ],
  ])('%s', (toml, note) => {
    expect(read(toml).notes).toEqual([note]);
  });

  test('rules that are disabled in their own file are gone', () => {
    expect(read(`${RULE}[extend]\ndisabledRules = ["acme-token"]\n`)).toEqual({ rules: [], notes: [] });
  });
});

test.each(['id = ', '[[rules]]\nregex = "a"', `${RULE}[[rules.allowlists]]\ncondition = "xor"`])(
  'a file that is none is an error: %s',
  (toml) => {
    expect(() => read(toml)).toThrow(PlimsollError);
  },
);
