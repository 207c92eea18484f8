// Fuzzes the layer scanner and the search for secrets: node test/fuzz/run.mjs [--seconds 30] [--seed N] [--case N]. Needs dist/.
// A case that fails is printed with its seed and number; the same two numbers make it again. Nothing is written.
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

const CASE_LIMIT_SECONDS = 2;
const HANG_SECONDS = 20;
const MEMORY_LIMIT_BYTES = 600e6;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '30' }, seed: { type: 'string' }, case: { type: 'string' } },
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const seconds = Number(values.seconds);
const onlyCase = values.case === undefined ? undefined : Number(values.case);
if (![seed, seconds, onlyCase ?? 0].every((number) => Number.isFinite(number) && number >= 0)) {
  console.error('usage: node test/fuzz/run.mjs [--seconds N] [--seed N] [--case N]');
  process.exit(2);
}

console.log(`seed ${seed}, ${onlyCase === undefined ? `${seconds} s` : `case ${onlyCase}`}`);
const current = new SharedArrayBuffer(16);
const progress = new Float64Array(current);
const started = Date.now();
const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
  workerData: {
    seed,
    firstCase: onlyCase ?? 0,
    lastCase: onlyCase ?? Number.MAX_SAFE_INTEGER,
    deadline: started + (onlyCase === undefined ? seconds * 1000 : 3600_000),
    current,
    memoryLimitBytes: MEMORY_LIMIT_BYTES,
    caseLimitSeconds: CASE_LIMIT_SECONDS,
  },
});

let failed = false;
const watch = setInterval(() => {
  if (progress[1] > 0 && Date.now() - progress[1] > HANG_SECONDS * 1000)
    fail(progress[0], `still running after ${HANG_SECONDS} s`);
}, 500);
worker.on('message', ({ failedCase, problem, outcomes, cases }) => {
  if (failedCase !== undefined) return report(failedCase, problem);
  const took = (Date.now() - started) / 1000;
  console.log(`${cases} cases in ${took.toFixed(1)} s, ${Math.round(cases / took)} a second`);
  for (const [outcome, count] of Object.entries(outcomes).sort()) console.log(`  ${outcome}: ${count}`);
});
worker.on('error', (error) => fail(progress[0], error?.stack ?? String(error)));
worker.on('exit', () => {
  clearInterval(watch);
  process.exit(failed ? 1 : 0);
});

function report(number, problem) {
  failed = true;
  console.error(`FAILED: ${problem}\nrun it again: node test/fuzz/run.mjs --seed ${seed} --case ${number}`);
}

function fail(number, problem) {
  report(number, problem);
  clearInterval(watch);
  process.exit(1);
}
