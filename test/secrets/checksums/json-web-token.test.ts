import { expect, test } from 'vitest';
import { isBase64JsonWebToken, isJsonWebToken } from '../../../src/secrets/checksums/json-web-token.ts';

const encode = (text: string): string => Buffer.from(text, 'latin1').toString('base64url');
const header = encode('{"alg":"HS256","typ":"JWT"}');
const claims = encode('{"iss":"acme","role":"admin"}');

test('header and claims are objects', () => {
  expect(isJsonWebToken(`${header}.${claims}.c2lnbmF0dXJl`)).toBe(true);
  expect(isBase64JsonWebToken(Buffer.from(`${header}.${claims}.c2ln`).toString('base64'))).toBe(true);
});

test('a header in which a character was lost is one', () => {
  expect(isJsonWebToken(`${encode('{"alg":"HS256",\x12typ":"JWT"}')}.${claims}.c2lnbmF0dXJl`)).toBe(true);
});

test.each([
  ['no claims', header],
  ['claims that are no object', `${header}.${encode('[1]')}.c2ln`],
  ['claims in which a character was lost', `${header}.${encode('{"iss:"acme"}')}.c2ln`],
  ['a header of something else', `${encode('{"name":"a')}.${claims}.c2ln`],
  ['the token of many examples', `${header}.${encode('{"sub":"1234567890"}')}.c2ln`],
])('none: %s', (_, token) => expect(isJsonWebToken(token)).toBe(false));
