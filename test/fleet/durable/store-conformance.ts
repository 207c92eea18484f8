// What every durable store must hold, whatever it is made of.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PlimsollError } from '../../../src/errors.ts';
import type {
  DurableStep,
  DurableStore,
  Json,
  StepOutcome,
  StepPerformer,
} from '../../../src/fleet/durable/durable-store.ts';

/** How a store is opened for a test; each call opens the same one again, as another process would. */
export interface StoreUnderTest {
  /** A new, empty store, whose back-off is `backOffMs` whatever failed before. */
  readonly make: (backOffMs: number) => Promise<{
    open(): Promise<DurableStore>;
    /** How many steps it knows. */
    countSteps(): Promise<number>;
    remove(): Promise<void>;
  }>;
  /** Whether a step that is near to a worker's waits for that one. */
  readonly keepsNear: boolean;
}

const NEVER = new AbortController().signal;

function step(key: string, more: Partial<DurableStep> = {}): DurableStep {
  return { key, kind: 'test', name: key, input: { key }, tries: 1, ...more };
}

/** Registers the tests. */
export function describeStore(name: string, { make, keepsNear }: StoreUnderTest): void {
  describe(name, () => {
    let made: Awaited<ReturnType<StoreUnderTest['make']>>;
    const opened: DurableStore[] = [];
    const workers: { readonly stop: AbortController; readonly done: Promise<void> }[] = [];

    const open = async (): Promise<DurableStore> => {
      const store = await made.open();
      opened.push(store);
      return store;
    };
    const startWorker = (
      store: DurableStore,
      perform: StepPerformer,
      { jobs = 1, kinds = ['test'], worker = 'worker', onOutcome }: WorkerOptions = {},
    ): { readonly stop: AbortController; readonly done: Promise<void> } => {
      const stop = new AbortController();
      const options = { jobs, kinds, name: worker, signal: stop.signal };
      const done = store.work(perform, onOutcome === undefined ? options : { ...options, onOutcome });
      const started = { stop, done };
      workers.push(started);
      return started;
    };

    beforeEach(async () => {
      made = await make(50);
    });
    afterEach(async () => {
      for (const { stop } of workers) stop.abort();
      await Promise.allSettled(workers.splice(0).map(({ done }) => done));
      for (const store of opened.splice(0)) await store.close();
      await made.remove();
    });

    test('a step is done once, and told again from the record', async () => {
      const store = await open();
      let calls = 0;
      startWorker(store, async ({ input }) => ({ calls: ++calls, input }));
      const first = await store.runOnce('run 1', step('a'), NEVER);
      expect(first).toEqual({ kind: 'done', result: { calls: 1, input: { key: 'a' } }, attempts: 1 });
      expect(await store.runOnce('run 1', step('a'), NEVER)).toEqual(first);
      expect(await store.runOnce('run 2', step('a', { name: 'other', input: null }), NEVER)).toEqual(first);
      expect(await store.findResult('a')).toEqual({ calls: 1, input: { key: 'a' } });
      expect(await store.findResult('b')).toBeUndefined();
    });

    test('results outlive the store that made them', async () => {
      const store = await open();
      startWorker(store, async () => 'made');
      const first = await store.runOnce('run', step('a'), NEVER);
      const again = await open();
      expect(await again.findResult('a')).toBe('made');
      expect(await again.runOnce('run 2', step('a'), NEVER)).toEqual(first);
    });

    test('any JSON comes back as it was', async () => {
      const store = await open();
      const values: Json[] = [
        null,
        true,
        0,
        -1.5e300,
        '',
        'é\u{1f600} "\\',
        [],
        [1, [2]],
        { a: { b: [null] } },
      ];
      startWorker(store, async ({ input }) => input, { jobs: 3 });
      const outcomes = await Promise.all(
        values.map((input, i) => store.runOnce('run', step(`value ${i}`, { input }), NEVER)),
      );
      expect(outcomes.map((outcome) => outcome.kind === 'done' && outcome.result)).toEqual(values);
    });

    test('many who ask at once share one try, whichever store they ask', async () => {
      const [one, other] = [await open(), await open()];
      const calls = new Map<string, number>();
      const perform: StepPerformer = async ({ key }) => {
        calls.set(key, (calls.get(key) ?? 0) + 1);
        await sleep(20);
        return key;
      };
      startWorker(one, perform, { jobs: 2, worker: 'one' });
      startWorker(other, perform, { jobs: 2, worker: 'other' });
      const asked = Array.from({ length: 40 }, (_, i) => ({
        store: i % 2 === 0 ? one : other,
        key: `k${i % 10}`,
      }));
      const outcomes = await Promise.all(
        asked.map(({ store, key }, i) => store.runOnce(`run ${i}`, step(key), NEVER)),
      );
      expect(outcomes.map((outcome) => outcome.kind === 'done' && outcome.result)).toEqual(
        asked.map(({ key }) => key),
      );
      expect([...calls.values()]).toEqual(Array.from({ length: 10 }, () => 1));
    });

    test('a failed try is followed by another until there were enough', async () => {
      const store = await open();
      const attempts: number[] = [];
      const told: string[] = [];
      startWorker(
        store,
        async ({ key }, { attempt }) => {
          attempts.push(attempt);
          if (key === 'never' || attempt < 3)
            throw new PlimsollError('BUILD_FAILED', `no ${attempt}`, { subject: key });
          return attempt;
        },
        { onOutcome: ({ key }, outcome) => told.push(`${key} ${outcome.kind} ${outcome.attempts}`) },
      );
      expect(await store.runOnce('run', step('third', { tries: 3 }), NEVER)).toEqual({
        kind: 'done',
        result: 3,
        attempts: 3,
      });
      expect(await store.runOnce('run', step('never', { tries: 2 }), NEVER)).toEqual({
        kind: 'failed',
        code: 'BUILD_FAILED',
        message: 'never: no 2',
        attempts: 2,
      });
      expect(attempts).toEqual([1, 2, 3, 1, 2]);
      expect(told).toEqual([
        'third failed 1',
        'third failed 2',
        'third done 3',
        'never failed 1',
        'never failed 2',
      ]);
    });

    test('what failed in this run stays failed, what failed in another is tried again', async () => {
      const store = await open();
      let isBroken = true;
      let calls = 0;
      startWorker(store, async () => {
        calls++;
        if (isBroken) throw new Error('broken');
        return 'whole';
      });
      const failed = { kind: 'failed', code: 'INTERNAL', message: 'broken', attempts: 1 };
      expect(await store.runOnce('run 1', step('a'), NEVER)).toEqual(failed);
      expect(await store.runOnce('run 1', step('a'), NEVER)).toEqual(failed);
      expect(calls).toBe(1);
      expect(await store.findResult('a')).toBeUndefined();
      isBroken = false;
      expect(await store.runOnce('run 2', step('a'), NEVER)).toMatchObject({ kind: 'done', result: 'whole' });
      expect(calls).toBe(2);
    });

    test('what rests between two tries holds up nobody', async () => {
      await made.remove();
      made = await make(3_600_000);
      const store = await open();
      startWorker(store, async ({ key }) => {
        if (key === 'broken') throw new Error('no');
        return key;
      });
      const stop = new AbortController();
      const broken = store.runOnce('run', step('broken', { tries: 2 }), stop.signal);
      broken.catch(() => {});
      expect(await store.runOnce('run', step('whole'), NEVER)).toMatchObject({ kind: 'done' });
      stop.abort();
      await expect(broken).rejects.toMatchObject({ code: 'ABORTED' });
    });

    test('a worker that stops lets go, and another takes over without counting a try', async () => {
      const [one, other] = [await open(), await open()];
      let began = (): void => {};
      const isBegun = new Promise<void>((resolve) => {
        began = resolve;
      });
      const first = startWorker(
        one,
        (_, { signal }) =>
          new Promise((_resolve, reject) => {
            began();
            signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
          }),
        { worker: 'one' },
      );
      const asked = other.runOnce('run', step('a'), NEVER);
      await isBegun;
      first.stop.abort();
      await first.done;
      startWorker(other, async () => 'by the other', { worker: 'other' });
      expect(await asked).toMatchObject({ kind: 'done', result: 'by the other' });
    });

    test('a worker takes only the kinds that it knows', async () => {
      const [store, other] = [await open(), await open()];
      const done: string[] = [];
      startWorker(store, async ({ kind }) => done.push(`one ${kind}`), { kinds: ['x', 'y'] });
      startWorker(other, async ({ kind }) => done.push(`two ${kind}`), { kinds: ['z'], worker: 'two' });
      const kinds = ['z', 'x', 'z', 'y'];
      await Promise.all(kinds.map((kind, i) => store.runOnce('run', step(`s${i}`, { kind }), NEVER)));
      expect(done.toSorted()).toEqual(['one x', 'one y', 'two z', 'two z']);
    });

    test('no more than its jobs are under way in a worker', async () => {
      const store = await open();
      let [underWay, most] = [0, 0];
      startWorker(
        store,
        async () => {
          most = Math.max(most, ++underWay);
          await sleep(10);
          underWay--;
          return null;
        },
        { jobs: 3 },
      );
      await Promise.all(Array.from({ length: 12 }, (_, i) => store.runOnce('run', step(`s${i}`), NEVER)));
      expect(most).toBeLessThanOrEqual(3);
      expect(most).toBeGreaterThan(0);
    });

    test('the more urgent is begun first', async () => {
      const store = await open();
      const asked = [1, 3, 2].map((urgency) => store.runOnce('run', step(`u${urgency}`, { urgency }), NEVER));
      // All three are known to the store before anybody works.
      while ((await made.countSteps()) < 3) await sleep(10);
      const order: string[] = [];
      startWorker(store, async ({ key }) => order.push(key));
      await Promise.all(asked);
      expect(order).toEqual(['u3', 'u2', 'u1']);
    });

    test('whoever did the step that another is near to is asked first', async () => {
      const store = await open();
      const by = new Map<string, string>();
      const begin = async (worker: string) =>
        startWorker(
          await open(),
          async ({ key }) => {
            by.set(key, worker);
            await sleep(5);
            return worker;
          },
          { worker },
        );
      const [one, other] = [await begin('one'), await begin('other')];
      const bases = Array.from({ length: 6 }, (_, i) => `base ${i}`);
      for (const key of bases) await store.runOnce('run', step(key), NEVER);
      for (const key of bases) await store.runOnce('run', step(`on ${key}`, { near: key }), NEVER);
      if (keepsNear) expect(bases.map((key) => by.get(`on ${key}`))).toEqual(bases.map((key) => by.get(key)));
      // A worker that is gone keeps nobody waiting.
      one.stop.abort();
      await one.done;
      for (const key of bases)
        expect(await store.runOnce('run', step(`again on ${key}`, { near: key }), NEVER)).toMatchObject({
          result: 'other',
        });
      other.stop.abort();
    });

    test('whoever stops asking gets no answer, and the others do', async () => {
      const [one, other] = [await open(), await open()];
      const stop = new AbortController();
      const left = one.runOnce('run 1', step('a'), stop.signal);
      const kept = other.runOnce('run 2', step('a'), NEVER);
      stop.abort();
      await expect(left).rejects.toMatchObject({ code: 'ABORTED' });
      await expect(one.runOnce('run 1', step('b'), stop.signal)).rejects.toMatchObject({ code: 'ABORTED' });
      startWorker(other, async () => 1);
      expect(await kept).toMatchObject({ kind: 'done', result: 1 });
    });

    test('documents are written only over the version that was read', async () => {
      const [one, other] = [await open(), await open()];
      expect(await one.readDocument('d')).toBeUndefined();
      expect(await one.writeDocument('d', { n: 1 }, 0)).toBe(true);
      expect(await other.writeDocument('d', { n: 2 }, 0)).toBe(false);
      const read = await other.readDocument('d');
      expect(read).toEqual({ value: { n: 1 }, version: 1 });
      const both = await Promise.all([one.writeDocument('d', 'x', 1), other.writeDocument('d', 'y', 1)]);
      expect(both.toSorted()).toEqual([false, true]);
      expect((await one.readDocument('d'))!.version).toBe(2);
      expect(await one.writeDocument('other', 1, 3)).toBe(false);
      expect(await one.readDocument('other')).toBeUndefined();
    });

    test('bytes are read as they were written last', async () => {
      const [one, other] = [await open(), await open()];
      expect(await one.readBlock('b')).toBeUndefined();
      const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256);
      await one.writeBlock('b', bytes.subarray(1));
      expect(await other.readBlock('b')).toEqual(bytes.subarray(1));
      await other.writeBlock('b', new Uint8Array(0));
      expect(await one.readBlock('b')).toEqual(new Uint8Array(0));
    });

    test('what a performer gives that is no JSON is a failed try', async () => {
      const store = await open();
      const round: { self?: unknown } = {};
      round.self = round;
      startWorker(store, async ({ key }) =>
        key === 'round' ? (round as Json) : (undefined as unknown as Json),
      );
      expect(await store.runOnce('run', step('round'), NEVER)).toMatchObject({ kind: 'failed' });
      const nothing: StepOutcome = await store.runOnce('run', step('nothing'), NEVER);
      expect(nothing).toMatchObject({ kind: 'done', result: null });
    });
  });
}

interface WorkerOptions {
  readonly jobs?: number;
  readonly kinds?: readonly string[];
  readonly worker?: string;
  readonly onOutcome?: (step: DurableStep, outcome: StepOutcome) => void;
}
