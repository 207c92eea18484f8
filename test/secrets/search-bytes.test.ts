import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { makeRuleSet } from '../../src/secrets/rule-set.ts';
import { searchBytes } from '../../src/secrets/search-bytes.ts';
import { makeToken } from '../support/made-secrets.ts';

const TEXT = Buffer.from(`token: ${makeToken('search')}\n`);

test('tells where a secret is, in what is packed too, and nothing of clean bytes', async () => {
  const [match] = (await searchBytes(TEXT)).matches;
  expect(match).toMatchObject({ offsetBytes: 7, lengthBytes: 40 });
  expect((await searchBytes(gzipSync(TEXT), { path: 'x.gz' })).matches).toMatchObject([
    { ruleId: match!.ruleId },
  ]);
  expect(await searchBytes(Buffer.from('nothing'))).toEqual({ matches: [], unread: [] });
});

test('by rules of others too, and by the name of the file', async () => {
  const [match] = (await searchBytes(TEXT, { rules: makeRuleSet() })).matches;
  expect(match?.ruleId).toMatch(/^github-/);
  const netrc = Buffer.from(
    ['machine example.com', 'login me', `password ${makeToken('n').slice(4, 24)}`].join('\n'),
  );
  expect((await searchBytes(netrc, { path: 'root/.netrc' })).matches).toHaveLength(1);
});
