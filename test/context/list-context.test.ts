import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENGINES, type Engine } from '../../src/context/engines/engine-rules.ts';
import { explainPath } from '../../src/context/explain-path.ts';
import type { ContextSources } from '../../src/context/follow-links/narrow-context.ts';
import { type ContextListing, listContext } from '../../src/context/list-context.ts';
import { PlimsollError } from '../../src/errors.ts';
import { makeTree } from '../support/context-trees.ts';

const list = (
  folder: string,
  engine: Engine = 'buildkit',
  sources: ContextSources = 'everything',
): ContextListing =>
  listContext({ folder, dockerfilePath: join(folder, 'Dockerfile'), engine, sources, withIgnored: true });
const files = (listing: ContextListing): readonly string[] =>
  listing.entries.filter(({ kind }) => kind !== 'folder').map(({ path }) => path);

const PROJECT = makeTree({
  Dockerfile: 'FROM scratch',
  '.dockerignore': '# what is not sent\nnode_modules\n*.log\n!keep.log\n',
  'a.log': 'aaaa',
  'keep.log': 'kk',
  src: { 'index.js': 'x', 'b.log': 'b' },
  node_modules: { dep: { 'index.js': 'y' } },
  config: 'link: src/index.js',
});

describe('a listing', () => {
  test('tells what is sent, what is not, and how much it is', () => {
    const listing = list(PROJECT);
    expect(files(listing)).toEqual([
      '.dockerignore',
      'Dockerfile',
      'config',
      'keep.log',
      'src/b.log',
      'src/index.js',
    ]);
    expect(
      listing.ignored.map(({ path, decidedBy }) => [
        path,
        listing.filter.excludes!.patterns[decidedBy]!.line,
      ]),
    ).toEqual([
      ['a.log', 3],
      ['node_modules', 2],
    ]);
    expect([listing.fileCount, listing.sizeBytes]).toEqual([5, 48 + 12 + 2 + 1 + 1]);
    expect(listing.ignoreFile?.path).toBe(join(PROJECT, '.dockerignore'));
  });

  test('counts no bytes of files that BuildKit sends empty', () => {
    const folder = makeTree({ '.dockerignore': 'dir\n!dir/keep\ndir\n', dir: { keep: 'four' } });
    const listing = list(folder);
    expect(listing.emptiedPaths).toEqual(['dir/keep']);
    expect(listing.entries.find(({ path }) => path === 'dir/keep')?.sizeBytes).toBe(0);
    expect(listing.sizeBytes).toBe(18);
    expect(list(folder, 'classic').sizeBytes).toBe(22);
  });

  test.each(['src', 'src/b.log', 'node_modules', 'node_modules/dep', 'config', 'missing'])(
    'within %s is the part of the whole',
    (within) => {
      const request = {
        folder: PROJECT,
        dockerfilePath: '',
        engine: 'buildkit',
        sources: 'everything',
      } as const;
      const isOnTheWay = (path: string): boolean =>
        path === within || path.startsWith(`${within}/`) || within.startsWith(`${path}/`);
      expect(listContext({ ...request, within }).entries).toEqual(
        listContext(request).entries.filter(({ path }) => isOnTheWay(path)),
      );
    },
  );

  test('within a path a broken pattern ends the listing all the same', () => {
    const folder = makeTree({ '.dockerignore': 'docs\n[z-a]\n', docs: { a: '' }, src: '' });
    const request = { folder, dockerfilePath: '', engine: 'buildkit', sources: 'everything' } as const;
    expect(() => listContext({ ...request, within: 'docs/a' })).toThrow("the pattern '[z-a]'");
  });

  test('is limited to what instructions use, with BuildKit only', () => {
    expect(files(list(PROJECT, 'buildkit', ['config']))).toEqual(['config', 'src/index.js']);
    expect(files(list(PROJECT, 'buildkit', ['node_modules', 'a.log']))).toEqual([]);
    expect(list(PROJECT, 'buildkit', []).entries).toEqual([]);
    expect(files(list(PROJECT, 'classic', ['config']))).toHaveLength(6);
  });

  test('the classic builder sends what it reads itself', () => {
    const folder = makeTree({ Dockerfile: '', '.dockerignore': '*\n', a: '' });
    expect(files(list(folder, 'classic'))).toEqual(['.dockerignore', 'Dockerfile']);
    expect(files(list(folder, 'buildkit'))).toEqual([]);
    expect(files(list(folder, 'podman'))).toEqual([]);
  });

  test('a wrong pattern ends the build, and is no list to kaniko', () => {
    const folder = makeTree({ '.dockerignore': 'a\n[\n', a: '' });
    for (const engine of ['buildkit', 'classic', 'podman'] as const)
      expect(() => list(folder, engine)).toThrow(
        expect.objectContaining({
          code: 'IGNORE_FILE_INVALID',
          subject: join(folder, '.dockerignore'),
          line: 2,
        }),
      );
    expect(files(list(folder, 'kaniko'))).toEqual(['.dockerignore', 'a']);
  });

  test('a named context has its own file only', () => {
    const folder = makeTree({ 'Dockerfile.dockerignore': '', '.dockerignore': 'a', a: '' });
    const request = {
      folder,
      dockerfilePath: join(folder, 'Dockerfile'),
      engine: 'buildkit',
      sources: 'everything',
    } as const;
    expect(files(listContext(request))).toContain('a');
    expect(files(listContext({ ...request, isNamed: true }))).not.toContain('a');
  });

  test('a source that is no pattern ends the build', () => {
    expect(() => list(PROJECT, 'buildkit', ['['])).toThrow(
      expect.objectContaining({ code: 'CONTEXT_UNREADABLE' }),
    );
  });

  test('a folder that is not there', () => {
    for (const folder of [join(PROJECT, 'nothing'), join(PROJECT, 'a.log')])
      expect(() => list(folder)).toThrow(
        expect.objectContaining({ code: 'CONTEXT_NOT_FOUND', subject: folder }),
      );
  });
});

