// Plimsoll against its peers on one real image, run by run in turn, and against its own limits.
//
//   node bench/compare.mjs [--dir FOLDER] [--runs 5] [--only gzip,plain,layout,warm,version] [--plimsoll 'CMD'] [--rules files]
//
// Dive looks at files alone, and so does `check --rules files`, which is what is measured; --rules all measures everything.
// FOLDER is what bench/make-image.sh filled; bench/peers.sh installs the peers.
// --plimsoll measures another command in Plimsoll's place; with 'none' the peers run alone.
// Exit code: 0 every measured limit holds, 1 one does not, 2 could not run.
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, homedir, loadavg, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure, summary, temporaryFolder, warmFileCache } from './measure.mjs';

const PARTS = ['gzip', 'plain', 'layout', 'warm', 'version'];
const WARM_SECONDS = 0.5;
const VERSION_SECONDS = 0.1;
const PEAK_MEGABYTES = 400;
// Uncompressed tar that is inflated and turned into facts, per CPU second of the whole command.
const MEGABYTES_PER_CPU_SECOND = 310;

const { dir, runs, parts, plimsoll, standIn, rules } = readOptions();
const gzipTar = join(dir, 'gzip.tar');
const plainTar = join(dir, 'plain.tar');
const layout = join(dir, 'layout');
// dive's 1 is its verdict on the image. syft's look for a newer version is off: only its analysis is timed.
const dive = { name: 'dive', env: { CI: 'true' }, exitCodes: [0, 1] };
const syft = { name: 'syft', env: { SYFT_CHECK_FOR_APP_UPDATE: 'false' }, exitCodes: [0] };
const sources = [
  {
    part: 'gzip',
    path: gzipTar,
    reference: `docker-archive:${gzipTar}`,
    peer: dive,
    peerArguments: [`docker-archive://${gzipTar}`, '--ci'],
    wallLimit: 0.36,
  },
  {
    part: 'plain',
    path: plainTar,
    reference: `docker-archive:${plainTar}`,
    peer: dive,
    peerArguments: [`docker-archive://${plainTar}`, '--ci'],
    wallLimit: 0.55,
  },
  {
    part: 'layout',
    path: layout,
    reference: `oci:${layout}`,
    peer: syft,
    peerArguments: ['scan', `oci-dir:${layout}`, '-o', 'json'],
    wallLimit: 1 / 3,
  },
];

const missing = sources.filter(({ path }) => !existsSync(path)).map(({ path }) => path);
if (missing.length > 0) cannotRun(`no ${missing.join(', ')}: bench/make-image.sh makes them`);
if (plimsoll && !standIn && !existsSync(plimsoll[1])) cannotRun(`no ${plimsoll[1]}: npm run build makes it`);

const scratch = temporaryFolder();
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const limits = [];
const entryBytes = new Map();
let peakMegabytes = 0;

console.log(
  `${cpus().length} x ${cpus()[0].model}, Node ${process.version}, load ${loadavg()[0].toFixed(2)}`,
);
console.log(`${runs} runs each; median (least..most)\n`);
try {
  for (const source of sources) {
    if (parts.includes(source.part)) compareCold(source);
    if (plimsoll && parts.includes('warm')) measureWarm(source);
  }
  if (plimsoll && parts.includes('version')) measureVersion();
} catch (error) {
  cannotRun(error.message);
}
if (peakMegabytes > 0) limit('largest process', peakMegabytes, '<', PEAK_MEGABYTES, 'MB');
printLimits();
if (new Set(entryBytes.values()).size > 1) {
  cannotRun(`the sources do not agree on entryBytes: ${JSON.stringify([...entryBytes])}`);
}
process.exitCode = limits.every(({ held }) => held) ? 0 : 1;

/** Plimsoll with an empty cache and the peer, each first in every other round. */
function compareCold({ part, path, reference, peer, peerArguments, wallLimit }) {
  warmFileCache(path);
  const peerPath = findPeer(peer.name);
  const peerRuns = [];
  const ourRuns = [];
  const runPeer = () => peerPath && peerRuns.push(measure([peerPath, ...peerArguments], peer));
  const runOurs = () => plimsoll && ourRuns.push(check(reference, join(scratch, `cold-${part}`), true));
  for (let round = 0; round < runs; round++) {
    for (const run of round % 2 === 0 ? [runPeer, runOurs] : [runOurs, runPeer]) run();
  }
  if (peerPath) printRuns(`${part}: ${peer.name}`, peerRuns);
  if (!plimsoll) return;
  const ours = printRuns(`${part}: plimsoll`, ourRuns);
  if (peerPath)
    limit(
      `${part}: wall / ${peer.name}`,
      ours.wall.median / summary(peerRuns, 'wall').median,
      '<=',
      wallLimit,
    );
  if (part === 'gzip') {
    // `docker save` adds a few kB a layer to the layers' own tar, which no digit below shows.
    const rate = statSync(plainTar).size / 1e6 / ours.cpu.median;
    limit('gzip: tar per CPU second', rate, '>=', MEGABYTES_PER_CPU_SECOND, 'MB');
  }
}

