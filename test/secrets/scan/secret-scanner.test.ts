import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findInText } from '../../../src/secrets/find-in-text.ts';
import { chooseMatches } from '../../../src/secrets/scan/choose-matches.ts';
import { SecretScanner } from '../../../src/secrets/scan/secret-scanner.ts';
import { MADE_RULES } from './made-rules.ts';
import { scanBytes } from './scan-text.ts';

const token = 'tok_Ab3dEf6hIj';

function found(text: string, cuts?: readonly number[], path?: string): string[] {
  return scanBytes(MADE_RULES, Buffer.from(text, 'latin1'), cuts, path).matches.map(
    ({ ruleId, offsetBytes, lengthBytes }) =>
      `${ruleId}: ${text.slice(offsetBytes, offsetBytes + lengthBytes)}`,
  );
}

describe('SecretScanner', () => {
  test('finds nothing in nothing', () => {
    expect(found('')).toEqual([]);
    expect(found('tok_')).toEqual([]);
  });

  test('finds secrets at the first and at the last byte', () => {
    expect(found(token)).toEqual([`made-token: ${token}`]);
    expect(found(`x ${token}`)).toEqual([`made-token: ${token}`]);
    expect(found(`${token} and TK.0123456Abc`)).toEqual([
      `made-token: ${token}`,
      'made-token: TK.0123456Abc',
    ]);
  });

  test.each([0, 1, 2, 3, 5, 9, 13, 14])(
    'finds a secret that a piece of 64 KiB cuts after %i bytes',
    (cut) => {
      const text = `${' '.repeat(65536 - cut)}${token}${' '.repeat(70_000)}`;
      expect(found(text)).toEqual([`made-token: ${token}`]);
      expect(found(text, [65536 - 3, 1, 1, 1, 1, 1, 1])).toEqual([`made-token: ${token}`]);
    },
  );

  test('finds a block that lies over many pieces', () => {
    const body = 'b'.repeat(4000).concat('c'.repeat(4000));
    const text = `${' '.repeat(65_000)}<<begin ${body}>>${' '.repeat(200_000)}`;
    expect(found(text, [100])).toEqual([`made-block: ${body}`]);
    expect(found(text)).toEqual([`made-block: ${body}`]);
  });

  test('tells the secret of a match, and of an assignment', () => {
    expect(found('ftp://user:hunter22@host/')).toEqual(['made-address: hunter22']);
    expect(found('my_made_key_2: "abc123def"')).toEqual(['generic-made: abc123def']);
  });

  test('takes a file apart by its name', () => {
    expect(found('secret opensesame', [4], 'etc/Made.conf')).toEqual(['made-line: opensesame']);
    expect(found('secret opensesame', [4], 'etc/other.conf')).toEqual([]);
  });

  test('a rule that knows the issuer goes before structure, and structure before a guess', () => {
    expect(found(`secret ${token}`, [4], 'made.conf')).toEqual([`made-token: ${token}`]);
    expect(found('secret made_key=abc123def', [4], 'made.conf')).toEqual(['made-line: made_key=abc123def']);
  });

  test('a file with holes', () => {
    const scanner = new SecretScanner(MADE_RULES);
    scanner.start(Buffer.from('x'), 0, 1, 200_100);
    scanner.push(Buffer.from('tok_Ab3'));
    scanner.pushHole(2);
    scanner.push(Buffer.from('dEf6hIj  '));
    scanner.pushHole(150_000);
    scanner.push(Buffer.from(token));
    expect(scanner.finish().matches).toEqual([
      { ruleId: 'made-token', offsetBytes: 150_018, lengthBytes: token.length },
    ]);
  });

  test('knows nothing of the file before', () => {
    const scanner = new SecretScanner(MADE_RULES);
    expect(scanBytes(scanner, Buffer.from('tok_Ab3d')).matches).toEqual([]);
    expect(scanBytes(scanner, Buffer.from('Ef6hIj')).matches).toEqual([]);
    expect(scanBytes(scanner, Buffer.from(token)).matches).toHaveLength(1);
    expect(scanBytes(scanner, Buffer.from(token)).matches).toHaveLength(1);
  });

  test('finds what a search of the whole text finds, however it is cut', () => {
    const piece = fc.oneof(
      fc.constantFrom(token, 'tok_', 'TK.', '0123456Abc ', '<<begin ', '>>', 'user:pass1234', '@host', ' '),
      fc.constantFrom('made_key', '=', '"', ': ', 'abc123def', '\n', ' '.repeat(70_000), 'x'.repeat(9_500)),
      fc.string({ maxLength: 5 }),
    );
    const scanner = new SecretScanner(MADE_RULES);
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 4 }),
        (pieces, cuts) => {
          const text = pieces.join('');
          const whole = findInText(text, MADE_RULES.rules).map((match) => ({
            ...match,
            rank: match.ruleId.startsWith('generic')
              ? 9
              : MADE_RULES.rules.findIndex(({ rule }) => rule.id === match.ruleId),
          }));
          expect(scanBytes(scanner, Buffer.from(text, 'latin1'), cuts).matches).toEqual(chooseMatches(whole));
        },
      ),
      { numRuns: 300 },
    );
  });
});
