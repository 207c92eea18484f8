// Which lists are compared with other builders: a list that is taken for plain must mean the same to all of them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/context/engines/engine-rules.ts';
import { compareEngines, mayDiffer } from '../../../src/context/inspection/compare-engines.ts';
import { type ContextListing, listContext } from '../../../src/context/list-context.ts';
import { PlimsollError } from '../../../src/errors.ts';
import { makeTree } from '../../support/context-trees.ts';

const FOLDER = makeTree({
  Dockerfile: 'FROM scratch',
  a: { b: { f: '1', g: '2' }, 'a.log': '3' },
  b: { a: '4', c: { d: '5' } },
  'a+b': '6',
  'x.log': '7',
  ab: '8',
});

function list(ignore: string, engine: Engine): ContextListing {
  writeFileSync(join(FOLDER, '.dockerignore'), ignore);
  return listContext({
    folder: FOLDER,
    dockerfilePath: join(FOLDER, 'Dockerfile'),
    engine,
    sources: 'everything',
  });
}

const filesOf = ({ entries }: ContextListing): readonly string[] =>
  entries.filter(({ kind }) => kind === 'file').map(({ path }) => path);

const name = fc.constantFrom('a', 'b', 'c', 'f', '*', '**', '*.log', 'a*', '**b', 'a+b', 'ab');
const line = fc
  .tuple(fc.boolean(), fc.array(name, { minLength: 1, maxLength: 3 }))
  .map(([isException, names]) => `${isException ? '!' : ''}${names.join('/')}`);
const lists = fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => `${lines.join('\n')}\n`);

describe('lists of plain lines', () => {
  test('mean the same to BuildKit and podman', () => {
    fc.assert(
      fc.property(lists, (ignore) => {
        const own = list(ignore, 'buildkit');
        if (mayDiffer(own.filter.excludes!)) return;
        expect(filesOf(list(ignore, 'podman'))).toEqual(filesOf(own));
      }),
      { numRuns: 600 },
    );
  });
});

describe('a comparison', () => {
  test('tells all that differs', () => {
    fc.assert(
      fc.property(lists, (ignore) => {
        const own = list(ignore, 'buildkit');
        const found = compareEngines(own, join(FOLDER, 'Dockerfile'), false);
        let other: readonly string[];
        try {
          other = filesOf(list(ignore, 'podman'));
        } catch (error) {
          expect(error).toBeInstanceOf(PlimsollError);
          expect(found[0]!.failure).toBe((error as PlimsollError).message);
          return;
        }
        const mine = filesOf(own);
        expect(found[0]?.alsoSent.map(({ path }) => path) ?? []).toEqual(
          other.filter((path) => !mine.includes(path)),
        );
        expect(found[0]?.notSent.map(({ path }) => path) ?? []).toEqual(
          mine.filter((path) => !other.includes(path)),
        );
      }),
      { numRuns: 200 },
    );
  });
});