describe('an explanation', () => {
  const explain = (path: string, sources: ContextSources = 'everything'): unknown => {
    const answer = explainPath(list(PROJECT, 'buildkit', sources).filter, path);
    if (answer.kind === 'ignored') return ['ignored', answer.by.line, answer.at];
    if (answer.kind === 'unused') return ['unused', answer.at];
    return ['sent', answer.reincludedBy?.line, answer.includedBy?.cleaned];
  };

  test('names the line, and the folder that it takes', () => {
    expect(explain('node_modules/dep/index.js')).toEqual(['ignored', 2, 'node_modules']);
    expect(explain('a.log')).toEqual(['ignored', 3, 'a.log']);
    expect(explain('keep.log')).toEqual(['sent', 4, undefined]);
    expect(explain('src/b.log')).toEqual(['sent', undefined, undefined]);
  });

  test('names the source that uses it', () => {
    expect(explain('src/index.js', ['config'])).toEqual(['sent', undefined, 'src/index.js']);
    expect(explain('src/b.log', ['config'])).toEqual(['unused', 'src/b.log']);
    expect(explain('keep.log', ['config'])).toEqual(['unused', 'keep.log']);
  });

  const names = fc.constantFrom('a', 'b', 'c', '*', '**', 'a*', '?');
  const pattern = fc
    .tuple(fc.boolean(), fc.array(names, { minLength: 1, maxLength: 3 }))
    .map(([isException, parts]) => (isException ? '!' : '') + parts.join('/'));
  const sources = fc.oneof(
    fc.constant('everything' as const),
    fc.array(
      fc.array(names, { minLength: 1, maxLength: 2 }).map((parts) => parts.join('/')),
      { maxLength: 2 },
    ),
  );

  test('agrees with the listing, path by path, for every builder', () => {
    const tree = makeTree({
      a: { a: { a: '', b: '' }, b: { c: '' }, c: '' },
      b: { a: '', b: { a: '', c: '' } },
      c: '',
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...ENGINES),
        fc.array(pattern, { maxLength: 5 }),
        sources,
        (engine, patterns, used) => {
          writeFileSync(join(tree, '.dockerignore'), patterns.join('\n'));
          const listing = list(tree, engine, used);
          if (listing.narrowing.kind === 'nothing') return;
          const sent = new Set(files(listing));
          for (const path of [
            'a/a/a',
            'a/a/b',
            'a/b/c',
            'a/c',
            'b/a',
            'b/b/a',
            'b/b/c',
            'c',
            '.dockerignore',
          ])
            expect([path, explainPath(listing.filter, path).kind === 'sent']).toEqual([path, sent.has(path)]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('throws no other error than ours', () => {
    const tree = makeTree({ a: { b: '' }, c: '' });
    fc.assert(
      fc.property(
        fc.constantFrom(...ENGINES),
        fc.string({ unit: 'binary', maxLength: 30 }),
        (engine, text) => {
          writeFileSync(join(tree, '.dockerignore'), text);
          try {
            list(tree, engine);
          } catch (error) {
            expect(error).toBeInstanceOf(PlimsollError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
