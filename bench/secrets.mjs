// Secrets in the benchmark image: the whole `check` against `gitleaks dir` over the extracted root and, where it is installed, against
// `trivy image --scanners secret`, all in the same run; what secrets cost beside `--rules files`; and a crafted file.
//
//   node bench/secrets.mjs [--dir FOLDER] [--runs 3] [--peer-runs 1]
//
// FOLDER is what bench/make-image.sh filled; bench/peers.sh installs the peers. The root is extracted with umoci once, into
// FOLDER/root. Exit code: 0 every limit holds, 1 one does not, 2 could not run.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure, summary, temporaryFolder, warmFileCache } from './measure.mjs';

const LIMITS = { gitleaks: 1 / 10, trivy: 1 / 3, files: 2, crafted: 2, bytesPerSecond: 150e6 };
const CRAFTED_BYTES = 100e6;

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: join(tmpdir(), 'plimsoll-bench') },
    runs: { type: 'string', default: '3' },
    'peer-runs': { type: 'string', default: '1' },
  },
});
const layout = join(values.dir, 'layout');
const main = join(import.meta.dirname, '../dist/cli/main.js');
for (const [path, maker] of [
  [layout, 'bench/make-image.sh'],
  [main, 'npm run build'],
])
  if (!existsSync(path)) cannotRun(`no ${path}: ${maker} makes it`);
const root = join(values.dir, 'root');
if (!existsSync(root)) extractRoot();

const scratch = temporaryFolder();
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const has = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

console.log(
  `${cpus().length} x ${cpus()[0].model}, Node ${process.version}, load ${loadavg()[0].toFixed(2)}; medians (least..most)\n`,
);
warmFileCache(layout);
let isHeld = true;

const ours = { all: [], secrets: [], files: [] };
const groups = { all: 'files,packages,secrets', secrets: 'files,secrets', files: 'files' };
for (let round = 0; round < Number(values.runs); round++)
  for (const name of Object.keys(groups)) ours[name].push(check(layout, groups[name]));
const again = (name) => {
  const cache = join(scratch, `cache-${name}`);
  const options = { env: { XDG_CACHE_HOME: cache }, exitCodes: [0, 1] };
  const command = [process.execPath, main, 'check', `oci:${layout}`, '--rules', groups[name], '--quiet'];
  measure(command, options);
  return [1, 2, 3].map(() => measure(command, options));
};
report('check, first sight', ours.all);
report('check --rules files,secrets', ours.secrets);
report('check --rules files', ours.files);
ratio('all of check : --rules files', wall(ours.all), wall(ours.files), LIMITS.files);
ratio('files,secrets : --rules files', wall(ours.secrets), wall(ours.files), LIMITS.files);
const laterAll = again('all');
const laterFiles = again('files');
report('check, nothing new', laterAll);
ratio('nothing new: all : --rules files', wall(laterAll), wall(laterFiles), LIMITS.files);
const tarBytes = Number(
  spawnSync('sh', ['-c', `cat ${values.dir}/contents.txt`])
    .stdout.toString()
    .match(/layers, (\d+) bytes of tar/)?.[1] ?? 0,
);
const extraCpu = median(ours.secrets, 'cpu') - median(ours.files, 'cpu');
const rate = (tarBytes || 2.8e9) / extraCpu;
tell(
  'searched per second of a processor',
  `${(rate / 1e6).toFixed(0)} MB`,
  rate >= LIMITS.bytesPerSecond,
  '150 MB',
);

if (has('gitleaks')) {
  const runs = peer([
    'gitleaks',
    'dir',
    root,
    '--no-banner',
    '--report-format',
    'json',
    '--report-path',
    '/dev/null',
    '--exit-code',
    '0',
  ]);
  report('gitleaks dir', runs);
  ratio('check : gitleaks dir', wall(ours.all), wall(runs), LIMITS.gitleaks);
} else console.log('gitleaks is not installed: not compared');
if (has('trivy')) {
  const archive = join(values.dir, 'plain.tar');
  const command = [
    'trivy',
    'image',
    '--input',
    archive,
    '--scanners',
    'secret',
    '--quiet',
    '--offline-scan',
    '--cache-dir',
  ];
  const runs = peer((i) => [...command, join(scratch, `trivy-${i}`)]);
  report('trivy image --scanners secret', runs);
  ratio('check : trivy', wall(ours.all), wall(runs), LIMITS.trivy);
} else console.log('trivy is not installed: not compared');

