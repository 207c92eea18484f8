import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillCaptures, matchesBranch, matchPath } from '../../../../src/fleet/update/graph/path-pattern.ts';

test.each([
  ['images/*/Dockerfile', 'images/app/Dockerfile', ['app']],
  ['./images/*/Dockerfile', 'images/app/Dockerfile', ['app']],
  ['images/*/Dockerfile', 'images/app/v1/Dockerfile', undefined],
  ['images/*/Dockerfile', 'images/Dockerfile', undefined],
  ['src/*/8.0/*/amd64/Dockerfile', 'src/sdk/8.0/noble/amd64/Dockerfile', ['sdk', 'noble']],
  ['dockerfiles/*_*.Dockerfile', 'dockerfiles/r-ver_4.6.1.Dockerfile', ['r-ver', '4.6.1']],
  ['*-*-*', 'a-b-c-d', ['a', 'b', 'c-d']],
  ['a*a', 'a', undefined],
  ['a*a', 'aa', ['']],
  ['../other/*', '../other/x', ['x']],
  ['Dockerfile', 'Dockerfile', []],
] as const)('%s and %s', (pattern, path, captures) => {
  expect(matchPath(pattern, path)).toEqual(captures);
});

test('a branch is a folder with all in it, or a file', () => {
  expect(matchesBranch('tests', 'tests/a/Dockerfile')).toBe(true);
  expect(matchesBranch('tests/*/old', 'tests/a/old/x/y')).toBe(true);
  expect(matchesBranch('tests/*/old', 'tests/a')).toBe(false);
  expect(matchesBranch('test', 'tests/a')).toBe(false);
  expect(matchesBranch('', 'tests')).toBe(false);
});

test('captures are put in where a star gave one', () => {
  expect(fillCaptures('$1:${2}0-$3-$$1', ['a', 'b'])).toBe('a:b0-$3-$a');
});

test('a pattern with its captures put in is the path', () => {
  const part = fc.stringMatching(/^[a-z.-]{0,6}$/);
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), part, (parts, name) => {
      const pattern = `x/${parts.join('*')}`;
      const path = `x/${parts.join(name)}`;
      const captures = matchPath(pattern, path);
      if (parts.length === 1 && parts[0] === '') return;
      if (captures === undefined) expect(pattern.replace(/\/\.?$/, '')).not.toBe(pattern);
      else {
        let at = 0;
        expect(pattern.replaceAll('*', () => captures[at++]!)).toBe(path);
      }
    }),
  );
});
