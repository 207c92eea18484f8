import { expect, test } from 'vitest';
import { createPathGlob, matchesWildcard } from '../../../src/cli/settings/match-glob.ts';

test.each([
  ['usr/share/doc', 'usr/share/doc', true],
  ['usr/share/doc', 'usr/share/doc/a/b', true],
  ['usr/share/doc/', 'usr/share/doc/a', true],
  ['/usr/share/doc', 'usr/share/doc/a', true],
  ['usr/share/doc', 'usr/share/docs', false],
  ['usr/share/doc', 'opt/usr/share/doc', false],
  ['*.pyc', 'a.pyc', true],
  ['*.pyc', 'lib/a.pyc', false],
  ['**/*.pyc', 'a.pyc', true],
  ['**/*.pyc', 'lib/x/a.pyc', true],
  ['**/*.pyc', 'lib/x/a.py', false],
  ['srv/**/node_modules', 'srv/a/b/node_modules/x/y.js', true],
  ['srv/**/node_modules', 'srv/node_modules/y.js', true],
  ['srv/*/node_modules', 'srv/node_modules/y.js', false],
  ['a/**', 'a/b', true],
  ['a/**', 'b/a', false],
  ['lib?/x', 'lib6/x', true],
  ['lib?/x', 'lib/x', false],
  ['a*b*c', 'a-b-b-c', true],
  ['**/a/**/b', 'a/x/a/y/b', true],
  ['a.c', 'abc', false],
  ['**', 'anything/at/all', true],
])('%s against %s: %s', (glob, path, expected) => expect(createPathGlob(glob)(path)).toBe(expected));

test('rules are matched as a whole, slashes too', () => {
  expect(matchesWildcard('secret/*', 'secret/aws')).toBe(true);
  expect(matchesWildcard('*', 'secret/aws')).toBe(true);
  expect(matchesWildcard('hidden-*', 'hidden-deleted')).toBe(true);
  expect(matchesWildcard('hidden', 'hidden-deleted')).toBe(false);
});

test('no pattern takes long', () => {
  const start = performance.now();
  expect(createPathGlob(`${'*a'.repeat(200)}b`)('a'.repeat(4000))).toBe(false);
  expect(createPathGlob(`${'**/a/'.repeat(200)}b`)('a/'.repeat(2000))).toBe(false);
  expect(performance.now() - start).toBeLessThan(10_000);
});
