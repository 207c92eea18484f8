// Many threads meet what one walk meets, in its order, whoever walks which part.
import { linkSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CrewResult } from '../../../src/context/crew/crew-task.ts';
import { packParts, unpackParts } from '../../../src/context/crew/pack-parts.ts';
import type { PartsWalk } from '../../../src/context/crew/part-walker.ts';
import { type OpenTask, TaskList } from '../../../src/context/crew/task-list.ts';
import { TaskRunner } from '../../../src/context/crew/task-runner.ts';
import { ENGINES, engineRules } from '../../../src/context/engines/engine-rules.ts';
import { compileList, compilePlain, plainPatterns } from '../../../src/context/ignore/pattern-list.ts';
import { shareRows } from '../../../src/context/secrets/known-rows.ts';
import type { SearchMemory } from '../../../src/context/secrets/search-memory.ts';
import type { ContextEntry, IgnoredEntry } from '../../../src/context/walk/context-entry.ts';
import { walkContext } from '../../../src/context/walk/walk-context.ts';
import { makeKey } from '../../support/make-key.ts';

interface Met {
  readonly entries: ContextEntry[];
  readonly ignored: IgnoredEntry[];
  readonly found: string[];
  readonly failure: string | undefined;
}

const NAMES = ['a', 'b', 'a-', 'c.log', 'dé', 'e'];
const SECRET = makeKey();

type Made = 'text' | 'empty' | 'secret' | 'link' | { readonly [name: string]: Made };

