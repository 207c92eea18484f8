import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Engine, engineRules } from '../../../src/context/engines/engine-rules.ts';
import { findIgnoreFile } from '../../../src/context/engines/find-ignore-file.ts';
import { makeTree } from '../../support/context-trees.ts';

const ALL = makeTree({
  '.dockerignore': '1',
  '.containerignore': '2',
  'Dockerfile.dockerignore': '3',
  'Dockerfile.containerignore': '4',
  docker: { 'Dockerfile.dockerignore': '5' },
});

function find(folder: string, engine: Engine, dockerfile = 'Dockerfile'): readonly string[] {
  const { used, shadowed } = findIgnoreFile(folder, join(folder, dockerfile), engineRules(engine));
  return [used, ...shadowed].filter((file) => file !== undefined).map(({ path }) => relative(folder, path));
}

describe('the ignore file of a builder', () => {
  test.each<readonly [engine: Engine, dockerfile: string, files: readonly string[]]>([
    ['buildkit', 'Dockerfile', ['Dockerfile.dockerignore', '.dockerignore']],
    ['buildkit', 'other', ['.dockerignore']],
    ['buildkit', 'docker/Dockerfile', ['docker/Dockerfile.dockerignore', '.dockerignore']],
    ['classic', 'Dockerfile', ['.dockerignore']],
    [
      'podman',
      'Dockerfile',
      ['Dockerfile.dockerignore', 'Dockerfile.containerignore', '.containerignore', '.dockerignore'],
    ],
    ['podman', 'other', ['.containerignore', '.dockerignore']],
    ['kaniko', 'Dockerfile', ['Dockerfile.dockerignore', '.dockerignore']],
  ])('%s, %s', (engine, dockerfile, files) => {
    expect(find(ALL, engine, dockerfile)).toEqual(files);
  });

  test('an empty one counts, a folder, a broken link and a link out of its folder do not', () => {
    expect(find(makeTree({ 'Dockerfile.dockerignore': '', '.dockerignore': 'a' }), 'buildkit')).toHaveLength(
      2,
    );
    expect(
      find(makeTree({ 'Dockerfile.dockerignore': {}, '.dockerignore': 'link: nothing' }), 'buildkit'),
    ).toEqual([]);
    expect(find(makeTree({ '.dockerignore': 'link: /etc/hostname' }), 'buildkit')).toEqual([]);
    expect(find(makeTree({ '.dockerignore': 'link: real', real: 'a' }), 'buildkit')).toEqual([
      '.dockerignore',
    ]);
  });

  test('one that is too large is an error', () => {
    const folder = makeTree({ '.dockerignore': 'a\n'.repeat(2 ** 21 + 1) });
    expect(() => find(folder, 'buildkit')).toThrow(expect.objectContaining({ code: 'IGNORE_FILE_INVALID' }));
  });
});