/** Second runs: the first, unmeasured one fills the cache. */
function measureWarm({ part, path, reference }) {
  warmFileCache(path);
  const cache = join(scratch, `warm-${part}`);
  check(reference, cache, false);
  const warm = printRuns(
    `${part}: plimsoll, cache kept`,
    Array.from({ length: runs }, () => check(reference, cache, false)),
  );
  limit(`${part}: wall, cache kept`, warm.wall.median, '<', WARM_SECONDS, 's');
}

function measureVersion() {
  const version = Array.from({ length: runs }, () => measure([...plimsoll, '--version']));
  limit('--version: wall', printRuns('--version', version).wall.median, '<', VERSION_SECONDS, 's');
}

/** One whole `check`. Exit code 1 is its verdict on the image; a report that is none does not count as a run. */
function check(reference, cache, emptyCache) {
  if (emptyCache) rmSync(cache, { recursive: true, force: true });
  const outputFile = join(scratch, 'report.json');
  const chosen = rules === 'all' ? [] : ['--rules', rules];
  const run = measure([...plimsoll, 'check', reference, ...chosen, '--format', 'json'], {
    env: { XDG_CACHE_HOME: cache },
    exitCodes: [0, 1],
    outputFile,
  });
  peakMegabytes = Math.max(peakMegabytes, run.megabytes);
  if (!standIn) {
    const { bytes } = JSON.parse(readFileSync(outputFile, 'utf8'));
    if (!(bytes.entryBytes > 0)) throw new Error(`${reference}: the report counts no bytes`);
    entryBytes.set(reference, bytes.entryBytes);
  }
  return run;
}

function printRuns(name, measured) {
  const figures = {
    wall: summary(measured, 'wall'),
    cpu: summary(measured, 'cpu'),
    megabytes: summary(measured, 'megabytes'),
  };
  const text = ({ median, least, most }, digits) =>
    `${median.toFixed(digits)} (${least.toFixed(digits)}..${most.toFixed(digits)})`;
  const columns = [
    name.padEnd(30),
    `wall s ${text(figures.wall, 2)}`.padEnd(28),
    `CPU s ${text(figures.cpu, 2)}`.padEnd(28),
    `MB ${text(figures.megabytes, 0)}`,
  ];
  console.log(columns.join(' '));
  return figures;
}

function limit(name, value, relation, bound, unit = '') {
  const held = relation === '>=' ? value >= bound : relation === '<' ? value < bound : value <= bound;
  limits.push({ name, value, relation, bound, unit, held });
}

function printLimits() {
  if (limits.length > 0) console.log('');
  for (const { name, value, relation, bound, unit, held } of limits) {
    const digits = bound >= 10 ? 0 : 3;
    const claim = `${value.toFixed(digits)} ${relation} ${bound.toFixed(digits)} ${unit}`;
    console.log(`${name.padEnd(30)} ${claim.padEnd(24)} ${held ? 'held' : 'NOT HELD'}`);
  }
}

/** On the PATH, or where `go install` puts it. */
function findPeer(name) {
  const folders = [...process.env.PATH.split(delimiter), process.env.GOBIN, join(homedir(), 'go/bin')];
  const found = folders.filter(Boolean).find((folder) => existsSync(join(folder, name)));
  if (!found)
    console.error(`SKIPPED: no ${name}, so nothing is compared with it (bench/peers.sh installs it)`);
  return found && join(found, name);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string', default: join(tmpdir(), 'plimsoll-bench') },
      runs: { type: 'string', default: '5' },
      only: { type: 'string', default: PARTS.join(',') },
      plimsoll: { type: 'string' },
      rules: { type: 'string', default: 'files' },
    },
  });
  const parts = values.only.split(',');
  const unknown = parts.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0) cannotRun(`--only knows ${PARTS.join(', ')}, not ${unknown.join(', ')}`);
  const runs = Number(values.runs);
  if (!(Number.isInteger(runs) && runs > 0)) cannotRun(`--runs is a number of runs, not ${values.runs}`);
  const built = [process.execPath, join(import.meta.dirname, '../dist/cli/main.js')];
  const plimsoll = values.plimsoll === 'none' ? null : (values.plimsoll?.split(' ') ?? built);
  return {
    dir: values.dir,
    runs,
    parts,
    plimsoll,
    standIn: values.plimsoll !== undefined,
    rules: values.rules,
  };
}

function cannotRun(message) {
  console.error(message);
  process.exit(2);
}
