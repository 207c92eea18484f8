// 20,000 random lists over random trees: what we say, path by path, and what the builders' own code says.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, engineRules } from '../../../src/context/engines/engine-rules.ts';
import { followLinks } from '../../../src/context/follow-links/follow-links.ts';
import { matchPath } from '../../../src/context/ignore/match-path.ts';
import { compileList, type PatternList } from '../../../src/context/ignore/pattern-list.ts';
import type { ContextEntry } from '../../../src/context/walk/context-entry.ts';
import { findEmptied } from '../../../src/context/walk/find-emptied.ts';
import { walkContext } from '../../../src/context/walk/walk-context.ts';
import { PlimsollError } from '../../../src/errors.ts';
import { type Answer, askOracle, buildCopier, buildOracle, PEERS, type Question } from './go-oracle.ts';
import { makeRandom, makeRandomTree, randomList, randomPattern } from './random-lists.ts';

const TREES = 200;
const LISTS_A_TREE = 100;

describe.skipIf(PEERS === '')('random lists over random trees', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-trees-'));
  const random = makeRandom(20_261_126);
  const trees: { readonly folder: string; readonly paths: readonly string[] }[] = [];
  const lists: { readonly tree: number; readonly patterns: readonly string[] }[] = [];
  let oracle = '';

  beforeAll(() => {
    oracle = buildOracle();
    for (let i = 0; i < TREES; i++) {
      const tree = join(folder, String(i));
      mkdirSync(tree);
      trees.push({ folder: tree, paths: makeRandomTree(random, tree) });
      for (let k = 0; k < LISTS_A_TREE; k++) lists.push({ tree: i, patterns: randomList(random) });
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function compare(
    toQuestion: (list: (typeof lists)[number]) => Question,
    ours: (list: (typeof lists)[number]) => unknown,
    theirs: (answer: Answer) => unknown,
    isLeftOut: (list: (typeof lists)[number]) => boolean = () => false,
  ): Promise<{ readonly errors: number }> {
    const answers = await askOracle(oracle, lists.map(toQuestion));
    const wrong: unknown[] = [];
    for (const [i, list] of lists.entries()) {
      if (isLeftOut(list)) continue;
      const [mine, its] = [JSON.stringify(ours(list)), JSON.stringify(theirs(answers[i]!))];
      if (mine !== its) wrong.push({ ...list, mine, its, message: answers[i]!.Message });
    }
    expect({ count: wrong.length, first: wrong.slice(0, 3) }).toEqual({ count: 0, first: [] });
    return { errors: answers.filter((answer) => answer.Error).length };
  }

  test('BuildKit: what the walk sends, and what arrives empty', async () => {
    const { errors } = await compare(
      ({ tree, patterns }) => ({ Op: 'walk', Folder: trees[tree]!.folder, Patterns: patterns }),
      ({ tree, patterns }) => ourWalk('buildkit', trees[tree]!.folder, patterns, []),
      (answer) => (answer.Error ? 'error' : [answer.Paths ?? [], answer.Emptied ?? []]),
    );
    expect(errors).toBeGreaterThan(100);
    expect(errors).toBeLessThan(lists.length / 2);
  });

  test('BuildKit: the walk limited to what is included', async () => {
    const includes = lists.map(() => [randomPattern(random), randomPattern(random)]);
    const at = new Map(lists.map((list, i) => [list, i]));
    await compare(
      (list) => ({
        Op: 'walk',
        Folder: trees[list.tree]!.folder,
        Patterns: list.patterns.slice(0, 2),
        Includes: includes[at.get(list)!]!,
      }),
      (list) =>
        ourWalk(
          'buildkit',
          trees[list.tree]!.folder,
          list.patterns.slice(0, 2),
          includes[at.get(list)!]!,
          false,
        ),
      (answer) => (answer.Error ? 'error' : (answer.Paths ?? [])),
    );
  });

  test('BuildKit: links that are followed', async () => {
    const sources = lists.map(({ tree }) => [
      trees[tree]!.paths[Math.floor(random() * trees[tree]!.paths.length)]!,
      `${trees[tree]!.paths[Math.floor(random() * trees[tree]!.paths.length)]!}/b`,
      randomPattern(random).replace(/^!/, ''),
    ]);
    const at = new Map(lists.map((list, i) => [list, i]));
    await compare(
      (list) => ({ Op: 'follow', Folder: trees[list.tree]!.folder, Paths: sources[at.get(list)!]! }),
      (list) => followLinks(trees[list.tree]!.folder, sources[at.get(list)!]!) ?? [],
      (answer) => answer.Paths ?? [],
    );
  });

  // A pattern that breaks during the walk ends the archive early without a word; the client has failed before that.
  test('the classic builder: what its archive holds', async () => {
    const isBroken = ({ patterns }: { readonly patterns: readonly string[] }): boolean =>
      ourList('classic', patterns)?.patterns.some(({ matcher }) => matcher.kind === 'broken') ?? false;
    await compare(
      ({ tree, patterns }) => ({ Op: 'archive', Folder: trees[tree]!.folder, Patterns: patterns }),
      ({ tree, patterns }) => ourFiles('classic', trees[tree]!, patterns),
      (answer) => (answer.Error ? 'error' : (answer.Paths ?? [])),
      isBroken,
    );
  });

  // Its copier starts a process a question: one list in ten.
  test("podman and buildah: what buildah's copier hands out", async () => {
    const some = lists.filter((_, i) => i % 10 === 0);
    const answers = await askOracle(
      buildCopier(),
      some.map(({ tree, patterns }) => ({ Op: 'copy', Folder: trees[tree]!.folder, Patterns: patterns })),
    );
    const wrong = some
      .map((list, i) => ({
        ...list,
        mine: ourFiles('podman', trees[list.tree]!, list.patterns),
        its: answers[i]!.Error ? 'error' : answers[i]!.Paths,
      }))
      .filter(({ mine, its }) => JSON.stringify(mine) !== JSON.stringify(its));
    expect({ count: wrong.length, first: wrong.slice(0, 3) }).toEqual({ count: 0, first: [] });
  });

  test.each([
    ['any parent', 'buildkit'],
    ['one parent', 'kaniko'],
    ['last match', 'podman'],
  ] as const)('%s, as %s asks for each path', async (rule, engine) => {
    await compare(
      ({ tree, patterns }) => ({ Op: rule, Patterns: patterns, Paths: trees[tree]!.paths }),
      ({ tree, patterns }) => {
        const list = ourList(engine, patterns);
        return list === undefined
          ? 'error'
          : trees[tree]!.paths.map((path) => {
              try {
                return matchPath(list, path, rule).isMatched;
              } catch (error) {
                if (error instanceof PlimsollError) return 'broken';
                throw error;
              }
            });
      },
      (answer) =>
        answer.Error
          ? 'error'
          : (answer.Matched ?? []).map((matched, i) => (answer.Broken![i] === true ? 'broken' : matched)),
    );
  });
});

function ourList(engine: Engine, patterns: readonly string[]): PatternList | undefined {
  try {
    return compileList(
      patterns.map((pattern) => ({ pattern })),
      engineRules(engine).compiler,
    );
  } catch (error) {
    if (error instanceof PlimsollError) return undefined;
    throw error;
  }
}

/** The paths that are sent and those that arrive empty, or that the builder fails. */
function ourWalk(
  engine: Engine,
  folder: string,
  patterns: readonly string[],
  included: readonly string[],
  withEmptied = true,
): unknown {
  const [excludes, includes] = [ourList(engine, patterns), ourList(engine, included)];
  if (excludes === undefined || includes === undefined) return 'error';
  const sent: ContextEntry[] = [];
  try {
    walkContext({
      folder,
      rules: engineRules(engine),
      excludes,
      includes: included.length === 0 ? undefined : includes,
      onSent: (entry) => sent.push(entry),
    });
  } catch (error) {
    if (error instanceof PlimsollError) return 'error';
    throw error;
  }
  const paths = sent.map(({ path }) => path);
  return withEmptied ? [paths, findEmptied(sent, excludes)] : paths;
}

/** Without the folders that are only there for what is in them: an archive leaves them out. */
function ourFiles(engine: Engine, tree: { readonly folder: string }, patterns: readonly string[]): unknown {
  const excludes = ourList(engine, patterns);
  if (excludes === undefined) return 'error';
  const sent: string[] = [];
  const entered = new Set<string>();
  try {
    walkContext({
      folder: tree.folder,
      rules: engineRules(engine),
      excludes,
      includes: undefined,
      onSent: ({ path }) => sent.push(path),
      onIgnored: ({ path }) => entered.add(path),
    });
  } catch (error) {
    if (error instanceof PlimsollError) return 'error';
    throw error;
  }
  return sent.filter((path) => !entered.has(path));
}
