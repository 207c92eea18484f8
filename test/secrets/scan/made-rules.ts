// A small rule set for the scanner's own tests, so that they do not hang on the real rules.
import { compileRule } from '../../../src/secrets/matching/compiled-rule.ts';
import { prepareKeywords } from '../../../src/secrets/prefilter/prepared-keywords.ts';
import type { SecretRuleSet } from '../../../src/secrets/rule-set.ts';
import type { SecretRule } from '../../../src/secrets/secret-rule.ts';
import type { SecretStructure } from '../../../src/secrets/structures/secret-structure.ts';

const SOURCE = 'https://example.com/';

const RULES: readonly SecretRule[] = [
  {
    kind: 'token',
    id: 'made-token',
    name: 'token',
    source: SOURCE,
    prefixes: ['tok_', 'TK.'],
    body: '[A-Za-z0-9]{10}',
  },
  {
    kind: 'pattern',
    id: 'made-block',
    name: 'block',
    source: SOURCE,
    keywords: ['<<begin'],
    pattern: /<<begin ([^>]{1,9000})>>/,
    reach: { beforeBytes: 0, afterBytes: 10_000 },
  },
  {
    kind: 'pattern',
    id: 'made-address',
    name: 'address',
    source: SOURCE,
    keywords: ['@host'],
    pattern: /\w{1,20}:(?<secret>\w{4,20})@host/,
  },
  {
    kind: 'assigned',
    id: 'generic-made',
    name: 'generic',
    source: SOURCE,
    names: ['made_key'],
    value: '[a-z0-9]{6,40}',
  },
];

const STRUCTURE: SecretStructure = {
  id: 'made-file',
  names: ['made.conf'],
  endings: [],
  matches: () => true,
  limitBytes: 1000,
  kinds: [{ id: 'made-line', name: 'line', source: SOURCE }],
  find: (content) => {
    const at = content.indexOf('secret ');
    return at < 0 ? [] : [{ ruleId: 'made-line', offsetBytes: at + 7, lengthBytes: content.length - at - 7 }];
  },
};

const COMPILED = RULES.map(compileRule);

export const MADE_RULES: SecretRuleSet = {
  rules: COMPILED,
  structures: [STRUCTURE],
  hash: '',
  kindById: new Map([...RULES, ...STRUCTURE.kinds].map((kind) => [kind.id, kind])),
  prepareKeywords: () => prepareKeywords(COMPILED),
};