const { tree } = fc.letrec<{ tree: { readonly [name: string]: Made }; made: Made }>((tie) => ({
  tree: fc.dictionary(fc.constantFrom(...NAMES), tie('made'), { maxKeys: 5 }),
  made: fc.oneof(
    { maxDepth: 4 },
    { arbitrary: fc.constantFrom<Made>('text', 'text', 'empty', 'secret', 'link'), weight: 2 },
    { arbitrary: tie('tree'), weight: 3 },
  ),
}));
const path = fc.array(fc.constantFrom(...NAMES, '*', '**'), { minLength: 1, maxLength: 3 });
const pattern = fc.oneof(
  { arbitrary: path.map((names) => names.join('/')), weight: 12 },
  { arbitrary: fc.constantFrom('*', '**/*.log', 'a?'), weight: 4 },
  // It compiles, and ends the build where it is asked.
  { arbitrary: fc.constant('[z-a]'), weight: 1 },
);
const line = fc.tuple(fc.boolean(), pattern).map(([isException, text]) => (isException ? `!${text}` : text));
const request = fc.record({
  tree,
  engine: fc.constantFrom(...ENGINES),
  excludes: fc.option(fc.array(line, { maxLength: 4 }), { nil: undefined }),
  includes: fc.option(fc.array(pattern, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  entries: fc.integer({ min: 0, max: 6 }),
  files: fc.integer({ min: 1, max: 4 }),
  choices: fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
});

describe('parts of a walk', () => {
  test('are joined to what one walk meets', async () => {
    await fc.assert(
      fc.asyncProperty(request, async ({ tree: made, engine, excludes, includes, ...rest }) => {
        const rules = engineRules(engine);
        const list = (patterns: readonly string[] | undefined) =>
          patterns &&
          compileList(
            patterns.map((each) => ({ pattern: each })),
            rules.compiler,
          );
        const folder = mkdtempSync(join(tmpdir(), 'plimsoll-context-'));
        const secrets = fill(folder, made);
        const walk: PartsWalk = {
          folder,
          rules,
          excludes: list(excludes),
          includes: list(includes),
          withIgnored: true,
        };
        const whole = walkWhole(walk, secrets);
        const { found, ...joined } = await walkInParts(walk, rest);
        expect(joined).toEqual({
          entries: whole.entries,
          ignored: whole.ignored,
          failure: whole.failure,
        });
        if (whole.failure === undefined) expect(found).toEqual(whole.found);
      }),
      { numRuns: 150 },
    );
  });
});

function walkWhole(walk: PartsWalk, secrets: ReadonlySet<string>): Met {
  const entries: ContextEntry[] = [];
  const ignored: IgnoredEntry[] = [];
  const found: string[] = [];
  let failure: string | undefined;
  try {
    walkContext({
      ...walk,
      onSent: (entry) => entries.push(entry),
      onIgnored: (entry) => ignored.push(entry),
      onFile: (each) => {
        if (secrets.has(each)) found.push(each);
      },
    });
  } catch (error) {
    failure = (error as Error).message;
  }
  return { entries, ignored, found, failure };
}

interface Order {
  readonly entries: number;
  readonly files: number;
  readonly choices: readonly boolean[];
}

/** As a crew does it, each task by one of two threads, whose answers come as messages. */
async function walkInParts(walk: PartsWalk, { entries: most, files, choices }: Order): Promise<Met> {
  const { rules, excludes, includes } = walk;
  const memory = forgetful();
  const search = { addedRules: '', known: memory.begin() };
  const here = new TaskRunner(walk, search);
  const aside = new TaskRunner(
    {
      ...walk,
      excludes: excludes && compilePlain(structuredClone(plainPatterns(excludes)), rules.compiler),
      includes: includes && compilePlain(structuredClone(plainPatterns(includes)), rules.compiler),
    },
    search,
  );
  const budget = { entries: most, freshFiles: files, freshBytes: 1_000 };
  const tasks = new TaskList(memory, budget);
  const first = tasks.first(budget);
  tasks.note(first, await here.run(first.task));
  const open: OpenTask[] = [];
  for (let step = 0; !tasks.isEmpty || open.length > 0; step++) {
    const isAside = choices[step % choices.length]!;
    if (isAside && open.length < 2) {
      const next = tasks.nextAside();
      if (next !== undefined) open.push(next);
    } else if (isAside || open.length > 2) await answer(tasks, open.shift()!, aside);
    const own = isAside ? undefined : tasks.nextHere(step % 3 === 0 || open.length === 0);
    if (own !== undefined) tasks.note(own, await here.run(own.task));
    else if (open.length > 0) await answer(tasks, open.shift()!, aside);
  }
  const entries: ContextEntry[] = [];
  const ignored: IgnoredEntry[] = [];
  const found: string[] = [];
  let failure: string | undefined;
  try {
    tasks.join({ entries, ignored, onFound: (entry) => found.push(String(entry)) });
  } catch (error) {
    failure = (error as Error).message;
  }
  return { entries, ignored, found: found.map((entry) => entries[Number(entry)]!.path), failure };
}

async function answer(tasks: TaskList, open: OpenTask, aside: TaskRunner): Promise<void> {
  const result: CrewResult = await aside.run(structuredClone(open.task));
  if (result.kind === 'searched') return tasks.note(open, result);
  const failed = result.parts.findIndex(({ failure }) => failure !== undefined);
  const parts = unpackParts(
    structuredClone(packParts(result.parts.slice(0, failed === -1 ? undefined : failed))),
  );
  tasks.note(
    open,
    failed === -1 ? { ...result, parts } : { kind: 'walked', parts, searched: 0, readings: [] },
    failed !== -1,
  );
}

function forgetful(): SearchMemory {
  return { begin: () => shareRows([]), readingOf: () => undefined, note: () => {} };
}

/** Makes the tree, and tells which of its paths hold a secret. */
function fill(folder: string, made: { readonly [name: string]: Made }): ReadonlySet<string> {
  const secrets = new Set<string>();
  let linked: { readonly path: string; readonly isSecret: boolean } | undefined;
  const go = (inside: string, names: { readonly [name: string]: Made }): void => {
    for (const [name, what] of Object.entries(names)) {
      const inner = `${inside}${name}`;
      const full = join(folder, inner);
      if (typeof what !== 'string') {
        mkdirSync(full);
        go(`${inner}/`, what);
        continue;
      }
      const isSecret = what === 'link' ? (linked?.isSecret ?? false) : what === 'secret';
      if (what === 'link' && linked !== undefined) linkSync(linked.path, full);
      else writeFileSync(full, what === 'secret' ? SECRET : what === 'empty' ? '' : 'text\n');
      linked = { path: full, isSecret };
      if (isSecret) secrets.add(inner);
    }
  };
  go('', made);
  return secrets;
}
