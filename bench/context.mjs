// `plimsoll context` on a folder of 200,000 files against `find`, which does the least that can be done: look at each file.
//
//   npm run --silent build && node bench/context.mjs [--files 200000] [--runs 5] [--docker CLIENT] [--keep FOLDER]
//
// The folder looks as dependency folders do: 20 small files a folder, 11,000 folders. Runs are interleaved, because a shared
// machine is not equally fast at every minute, and both wall and CPU seconds (user + system) are told: threads make the wall time
// shorter and the CPU time longer. `floor` reads each file and does nothing with it, in two threads: what a search cannot be faster
// than. `--docker /usr/bin/docker` measures that client's own transfer too. `--keep` makes the tree once.
// Exit code: 0 the limits hold (wall time against find's, 250 MB), 1 they do not, 2 could not run.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure, summary } from './measure.mjs';

/** Times of find's wall time. */
const LIMITS = { '--list': 2, '--no-secrets': 2, '--why': 2, 'secrets, first': 6, 'secrets, second': 2.5 };
const PEAK_MEGABYTES = 250;
const main = new URL('../dist/cli/main.js', import.meta.url).pathname;
const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '200000' },
    runs: { type: 'string', default: '5' },
    docker: { type: 'string' },
    keep: { type: 'string' },
  },
});

/** Lines that people write, of which each file is asked; the tree has next to nothing that they take. */
const IGNORED = [
  '.git',
  '**/.DS_Store',
  '**/*.log',
  '**/__pycache__',
  '*.md',
  'docs/**',
  '.env*',
  'coverage',
  '!README.md',
].join('\n');

const CODE = [
  'import { join } from "node:path";',
  'export function resolve(name, options) {',
  '  const found = cache.get(name) ?? options.fallback;',
  '  if (found === undefined) throw new Error(`no such module: ${name}`);',
  '  return { ...found, isResolved: true };',
  '}',
  '',
];

const scratch = values.keep ?? mkdtempSync(join(tmpdir(), 'plimsoll-context-bench-'));
if (values.keep === undefined) process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const projects = {
  'no ignore file': makeProject('plain', undefined),
  'an ignore file': makeProject('ignoring', IGNORED),
};

let isHeld = true;
for (const [name, { folder, deepest }] of Object.entries(projects)) {
  const cache = join(scratch, 'cache');
  const searched = [process.execPath, main, 'context', folder, '--cache-dir', cache];
  const commands = {
    find: ['find', folder, '-type', 'f', '-printf', '%s\\n'],
    '--list': [process.execPath, main, 'context', folder, '--list'],
    '--list, JSON': [process.execPath, main, 'context', folder, '--list', '--format', 'json', '--no-secrets'],
    '--no-secrets': [process.execPath, main, 'context', folder, '--no-secrets'],
    '--why': [process.execPath, main, 'context', folder, '--why', deepest],
    'secrets, first': searched,
    'secrets, second': searched,
    floor: [process.execPath, new URL('context-floor.mjs', import.meta.url).pathname, folder],
    ...(values.docker === undefined ? {} : { 'engine transfer': transferWith(values.docker, folder) }),
  };
  const runs = Object.fromEntries(Object.keys(commands).map((command) => [command, []]));
  for (let run = 0; run <= Number(values.runs); run++)
    for (const [command, args] of Object.entries(commands)) {
      if (command === 'engine transfer' && run > 2) continue;
      if (command === 'secrets, first') rmSync(cache, { recursive: true, force: true });
      const measured = measure(args, { exitCodes: [0, 1] });
      // The first run warms the cache of names and inodes.
      if (run > 0) runs[command].push(measured);
    }
  console.log(`\n${values.files} files, ${name}, medians (least..most) of ${values.runs}`);
  for (const command of Object.keys(commands)) report(command, runs[command], runs.find);
}
process.exitCode = isHeld ? 0 : 1;

function report(command, runs, found) {
  const [wall, cpu, memory] = ['wall', 'cpu', 'megabytes'].map((figure) => summary(runs, figure));
  const ratio = (figure) => summary(runs, figure).median / summary(found, figure).median;
  const line = [
    command.padEnd(16),
    `wall ${show(wall)} s, ${ratio('wall').toFixed(2)}x`,
    `CPU ${show(cpu)} s, ${ratio('cpu').toFixed(2)}x`,
    `${memory.median.toFixed(0)} MB`,
  ];
  console.log(line.join('   '));
  const limit = LIMITS[command];
  if (limit === undefined) return;
  if (ratio('wall') > limit || memory.most > PEAK_MEGABYTES) {
    isHeld = false;
    console.log(`  NOT HELD: at most ${limit}x find, ${PEAK_MEGABYTES} MB`);
  }
}

function show({ median, least, most }) {
  return `${median.toFixed(2)} (${least.toFixed(2)}..${most.toFixed(2)})`;
}

/** A build of nothing but the transfer; the folder's own path makes it a new one for BuildKit in each session. */
function transferWith(docker, folder) {
  return [
    'env',
    'DOCKER_BUILDKIT=1',
    docker,
    'build',
    '--no-cache',
    '-q',
    '-f',
    join(folder, 'Dockerfile.transfer'),
    folder,
  ];
}

function makeProject(name, ignored) {
  const folder = join(scratch, name);
  const isThere = existsSync(folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY package.json /\nCOPY . /\n');
  writeFileSync(join(folder, 'Dockerfile.transfer'), 'FROM scratch\nCOPY . /\n');
  writeFileSync(join(folder, 'package.json'), '{}');
  if (ignored !== undefined) writeFileSync(join(folder, '.dockerignore'), ignored);
  let left = Number(values.files) - 3;
  let deepest = '';
  for (let i = 0; left > 0; i++) {
    const names = ['node_modules', `package-${i % 334}`, 'dist', 'lib'];
    const inner = join(...names.slice(0, 2 + (i % 3)), `folder-${i}`);
    if (!isThere) mkdirSync(join(folder, inner), { recursive: true });
    for (let k = 0; k < 20 && left > 0; k++, left--) {
      deepest = join(inner, `component-${k}.${k % 3 === 0 ? 'js' : 'd.ts'}`);
      if (!isThere) writeFileSync(join(folder, deepest), makeText(i * 7 + k * 13));
    }
  }
  return { folder, deepest };
}

/** Some hundred bytes that look like code. */
function makeText(seed) {
  const lines = [`// ${seed}`];
  for (let line = 0; line <= seed % 17; line++) lines.push(CODE[(seed + line) % CODE.length]);
  return `${lines.join('\n')}\n`;
}
