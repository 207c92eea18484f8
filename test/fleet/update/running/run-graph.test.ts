import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlimsollError } from '../../../../src/errors.ts';
import { runGraph } from '../../../../src/fleet/update/running/run-graph.ts';

const NEVER = new AbortController().signal;

/** Graphs without circles: each node stands on some of those before it. */
const graphs = fc
  .integer({ min: 0, max: 24 })
  .chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, i) =>
        i === 0 ? fc.constant([] as number[]) : fc.uniqueArray(fc.nat({ max: i - 1 }), { maxLength: 3 }),
      ),
    ),
  )
  .map((edges) => {
    const after = new Map(edges.map((below, i) => [`n${i}`, below.map((j) => `n${j}`)]));
    return { nodes: [...after.keys()], after: (node: string) => after.get(node) ?? [] };
  });

/** Everything below a node. */
function below(node: string, after: (node: string) => readonly string[]): ReadonlySet<string> {
  return new Set(after(node).flatMap((id) => [id, ...below(id, after)]));
}

describe('a walk over a graph', () => {
  test('keeps the order, the limit, and gives each node what its parents made', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.integer({ min: 1, max: 5 }), fc.scheduler(), async (graph, jobs, s) => {
        const ended = new Set<string>();
        let [underWay, most] = [0, 0];
        const walk = runGraph({
          ...graph,
          jobs,
          signal: NEVER,
          runNode: async (node, parents) => {
            most = Math.max(most, ++underWay);
            expect([...parents.keys()].every((id) => ended.has(id))).toBe(true);
            expect(Object.fromEntries(parents)).toEqual(
              Object.fromEntries(graph.after(node).map((id) => [id, `made ${id}`])),
            );
            await s.schedule(Promise.resolve());
            underWay--;
            ended.add(node);
            return `made ${node}`;
          },
        });
        await s.waitFor(walk);
        const ends = await walk;
        expect([...ends.keys()]).toEqual(graph.nodes);
        expect([...ends].every(([id, end]) => end.kind === 'done' && end.result === `made ${id}`)).toBe(true);
        expect(most).toBeLessThanOrEqual(jobs);
      }),
    );
  });

  test('begins as many as may be: no job is idle while a node is ready', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.integer({ min: 1, max: 5 }), fc.scheduler(), async (graph, jobs, s) => {
        const [begun, ended] = [new Set<string>(), new Set<string>()];
        const expectBusy = (): void => {
          const ready = graph.nodes.filter(
            (node) => !begun.has(node) && graph.after(node).every((id) => ended.has(id)),
          );
          if (ready.length > 0) expect(begun.size - ended.size).toBe(jobs);
        };
        const walk = runGraph({
          ...graph,
          jobs,
          signal: NEVER,
          runNode: async (node) => {
            begun.add(node);
            await s.schedule(Promise.resolve());
            expectBusy();
            ended.add(node);
          },
        });
        await s.waitFor(walk);
        expect(ended.size).toBe(graph.nodes.length);
      }),
    );
  });

  test('a failing node skips its descendants alone, and they name it', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.array(fc.nat({ max: 23 }), { maxLength: 3 }), async (graph, broken) => {
        const failing = new Set(broken.map((i) => `n${i}`));
        const begun = new Set<string>();
        const told = new Map<string, string>();
        const ends = await runGraph({
          ...graph,
          jobs: 2,
          signal: NEVER,
          runNode: async (node) => {
            begun.add(node);
            if (failing.has(node)) throw new Error(node);
          },
          onEnd: (node, { kind }) => {
            expect(told.has(node)).toBe(false);
            told.set(node, kind);
          },
        });
        for (const node of graph.nodes) {
          const end = ends.get(node)!;
          // A node that fails is not begun where one below it did.
          const causes = [...below(node, graph.after)].filter((id) => ends.get(id)!.kind === 'failed');
          const expected = causes.length > 0 ? 'skipped' : failing.has(node) ? 'failed' : 'done';
          expect(end.kind).toBe(expected);
          expect(told.get(node)).toBe(expected);
          expect(begun.has(node)).toBe(expected !== 'skipped');
          if (end.kind === 'skipped') expect([...end.because].toSorted()).toEqual(causes.toSorted());
        }
      }),
    );
  });

  test('begins first what most stands on', async () => {
    const after: Record<string, readonly string[]> = {
      flat: [],
      base: [],
      mid: ['base'],
      top: ['mid'],
      leaf: ['base'],
    };
    const begun: string[] = [];
    const heights: number[] = [];
    await runGraph({
      nodes: Object.keys(after),
      after: (node) => after[node]!,
      jobs: 1,
      signal: NEVER,
      runNode: async (node, _, { height }) => {
        begun.push(node);
        heights.push(height);
      },
    });
    expect(begun).toEqual(['base', 'mid', 'flat', 'leaf', 'top']);
    expect(heights).toEqual([2, 1, 0, 0, 0]);
  });

  test('a signal begins nothing more, waits for what is under way, and throws', async () => {
    const stop = new AbortController();
    const begun: string[] = [];
    let isEnded = false;
    const walk = runGraph({
      nodes: ['a', 'b', 'c'],
      after: (node) => (node === 'c' ? ['a'] : []),
      jobs: 1,
      signal: stop.signal,
      runNode: async (node) => {
        begun.push(node);
        stop.abort();
        await new Promise((resolve) => setImmediate(resolve));
        isEnded = true;
      },
    });
    await expect(walk).rejects.toBeInstanceOf(PlimsollError);
    expect(begun).toEqual(['a']);
    expect(isEnded).toBe(true);
  });

  test('circles are skipped because of themselves, the rest is done', async () => {
    const after: Record<string, readonly string[]> = { a: ['b'], b: ['a'], c: ['b'], d: ['elsewhere'] };
    const ends = await runGraph({
      nodes: Object.keys(after),
      after: (node) => after[node]!,
      jobs: 2,
      signal: NEVER,
      runNode: async () => null,
    });
    expect(Object.fromEntries(ends)).toEqual({
      a: { kind: 'skipped', because: ['a'] },
      b: { kind: 'skipped', because: ['b'] },
      c: { kind: 'skipped', because: ['c'] },
      d: { kind: 'done', result: null },
    });
  });
});
