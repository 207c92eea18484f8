import { describe, expect, test } from 'vitest';
import { followLinks } from '../../../src/context/follow-links/follow-links.ts';
import { narrowContext } from '../../../src/context/follow-links/narrow-context.ts';
import { makeTree } from '../../support/context-trees.ts';

const TREE = makeTree({
  app: { main: 'm', current: 'link: ../releases/2', up: 'link: ../../../..', root: 'link: /' },
  releases: { 1: { x: '1' }, 2: 'link: 1' },
  round: 'link: other',
  other: 'link: round',
  star: { l1: 'link: ../releases/1/x', l2: 'link: /app/main', plain: 'p' },
  chain: 'link: chain/x',
});

describe('links', () => {
  test.each<readonly [paths: readonly string[], wanted: readonly string[] | undefined]>([
    [['app/main'], ['app/main']],
    [['app', 'app/main'], ['app']],
    [['nothing/here'], ['nothing/here']],
    [['app/current/x'], ['app/current', 'releases/1/x', 'releases/2']],
    [['round'], ['other', 'round']],
    [['chain'], ['chain']],
    // A wildcard that meets links is wanted whole, and its links are followed; one that meets none is a name.
    [['star/l*'], ['app/main', 'releases/1/x', 'star/l*']],
    // Behind a wildcard no link is found.
    [['s*/l1'], ['s*/l1']],
    [['sta?/plain'], ['sta?/plain']],
    [['app/m*'], ['app/m*']],
    // Out of the context is its root, and so is '/'.
    [['app/up'], undefined],
    [['app/root/releases'], ['app/root', 'releases']],
    [['.'], undefined],
    [['[x/y'], ['[x/y']],
  ])('%j leads to %j', (paths, wanted) => {
    expect(followLinks(TREE, paths)).toEqual(wanted);
  });
});

describe('narrowing', () => {
  test.each(['.', '/', './', 'a/..', '../..', ''])('%j asks for everything', (source) => {
    expect(narrowContext(TREE, ['app', source])).toEqual({ kind: 'everything' });
  });

  test('without sources nothing is sent', () => {
    expect(narrowContext(TREE, [])).toEqual({ kind: 'nothing' });
    expect(narrowContext(TREE, 'everything')).toEqual({ kind: 'everything' });
  });

  test('cleans, sorts and follows sources', () => {
    expect(narrowContext(TREE, ['./releases/../app/current/', '/app/main', 'app/main'])).toEqual({
      kind: 'paths',
      paths: ['app/current', 'app/main'],
      includes: ['app/current', 'app/main', 'releases/1', 'releases/2'],
    });
  });

  test('a link to the root asks for everything', () => {
    expect(narrowContext(TREE, ['app/root'])).toEqual({ kind: 'everything' });
  });
});
