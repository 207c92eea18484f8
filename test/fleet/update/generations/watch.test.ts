import { expect, test } from 'vitest';
import {
  keyOf,
  type WatchEvent,
  type Watched,
  watch,
} from '../../../../src/fleet/update/generations/watch.ts';
import { makeMemoryDocuments } from '../../../support/memory-documents.ts';

interface Script {
  /** What each look gives; the last one ends the watch. */
  readonly looks: readonly (Watched | Error)[];
  /** How each run ends: true where it is left out. */
  readonly runs?: readonly (boolean | Error)[];
  readonly store?: ReturnType<typeof makeMemoryDocuments>;
}

/** Plays it without any time going by. */
async function play({ looks, runs = [], store = makeMemoryDocuments() }: Script) {
  const stop = new AbortController();
  const events: WatchEvent[] = [];
  const pauses: number[] = [];
  const ran: (readonly string[])[] = [];
  let looked = 0;
  await watch({
    look: async () => {
      const look = looks[looked++]!;
      if (looked === looks.length) stop.abort();
      if (look instanceof Error) throw look;
      return look;
    },
    run: async (changes) => {
      const end = runs[ran.length] ?? true;
      ran.push(changes.map(({ name, before, after }) => `${name} ${before} -> ${after}`));
      if (end instanceof Error) throw end;
      return end;
    },
    everyMs: 10,
    longestPauseMs: 100,
    store,
    name: 'watch',
    signal: stop.signal,
    onEvent: (event) => events.push(event),
    delay: async (ms) => void pauses.push(ms),
  });
  return { events, pauses, ran, store };
}

const at = (debian: string, alpine = '1'): Watched =>
  new Map([
    ['debian', debian],
    ['alpine', alpine],
  ]);

test('runs at the start, then on each change, and not where nothing changed', async () => {
  const { ran, pauses } = await play({ looks: [at('a'), at('a'), at('a'), at('b'), at('b'), at('b')] });
  expect(ran).toEqual([['debian undefined -> a', 'alpine undefined -> 1'], ['debian a -> b']]);
  expect(pauses).toEqual([10, 10, 10]);
});

test('a storm makes one run: what comes while it runs is taken up once, right after', async () => {
  const { ran } = await play({ looks: [at('a'), at('d', '4'), at('d', '4'), at('d', '4')] });
  expect(ran).toHaveLength(2);
  expect(ran[1]).toEqual(['debian a -> d', 'alpine 1 -> 4']);
});

test('a failing run is tried again after pauses that double up to a limit, and then the pace is as before', async () => {
  const looks = new Array(9).fill(at('a'));
  const { ran, pauses, events } = await play({
    looks,
    runs: [false, new Error('no engine'), false, false, false, true],
  });
  expect(ran).toHaveLength(6);
  expect(pauses).toEqual([10, 20, 40, 80, 100, 10, 10]);
  expect(events.filter(({ kind }) => kind === 'failed')[1]).toMatchObject({
    message: 'no engine',
    nextInMs: 20,
  });
});

test('what was handled is known to the next process, and what cannot be read is no change', async () => {
  const { store } = await play({ looks: [at('a'), at('a')] });
  const { ran, events } = await play({
    store,
    looks: [at('a'), new Map([['debian', 'a']]), new Error('no network'), at('a', '2'), at('a')],
  });
  expect(ran).toEqual([['alpine 1 -> 2']]);
  expect(events.map(({ kind }) => kind)).toEqual(['unreadable', 'changed', 'done']);
});

test('a document that makes no sense counts as none', async () => {
  const store = makeMemoryDocuments();
  await store.writeDocument('watch', ['odd'], 0);
  expect((await play({ store, looks: [at('a'), at('a')] })).ran).toHaveLength(1);
});

test('nothing runs once the signal came', async () => {
  const { ran } = await play({ looks: [at('a')] });
  expect(ran).toEqual([]);
});

test('a key is that of the state, not of the order', () => {
  expect(keyOf(at('a'))).toBe(keyOf(new Map([...at('a')].toReversed())));
  expect(keyOf(at('a'))).not.toBe(keyOf(at('b')));
});
