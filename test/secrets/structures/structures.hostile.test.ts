// Input made to be slow, to run out of memory or to crash: every structure, on every such file, in time that grows with its size.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALL_STRUCTURES } from '../../../src/secrets/structures/all-structures.ts';

const SIZE = 1 << 17;
const fill = (piece: string, sizeBytes = SIZE): string =>
  piece.repeat(Math.ceil(sizeBytes / piece.length)).slice(0, sizeBytes);

const HOSTILE: readonly (readonly [string, (sizeBytes: number) => string])[] = [
  ['nested JSON', (size) => fill('[{"password":', size)],
  ['keys and no end', (size) => fill('{"auths":{"a":', size)],
  ['nested XML', (size) => fill('<a password="b">', size)],
  ['open tags', (size) => fill('<', size)],
  ['an attribute without an end', (size) => `<a ${fill('b="', size)}`],
  ['comments without an end', (size) => fill('<!--/*', size)],
  ['dashes of YAML', (size) => fill('- ', size)],
  [
    'nested YAML',
    (size) => Array.from({ length: Math.sqrt(size) }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
  ],
  ['a YAML bomb', (size) => `kind: Secret\ndata:\n${fill(' a: &a [*a,*a,*a,*a]\n', size)}`],
  ['flow mappings', (size) => `kind: Secret\ndata: ${fill('{a: "', size)}`],
  ['one long line', (size) => fill('a', size)],
  ['one long name', (size) => `${fill('password_', size)}=horse9`],
  ['one long value', (size) => `password=${fill('aB3', size)}`],
  ['quotes', (size) => fill('"', size)],
  ['single quotes', (size) => fill("password='", size)],
  ['escapes', (size) => fill('\\', size)],
  ['spaces', (size) => `password ${fill(' ', size)}`],
  ['tabs before a name', (size) => `${fill('\t', size)}password=horse9`],
  ['schemes', (size) => fill('a://', size)],
  ['users without a host', (size) => fill('a://b:c', size)],
  ['colons', (size) => fill(':', size)],
  ['begun keys', (size) => fill(`-----BEGIN ${'PRIVATE'} KEY-----\n`, size)],
  ['begun keys of other sorts', (size) => fill(`-----BEGIN ${'RSA PRIVATE'} KEY-----A`, size)],
  ['lines of PuTTY', (size) => `PuTTY-User-Key-File-3: a\n${fill('Private-Lines: 1\nAAAA\n', size)}`],
  ['SQL without an end', (size) => fill("IDENTIFIED BY '", size)],
  ['SQL of spaces', (size) => `IDENTIFIED${fill(' BY', size)}`],
  ['parts of a connection string', (size) => `Server=a;${fill('Password=', size)}`],
  ['commands', (size) => fill('mysql -p', size)],
  ['a command of many quotes', (size) => fill(`curl -u "`, size)],
  ['definitions', (size) => fill('define(', size)],
  ['names and operators', (size) => fill("'password'=>", size)],
  ['sections', (size) => fill('[', size)],
  ['empty lines', (size) => fill('\r\n', size)],
  ['DER without an end', (size) => `0\u0080${fill('0\u0080', size)}`],
  ['packets', (size) => fill('\u00c5\u0000', size)],
  [
    'a store with a false count',
    (size) => `\u00fe\u00ed\u00fe\u00ed\0\0\0\u0002\u00ff\u00ff\u00ff\u00ff${fill('\0\0\0\u0002\0\0', size)}`,
  ],
];

test.each(HOSTILE)('%s', (_name, make) => {
  const content = Buffer.from(make(SIZE), 'latin1');
  const slow: string[] = [];
  for (const structure of ALL_STRUCTURES) {
    const path = structure.names[0] ?? `a${structure.endings[0]}`;
    const start = performance.now();
    for (const { offsetBytes, lengthBytes } of structure.find(content, path))
      expect(offsetBytes + lengthBytes).toBeLessThanOrEqual(content.length);
    // Most take some milliseconds; what is quadratic takes many seconds.
    if (performance.now() - start > 20_000) slow.push(structure.id);
  }
  expect(slow).toEqual([]);
});

test('no structure throws, and every match is within the file and of a known kind', () => {
  const pieces = fc.constantFrom(
    'password',
    '=',
    ':',
    '"',
    "'",
    '\n',
    '{',
    '}',
    '[',
    ']',
    '<',
    '>',
    '/',
    '\\',
    ' ',
    '- ',
    '|',
    '#',
    'auth',
    'users:',
    'kind: Secret',
    'data:',
    '://a:b@',
    '@',
    '$',
    '--- ',
    '\u00ff',
    '0',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const content = Buffer.from(parts.join(''), 'latin1');
      for (const structure of ALL_STRUCTURES) {
        let last = -1;
        for (const match of structure.find(content, structure.names[0] ?? `a${structure.endings[0]}`)) {
          expect(structure.kinds.map(({ id }) => id)).toContain(match.ruleId);
          expect(match.offsetBytes).toBeGreaterThan(last);
          expect(match.lengthBytes).toBeGreaterThan(0);
          expect(match.offsetBytes + match.lengthBytes).toBeLessThanOrEqual(content.length);
          last = match.offsetBytes;
        }
      }
    }),
  );
});

test('what is larger than the limit is not looked at', () => {
  for (const structure of ALL_STRUCTURES)
    expect(
      structure.find(
        Buffer.alloc(structure.limitBytes + 1, 'a'),
        structure.names[0] ?? `a${structure.endings[0]}`,
      ),
    ).toEqual([]);
});
