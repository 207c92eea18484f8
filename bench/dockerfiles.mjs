// `plimsoll check` on real Dockerfiles against tally and hadolint: 500 files in one run, and one file with the start of the program.
//
//   npm run --silent build && node bench/dockerfiles.mjs FOLDER... [--files 500] [--runs 5] [--tally PROGRAM] [--hadolint PROGRAM]
//
// FOLDERs hold Dockerfiles (test/dockerfile/corpus/README.md names public ones); those that can be read are drawn by seed
// and copied to a folder each, so that no context stands beside them. Runs are interleaved. tally does what it does by default, and
// once without ShellCheck. Peers that are not there are left out.
// Exit code: 0 the limits hold (3 s, 0.25 s, by wall or CPU time), 1 they do not, 2 could not run.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readDockerfiles } from '../test/dockerfile/corpus/corpus-files.mjs';
import { orderBySeed } from '../test/dockerfile/corpus/draw-files.mjs';
import { decodeDockerfile, isRefusal, judge } from '../test/dockerfile/corpus/judge-files.mjs';
import { measure, summary } from './measure.mjs';

const SECONDS_MANY = 3;
const SECONDS_ONE = 0.25;
const main = new URL('../dist/cli/main.js', import.meta.url).pathname;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '500' },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: 'plimsoll-1' },
    tally: { type: 'string', default: '/work/peers/linters/bin/tally' },
    hadolint: { type: 'string', default: '/work/peers/linters/bin/hadolint' },
  },
});
if (positionals.length === 0) {
  console.error(
    'usage: dockerfiles.mjs FOLDER... [--files N] [--runs N] [--tally PROGRAM] [--hadolint PROGRAM]',
  );
  process.exit(2);
}
/** One line of ten instructions, as tally's own figures are told of. */
const ONE = `FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY . .
USER node
EXPOSE 3000
CMD ["node", "server.js"]
`;

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-dockerfiles-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const place = (name, bytes) => {
  mkdirSync(join(scratch, name));
  const path = join(scratch, name, 'Dockerfile');
  writeFileSync(path, bytes);
  return path;
};
const one = [place('one', ONE)];
const many = draw(Number(values.files)).map(({ bytes }, i) => place(String(i), bytes));

const linters = {
  plimsoll: (paths) => [process.execPath, main, 'check', ...paths, '--format', 'json'],
  ...(isThere(values.tally)
    ? {
        tally: (paths) => [
          values.tally,
          'lint',
          '--no-config',
          '--slow-checks',
          'off',
          '-f',
          'json',
          ...paths,
        ],
        'tally, no ShellCheck': (paths) => [
          ...[values.tally, 'lint', '--no-config', '--slow-checks', 'off', '--ignore', 'shellcheck/*'],
          ...['-f', 'json', ...paths],
        ],
      }
    : {}),
  ...(isThere(values.hadolint) ? { hadolint: (paths) => [values.hadolint, '-f', 'json', ...paths] } : {}),
};

for (const [what, paths, limit] of [
  [`${many.length} files`, many, SECONDS_MANY],
  ['one file', one, SECONDS_ONE],
]) {
  const runs = Object.fromEntries(Object.keys(linters).map((name) => [name, []]));
  for (let run = 0; run <= Number(values.runs); run++)
    for (const [name, command] of Object.entries(linters)) {
      // Minutes of others would tell nothing more than two runs of them do.
      if (run > 2 && name !== 'plimsoll' && paths === many) continue;
      const measured = measure(command(paths), { exitCodes: [0, 1, 2, 3, 4] });
      if (run > 0) runs[name].push(measured);
    }
  console.log(`\n${what}, medians of wall seconds`);
  const own = summary(runs.plimsoll, 'wall').median;
  for (const [name, measured] of Object.entries(runs)) {
    const [wall, cpu, memory] = ['wall', 'cpu', 'megabytes'].map((figure) => summary(measured, figure));
    const ratio = name === 'plimsoll' ? '' : `   ${(wall.median / own).toFixed(1)}x ours`;
    console.log(
      `  ${name.padEnd(22)} ${wall.median.toFixed(3)} (${wall.least.toFixed(3)}..${wall.most.toFixed(3)})` +
        `   CPU ${cpu.median.toFixed(3)}   ${memory.median.toFixed(0)} MB${ratio}`,
    );
  }
  // The machine may be shared: then the processor's seconds tell more than the clock's.
  const least = Math.min(own, summary(runs.plimsoll, 'cpu').median);
  if (least > limit) process.exitCode = 1;
  console.log(`  limit ${limit} s, by wall or CPU: ${least <= limit ? 'holds' : 'DOES NOT HOLD'}`);
}

function isThere(program) {
  return spawnSync(program, ['--version']).status === 0;
}

/** The first of a seeded order that can be read: one bad file stops tally's whole run. */
function draw(count) {
  const blobs = new Set();
  const files = positionals
    .flatMap(readDockerfiles)
    .filter(({ blob }) => !blobs.has(blob) && blobs.add(blob));
  return orderBySeed(files, values.seed).filter(isRead).slice(0, count);
}

function isRead({ path, bytes }) {
  try {
    judge(decodeDockerfile(bytes), path);
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}
