// What is called dead can go: whatever list, the walk of a folder is the same without it, under the builder that was asked about.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Engine } from '../../../src/context/engines/engine-rules.ts';
import { findDeadPatterns } from '../../../src/context/ignore/find-dead-patterns.ts';
import { listContext } from '../../../src/context/list-context.ts';
import { makeTree } from '../../support/context-trees.ts';

const FOLDER = makeTree({
  Dockerfile: 'FROM scratch',
  a: { b: { a: { f: '1' }, f: '2' }, 'x.log': '3', f: '3' },
  b: { a: { b: '4' }, f: '5' },
  f: '6',
  'x.log': '7',
});
const FILE = join(FOLDER, '.dockerignore');

function walk(
  lines: readonly string[],
  engine: Engine,
): { paths: readonly string[]; dead: readonly number[] } {
  if (lines.length === 0) rmSync(FILE, { force: true });
  else writeFileSync(FILE, `${lines.join('\n')}\n`);
  const { entries, filter } = listContext({
    folder: FOLDER,
    dockerfilePath: join(FOLDER, 'Dockerfile'),
    engine,
    sources: 'everything',
  });
  const paths = entries.map(({ path }) => path).filter((path) => path !== '.dockerignore');
  const dead = filter.excludes === undefined ? [] : findDeadPatterns(filter.excludes);
  return { paths, dead: dead.map(({ pattern }) => pattern.line) };
}

const name = fc.constantFrom('a', 'b', 'f', '*', '**', '*.log', '..', 'x.log');
const line = fc
  .tuple(fc.boolean(), fc.array(name, { minLength: 1, maxLength: 3 }))
  .map(([isException, names]) => `${isException ? '!' : ''}${names.join('/')}`);
const lists = fc.array(line, { minLength: 1, maxLength: 6 });

test.each<Engine>(['buildkit', 'podman'])('each dead line can go: %s', (engine) => {
  let count = 0;
  fc.assert(
    fc.property(lists, (lines) => {
      const { paths, dead } = walk(lines, engine);
      for (const line of dead) {
        count++;
        const left = lines.filter((_, i) => i !== line - 1);
        expect(walk(left, engine).paths).toEqual(paths);
      }
    }),
    { numRuns: 600 },
  );
  expect(count).toBeGreaterThan(100);
});
