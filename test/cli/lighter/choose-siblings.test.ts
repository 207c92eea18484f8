// Which tags are lighter siblings, by the names that real repositories give.
import { expect, test } from 'vitest';
import { chooseSiblings, warnOfTag } from '../../../src/cli/lighter/choose-siblings.ts';

const NODE = [
  '20',
  '20-slim',
  '20-alpine',
  '20-alpine3.19',
  '20-bookworm',
  '20-bookworm-slim',
  '20-bullseye-slim',
  '21-slim',
  '20.1-slim',
  '20-windowsservercore',
  'latest',
  'slim',
  'current-slim',
];

test.each([
  ['20', ['20-slim', '20-alpine', '20-alpine3.19', '20-bookworm-slim', '20-bullseye-slim']],
  ['20-bookworm', ['20-bookworm-slim', '20-slim', '20-alpine', '20-alpine3.19', '20-bullseye-slim']],
  ['latest', ['slim']],
  ['20-slim', ['20-alpine', '20-alpine3.19'].slice(0, 0)],
  ['22', []],
])('of %s', (tag, expected) => {
  expect(chooseSiblings(tag, NODE)).toEqual(expected);
});

test('a runtime for a development kit, never the other way, and none from nothing', () => {
  const tags = ['21-jdk', '21-jre', '21-jre-alpine', '21-jdk-alpine', '21', '21-jdk-jammy', '21-jre-jammy'];
  expect(chooseSiblings('21-jdk', tags)).toEqual([
    '21-jre',
    '21-jdk-alpine',
    '21-jre-jammy',
    '21-jre-alpine',
  ]);
  expect(chooseSiblings('21-jre', tags)).toEqual(['21-jre-alpine']);
  expect(chooseSiblings('21-jdk-jammy', tags)).toContain('21-jre-jammy');
  expect(chooseSiblings('bookworm', ['bookworm-slim', 'bullseye-slim', 'slim'])).toEqual(['bookworm-slim']);
});

test('what is not there is told', () => {
  expect(warnOfTag('20-alpine', '20')).toMatch(/musl/);
  expect(warnOfTag('21-jre-alpine', '21-jdk')).toMatch(/Java[\s\S]*musl|musl[\s\S]*Java/);
  expect(warnOfTag('20-bookworm', '20')).toBeNull();
});
