// Runs the cases; run.mjs watches the clock from another thread, so that a hang is noticed too.
import { parentPort, workerData } from 'node:worker_threads';
import { decodeFacts, encodeFacts } from '../../dist/contents/facts/facts-format.js';
import { createLayerScanner } from '../../dist/contents/scan/scan-layer.js';
import { PlimsollError } from '../../dist/errors.js';
import { makeTar } from './make-tar.mjs';
import { compress, mutateBytes, mutateTar } from './mutate.mjs';
import { createRandom } from './random.mjs';
import { runSecretCase } from './secret-case.mjs';

const { seed, firstCase, lastCase, deadline, current, memoryLimitBytes, caseLimitSeconds } = workerData;
const progress = new Float64Array(current);
const outcomes = {};

// Node can deadlock where a thread waits for WebAssembly alone while code is compiled (nodejs/node#54918); a timer prevents it.
const timer = setInterval(() => {}, 1000);
for (let number = firstCase; number <= lastCase && Date.now() < deadline; number++) {
  progress[0] = number;
  progress[1] = Date.now();
  const problem = await runCase(createRandom(seed, number));
  if (problem !== undefined) {
    parentPort.postMessage({ failedCase: number, problem });
    break;
  }
  // Memory outside of the heap is given back between two turns of the event loop.
  if (number % 100 === 0) await new Promise(setImmediate);
}
clearInterval(timer);
parentPort.postMessage({ outcomes, cases: progress[0] - firstCase + 1 });

/** What is wrong with a case, or undefined. */
async function runCase(random) {
  const cpu = process.cpuUsage();
  try {
    const problem = random.once(2) ? runSecretCase(random, count) : await runLayerCase(random);
    if (problem !== undefined) return problem;
  } catch (error) {
    return error?.stack ?? String(error);
  }
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (user + system) / 1e6;
  if (seconds > caseLimitSeconds) return `took ${seconds.toFixed(1)} s of CPU`;
  const rss = process.memoryUsage.rss();
  if (rss > memoryLimitBytes) return `the process has ${Math.round(rss / 1e6)} MB`;
  return undefined;
}

function count(outcome) {
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
}

async function runLayerCase(random) {
  const tar = mutateTar(makeTar(random), random);
  const compressed = compress(tar, random);
  const stored = random.once(4) ? mutateBytes(compressed, random) : compressed;
  const found = await scan(stored, stored.length);
  const again = await scan(stored, 1 + random.below(2000));
  // Errors of the compression come earlier or later than those of the tar, depending on the pieces.
  if (found !== again && (stored === tar || found.startsWith('facts') || again.startsWith('facts')))
    return `whole: ${found}, in pieces: ${again}`;
  count(found.split(' ')[0]);
  return undefined;
}

/** The facts' diffId and sums, or the error's code and place; throws what is no PlimsollError. */
async function scan(stored, pieceBytes) {
  try {
    const scanner = await createLayerScanner();
    for (let at = 0; at < stored.length; at += pieceBytes)
      await scanner.push(stored.subarray(at, at + pieceBytes));
    const { facts, shipped, storedBytes } = await scanner.finish();
    checkFacts(decodeFacts(encodeFacts(facts)), shipped, storedBytes);
    return `facts ${facts.diffId} ${facts.entryCount} ${facts.entryBytes} ${facts.trailingBytes}`;
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code === 'INTERNAL') throw error;
    return `${error.code} ${error.offsetBytes} ${error.message}`;
  }
}

function checkFacts(facts, shipped, storedBytes) {
  const rises = (ends, last) =>
    ends.every((end, i) => end >= (i === 0 ? 0 : ends[i - 1])) && (ends.at(-1) ?? 0) === last;
  if (!rises(facts.pathEnds, facts.pathBytes.length)) throw new Error('path ends do not rise');
  if (!rises(facts.linkEnds, facts.linkBytes.length)) throw new Error('link ends do not rise');
  if (!rises(facts.xattrEnds, facts.xattrBytes.length)) throw new Error('attribute ends do not rise');
  if (!shipped.every((bytes) => bytes >= 0)) throw new Error('shipped bytes below zero');
  if (shipped.reduce((sum, bytes) => sum + bytes, 0) > storedBytes)
    throw new Error('more shipped than stored');
  for (let i = 0; i < facts.entryCount; i++) {
    const path = Buffer.from(
      facts.pathBytes.subarray(i === 0 ? 0 : facts.pathEnds[i - 1], facts.pathEnds[i]),
    ).toString('latin1');
    if (path !== '' && path.split('/').some((name) => name === '' || name === '.' || name === '..'))
      throw new Error(`the path ${JSON.stringify(path)} is not clean`);
  }
}
