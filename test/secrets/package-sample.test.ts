import { describe, expect, test } from 'vitest';
import { findInText } from '../../src/secrets/find-in-text.ts';
import { compileRule } from '../../src/secrets/matching/compiled-rule.ts';
import { isPackageSample } from '../../src/secrets/package-sample.ts';
import { ALL_RULES } from '../../src/secrets/rules/all-rules.ts';
import { fillTemplate } from './rules/make-examples.ts';

const SAMPLES = [
  'app/node_modules/axios/README.md',
  'usr/lib/node_modules/npm/node_modules/acme/test/login.js',
  'app/node_modules/stripe/esm/crypto/CryptoProvider.d.ts',
  'root/go/pkg/mod/k8s.io/kubectl@v0.36.1/pkg/cmd/kuberc/set_test.go',
  'usr/local/go/src/crypto/hpke/testdata/hpke-pq.json',
  'usr/lib/python3/dist-packages/botocore/data/s3/2006-03-01/examples-1.json',
  'opt/venv/lib/python3.12/site-packages/awscli/examples/waf/update-web-acl.rst',
  'usr/share/doc/git/contrib/login.txt',
];
const OTHERS = [
  'app/test/login.test.js',
  'app/README.md',
  'app/node_modules/acme/lib/login.js',
  'usr/lib/python3/dist-packages/acme/settings.py',
  'etc/app/config.json',
  'srv/examples/login.json',
];

describe('a file that a package brought as an example', () => {
  test.each(SAMPLES)('%s', (path) => {
    expect(isPackageSample(path)).toBe(true);
  });
});

describe('a file that may be the own', () => {
  test.each(OTHERS)('%s', (path) => {
    expect(isPackageSample(path)).toBe(false);
  });
});

test('guesses are not made there, and tokens of issuers are found', () => {
  const rules = ALL_RULES.map(compileRule);
  const guess = fillTemplate('acme_secret = "{a40}"', 1);
  const issued = fillTemplate('xapp-1-A{M10}-{d12}-{h64}', 1);
  const idsOf = (text: string, path: string): string[] =>
    findInText(text, rules, path).map((match) => match.ruleId);
  expect(idsOf(guess, OTHERS[0]!)).toEqual(['generic-api-key']);
  expect(idsOf(guess, SAMPLES[0]!)).toEqual([]);
  expect(idsOf(issued, SAMPLES[0]!)).toEqual(idsOf(issued, OTHERS[0]!));
  expect(idsOf(issued, SAMPLES[0]!)).not.toEqual([]);
});
