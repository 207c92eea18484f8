import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { isBuilt } from '../../support/built-modules.ts';

const GATE = new URL('../../../dist/contents/scan/large-file-gate.js', import.meta.url).href;
const LARGE = 100 * 2 ** 20;
const BODY = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData.url).then(({ LargeFileGate }) => {
    const gate = new LargeFileGate(workerData.shared, 4);
    parentPort.on('message', ({ call, sizeBytes }) => {
      gate[call](sizeBytes);
      parentPort.postMessage(call);
    });
  });
`;

const built = isBuilt();
const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

interface Thread {
  /** What the thread has done. */
  readonly done: readonly string[];
  call(name: 'enter' | 'leave', sizeBytes?: number): void;
}

function start(shared: SharedArrayBuffer): Thread {
  const worker = new Worker(BODY, { eval: true, workerData: { shared, url: GATE } });
  workers.push(worker);
  const done: string[] = [];
  worker.on('message', (name: string) => done.push(name));
  return { done, call: (call, sizeBytes) => worker.postMessage({ call, sizeBytes }) };
}

test.skipIf(!built)('one thread at a time holds a large file, any number small ones', async () => {
  const shared = new SharedArrayBuffer(8);
  const [one, two, three] = [start(shared), start(shared), start(shared)];
  one.call('enter', LARGE);
  await expect.poll(() => one.done).toEqual(['enter']);
  two.call('enter', LARGE);
  three.call('enter', 1000);
  await expect.poll(() => three.done).toEqual(['enter']);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(two.done).toEqual([]);
  // Whoever did not enter opens it to nobody.
  three.call('leave');
  await expect.poll(() => three.done).toEqual(['enter', 'leave']);
  expect(two.done).toEqual([]);
  one.call('leave');
  await expect.poll(() => two.done).toEqual(['enter']);
});

test.skipIf(!built)('a thread that waits can be ended', async () => {
  const shared = new SharedArrayBuffer(8);
  const [one, two] = [start(shared), start(shared)];
  one.call('enter', LARGE);
  await expect.poll(() => one.done).toEqual(['enter']);
  two.call('enter', LARGE);
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
  expect(two.done).toEqual([]);
});
