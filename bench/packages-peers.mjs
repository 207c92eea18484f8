// The package list of the benchmark image: `plimsoll image` with nothing cached against syft in the same run, its time, its
// memory, and whether it has what syft has.
//
//   node bench/packages-peers.mjs [--dir FOLDER] [--runs 3]
//
// FOLDER is what bench/make-image.sh filled; bench/peers.sh installs syft.
// Exit code: 0 every limit holds, 1 one does not, 2 could not run.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure, summary, temporaryFolder, warmFileCache } from './measure.mjs';

const WALL_LIMIT = 0.4;
const MEMORY_LIMIT = 1 / 3;
const COVERAGE_LIMIT = 0.98;
/** What syft lists and we do not, on purpose; docs/packages.md has the words. */
const EXPLAINED = [
  [
    'programs of Windows',
    ({ purl, locations }) => purl === '' && locations.every(({ path }) => /\.exe$/i.test(path)),
  ],
  ['.deb files in apt’s cache', ({ foundBy }) => foundBy === 'deb-archive-cataloger'],
  ['programs told by strings in their bytes', ({ foundBy }) => foundBy === 'binary-classifier-cataloger'],
];

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: join(tmpdir(), 'plimsoll-bench') },
    runs: { type: 'string', default: '3' },
  },
});
const layout = join(values.dir, 'layout');
const main = join(import.meta.dirname, '../dist/cli/main.js');
for (const [path, maker] of [
  [layout, 'bench/make-image.sh'],
  [main, 'npm run build'],
])
  if (!existsSync(path)) cannotRun(`no ${path}: ${maker} makes it`);
const runs = Number(values.runs);
if (!(Number.isInteger(runs) && runs > 0)) cannotRun(`--runs is a number of runs, not ${values.runs}`);

const scratch = temporaryFolder();
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const ourFile = join(scratch, 'plimsoll.json');
const theirFile = join(scratch, 'syft.json');
const ourCache = join(scratch, 'cache');
const ours = [];
const theirs = [];
const runOurs = () => {
  rmSync(ourCache, { recursive: true, force: true });
  const command = [process.execPath, main, 'image', `oci:${layout}`, '--format', 'json', '--quiet'];
  ours.push(measure(command, { env: { XDG_CACHE_HOME: ourCache }, exitCodes: [0, 1], outputFile: ourFile }));
};
const runSyft = () => {
  const command = ['syft', 'scan', `oci-dir:${layout}`, '--quiet', '-o', 'json'];
  theirs.push(measure(command, { env: { SYFT_CHECK_FOR_APP_UPDATE: 'false' }, outputFile: theirFile }));
};

console.log(
  `${cpus().length} x ${cpus()[0].model}, Node ${process.version}, load ${loadavg()[0].toFixed(2)}`,
);
console.log(`${runs} runs each; median (least..most)\n`);
warmFileCache(layout);
try {
  for (let round = 0; round < runs; round++)
    for (const run of round % 2 === 0 ? [runSyft, runOurs] : [runOurs, runSyft]) run();
} catch (error) {
  cannotRun(error.message);
}
printRuns('syft scan -o json', theirs);
printRuns('plimsoll image, not cached', ours);

const held = [
  limit('wall / syft', ratioOf('wall'), '<=', WALL_LIMIT),
  limit('memory / syft', ratioOf('megabytes'), '<=', MEMORY_LIMIT),
  limit('of syft’s list (name and version) here', compareLists(), '>=', COVERAGE_LIMIT),
];
process.exitCode = held.every(Boolean) ? 0 : 1;

function ratioOf(figure) {
  return summary(ours, figure).median / summary(theirs, figure).median;
}

/** The share of syft's list that is in ours; what is missing is printed, with the reason where there is one. */
function compareLists() {
  const { packages } = JSON.parse(readFileSync(ourFile, 'utf8'));
  const { artifacts } = JSON.parse(readFileSync(theirFile, 'utf8'));
  const installed = packages.filter(({ state }) => state === 'installed');
  const listed = new Set(installed.map(({ name, version, type }) => keyOf(shortName(name, type), version)));
  const missing = artifacts.filter(({ name, version }) => !listed.has(keyOf(name, version)));
  const theirKeys = new Set(artifacts.map(({ name, version }) => keyOf(name, version)));
  const extra = [...listed].filter((key) => !theirKeys.has(key));
  console.log(`\nsyft lists ${artifacts.length}, here ${installed.length}; missing here ${missing.length}:`);
  const reasonOf = (artifact) => EXPLAINED.find(([, fits]) => fits(artifact))?.[0] ?? 'NOT EXPLAINED';
  for (const artifact of missing) {
    const { name, version, foundBy, locations } = artifact;
    console.log(`  ${name} ${version}, ${foundBy}, ${locations[0]?.path}: ${reasonOf(artifact)}`);
  }
  console.log(`here only ${extra.length}: ${extra.slice(0, 40).join(', ')}\n`);
  return 1 - missing.length / artifacts.length;
}

/** syft names a jar by its artifact alone, and Go's own library has the version `go1.26`. */
function shortName(name, type) {
  return type === 'maven' ? name.slice(name.indexOf(':') + 1) : name;
}

function keyOf(name, version) {
  return `${name.toLowerCase().replaceAll(/[-_.]+/g, '-')} ${version.replace(/^(?:UNKNOWN$|go(?=\d))/, '')}`;
}

function printRuns(name, measured) {
  const text = (figure, digits) => {
    const { median, least, most } = summary(measured, figure);
    return `${median.toFixed(digits)} (${least.toFixed(digits)}..${most.toFixed(digits)})`;
  };
  console.log(
    `${name.padEnd(28)} wall s ${text('wall', 2)}  CPU s ${text('cpu', 2)}  MB ${text('megabytes', 0)}`,
  );
}

function limit(name, value, relation, bound) {
  const isHeld = relation === '<=' ? value <= bound : value >= bound;
  console.log(
    `${name.padEnd(40)} ${value.toFixed(4)} ${relation} ${bound.toFixed(3)}  ${isHeld ? 'held' : 'NOT HELD'}`,
  );
  return isHeld;
}

function cannotRun(message) {
  console.error(message);
  process.exit(2);
}
