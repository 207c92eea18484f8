// Every way to assign that the matcher knows; the quick look at bytes must let each of them through.
import { expect, test } from 'vitest';
import { AssignedMatcher } from '../../../src/secrets/matching/assigned-matcher.ts';
import { mayBeAssigned } from '../../../src/secrets/matching/assignment-bytes.ts';

const matcher = new AssignedMatcher({
  kind: 'assigned',
  id: 'a',
  name: 'A',
  source: 'https://example.test/',
  names: ['acme'],
  value: '[a-z0-9=]{12}',
});
const value = 'k3j5=h2k9s8d';

function find(text: string): string | undefined {
  const at = text.toLowerCase().indexOf('acme');
  const span = matcher.match(text, at, 4);
  if (span !== undefined)
    expect(mayBeAssigned(Buffer.from(`${text}${' '.repeat(128)}`), at, at + 4)).toBe(true);
  return span === undefined ? undefined : text.slice(span.start, span.end);
}

test.each([
  [`ACME_KEY=${value}`],
  [`acmeKey:                    "${value}",`],
  [`export ACME_KEY="${value}"`],
  [`acmeKey := "${value}"`],
  [`ACME_KEY ?= ${value}`],
  [`ACME_KEY ::= ${value}`],
  [`ACME_KEY :::= ${value}`],
  [`$acmeKey .= "${value}";`],
  [`acmeKey += '${value}'`],
  [`acme_key ||= '${value}'`],
  [`"acme-key": "${value}"`],
  [`'acmeKey' => '${value}'`],
  [`acme_key: ${value}`],
  [`acme_key:\n  ${value}`],
  [`acme.key = ${value}`],
  [`var acmeKey string = "${value}"`],
  [`const acmeKey: string = \`${value}\``],
  [`let acme_key: &str = "${value}"`.replace('&', '')],
  [`if (acmeKey === '${value}')`],
  [`if acme_key != "${value}"`],
  [`config['acme_key'] = '${value}'`],
  [`define('ACME_KEY', '${value}');`],
  [`System.setProperty("ACME_KEY", "${value}")`],
  [`<acmeKey>${value}</acmeKey>`],
  [`<acmeKey>\n    ${value}\n</acmeKey>`],
  [`<add key="AcmeKey" value="${value}"/>`],
  [`{"config.ini": "ACME_KEY=${value}\\nMORE=1"}`],
  [`{\\"acme_key\\": \\"${value}\\"}`],
  [`tool --acme-key ${value} run`],
  [`tool --acme-key=${value} run`],
  [`tool -acmeKey "${value}"`],
  [`acme_authorization: Bearer ${value}`],
])('finds the value in %j', (text) => {
  expect(find(text)).toBe(value);
});

test.each([
  [`acme ${value}`],
  [`acme.key(${value})`],
  [`acme_key = ${value}0`],
  [`acme_key = ${value}/more`],
  [`acme_key = \${${value}}`],
  [`acme key ${value}`],
  [`the acme key is in ${value}`],
])('finds nothing in %j', (text) => {
  expect(find(text)).toBeUndefined();
});