console.log('\n100 MB in one file, --rules files,secrets:');
const normal = measureFile(
  'normal',
  'The quick brown fox jumps over the lazy dog, key = value; // nothing\n',
);
for (const [name, text] of [
  ['token token', 'token'],
  ['ghp_', 'ghp_'],
  ['password="', 'password="'],
  ['eyJ.eyJ.', 'eyJhbGciOi.'],
  ['api_key = "', 'api_key = "'],
  ['BEGIN PRIVATE KEY', '-----BEGIN PRIVATE KEY-----\n'],
  ['://user:', 'https://user:pass'],
  ['aaaa', 'a'],
  ['glpat-', 'glpat-'],
  ['SECRET_KEY=', 'SECRET_KEY=\n'],
  ['AKIA, valid', `${'AKIA'}Z2J4NPQRSTUVWX6Y `],
])
  ratio(`  ${name}`, wall(measureFile(name, text)), wall(normal), LIMITS.crafted);
process.exitCode = isHeld ? 0 : 1;

function check(image, rules) {
  const command = [
    process.execPath,
    main,
    'check',
    `oci:${image}`,
    '--rules',
    rules,
    '--no-cache',
    '--quiet',
  ];
  return measure(command, { exitCodes: [0, 1] });
}

function peer(command) {
  return Array.from({ length: Number(values['peer-runs']) }, (_, i) =>
    measure(typeof command === 'function' ? command(i) : command),
  );
}

/** An image of one layer with one file of the repeated text. */
function measureFile(name, text) {
  const folder = join(scratch, `file-${name.replace(/\W/g, '')}`);
  mkdirSync(join(folder, 'tree'), { recursive: true });
  const file = openSync(join(folder, 'tree', 'data.txt'), 'w');
  const piece = text.repeat(Math.ceil(1e6 / text.length));
  for (let written = 0; written < CRAFTED_BYTES; written += piece.length) writeSync(file, piece);
  closeSync(file);
  const made = spawnSync('sh', [
    '-c',
    `cd ${folder} && umoci init --layout image && umoci new --image image:1 && umoci insert --image image:1 tree /tree >/dev/null 2>&1`,
  ]);
  if (made.status !== 0) cannotRun(`umoci: ${made.stderr}`);
  const runs = [1, 2, 3].map(() => check(`${join(folder, 'image')}:1`, 'files,secrets'));
  rmSync(folder, { recursive: true, force: true });
  return runs;
}

function extractRoot() {
  console.log('extracting the root file system (once)');
  const bundle = join(values.dir, 'bundle');
  const run = spawnSync('umoci', ['raw', 'unpack', '--image', `${layout}:latest`, bundle], {
    stdio: 'inherit',
  });
  if (run.status !== 0) cannotRun('umoci could not unpack the image');
  spawnSync('mv', [bundle, root]);
}

function median(runs, figure) {
  return summary(runs, figure).median;
}

function wall(runs) {
  return median(runs, 'wall');
}

function report(name, runs) {
  const { least, median: middle, most } = summary(runs, 'wall');
  console.log(
    `${name.padEnd(38)} ${middle.toFixed(2)} s (${least.toFixed(2)}..${most.toFixed(2)}), ${median(runs, 'cpu').toFixed(2)} s of CPU, ${median(runs, 'megabytes').toFixed(0)} MB`,
  );
}

function ratio(name, a, b, limit) {
  tell(name, (a / b).toFixed(3), a / b <= limit, limit.toFixed(2));
}

function tell(name, figure, holds, limit) {
  isHeld &&= holds;
  console.log(`${name.padEnd(38)} ${figure} (limit ${limit}): ${holds ? 'holds' : 'DOES NOT HOLD'}`);
}

function cannotRun(message) {
  console.error(message);
  process.exit(2);
}
