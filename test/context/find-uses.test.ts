import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sourcesOfTransfer, UseFinder } from '../../src/context/find-uses.ts';
import { listContext } from '../../src/context/list-context.ts';
import { decodeDockerfile } from '../../src/dockerfile/dockerfile-text.ts';
import { evaluateBuild } from '../../src/dockerfile/evaluation/evaluate-build.ts';
import { parseDockerfile } from '../../src/dockerfile/parsing/parse-dockerfile.ts';
import { readStages } from '../../src/dockerfile/stages/read-stages.ts';
import { makeTree } from '../support/context-trees.ts';

const PROJECT = makeTree({
  'package.json': '{}',
  src: { 'a.js': 'a', 'b.ts': 'b', current: 'link: ../data/1' },
  data: { 1: 'd', 2: 'e' },
  docs: { 'a.md': 'm' },
  unused: 'u',
});

/** Each path that is sent, with the lines that use it. */
function sent(dockerfile: string): readonly string[] {
  const text = decodeDockerfile(Buffer.from(dockerfile));
  const transfer = evaluateBuild(readStages(parseDockerfile(text))).mainContext;
  const finder = new UseFinder(PROJECT, transfer.uses);
  const { entries } = listContext({
    folder: PROJECT,
    dockerfilePath: join(PROJECT, 'Dockerfile'),
    engine: 'buildkit',
    sources: sourcesOfTransfer(transfer),
  });
  return entries
    .filter(({ kind }) => kind !== 'folder')
    .map(({ path }) => [path, ...finder.find(path).map(({ line }) => line)].join(' '));
}

describe('what a Dockerfile uses', () => {
  test('each path with its lines, through links too', () => {
    expect(sent('FROM scratch\nCOPY package.json src/*.js /\nCOPY src/current /c\nADD docs /docs\n')).toEqual(
      ['data/1 3', 'docs/a.md 4', 'package.json 2', 'src/a.js 2', 'src/current 3'],
    );
  });

  test('one source of everything sends everything', () => {
    expect(sent('FROM scratch\nCOPY docs /docs\nCOPY . /\n')).toEqual([
      'data/1 3',
      'data/2 3',
      'docs/a.md 2 3',
      'package.json 3',
      'src/a.js 3',
      'src/b.ts 3',
      'src/current 3',
      'unused 3',
    ]);
  });

  test('a build that reads nothing is sent nothing', () => {
    expect(sent('FROM scratch\nENV a=b\n')).toEqual([]);
  });
});
