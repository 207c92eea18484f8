// Squash of the benchmark image: to a layout against decompressing it once with `gzip -dc` and compressing it once with `pigz -6`,
// and from registry to registry on loopback against `crane flatten`, in turns, in one run. Both of ours include the proof.
//
//   node bench/squash.mjs [--dir FOLDER] [--runs 3] [--only layout|registry]
//
// FOLDER is what bench/make-image.sh filled; bench/peers.sh installs crane; pigz and docker-registry are Debian's.
// Exit code: 0 every limit holds, 1 one does not, 2 could not run.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { measure, summary, temporaryFolder, warmFileCache } from './measure.mjs';

const LIMITS = { layout: 0.7, registry: 1 / 5, size: 1.02, megabytes: 400 };

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: join(tmpdir(), 'plimsoll-bench') },
    runs: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});
const layout = join(values.dir, 'layout');
const main = join(import.meta.dirname, '../dist/cli/main.js');
for (const [path, maker] of [
  [layout, 'bench/make-image.sh'],
  [main, 'npm run build'],
])
  if (!existsSync(path)) cannotRun(`no ${path}: ${maker} makes it`);

const scratch = temporaryFolder();
const started = [];
process.on('exit', () => {
  for (const child of started) child.kill();
  rmSync(scratch, { recursive: true, force: true });
});
console.log(
  `${cpus().length} x ${cpus()[0].model}, Node ${process.version}, load ${loadavg()[0].toFixed(2)}; medians (least..most)\n`,
);
warmFileCache(layout);
let isHeld = true;
if (values.only !== 'registry') compareLayout();
if (values.only !== 'layout') await compareRegistry();
process.exit(isHeld ? 0 : 1);

function compareLayout() {
  if (!has('pigz')) cannotRun('no pigz: apt-get install pigz');
  const blobs = layerFiles();
  const [ours, peer] = [[], []];
  const target = join(scratch, 'squashed');
  const packed = join(scratch, 'packed.gz');
  for (let round = 0; round < Number(values.runs); round++) {
    rmSync(target, { recursive: true, force: true });
    ours.push(squash(`oci:${layout}`, `oci:${target}`));
    peer.push(measure(['sh', '-c', `gzip -dc ${blobs.join(' ')} | pigz -6 > ${packed}`]));
  }
  report('squash to a layout, with the proof', ours);
  report('gzip -dc | pigz -6, all layers', peer);
  ratio('wall time', wall(ours), wall(peer), LIMITS.layout);
  // The same tar, so that only the compressors differ.
  const [layer] = layerFiles(target);
  spawnSync('sh', ['-c', `gzip -dc ${layer} | pigz -6 > ${packed}`]);
  ratio('bytes of the squashed layer', statSync(layer).size, statSync(packed).size, LIMITS.size);
  ratio('memory in MB', summary(ours, 'megabytes').median, 1, LIMITS.megabytes);
}

async function compareRegistry() {
  const crane = findCrane();
  const host = '127.0.0.1:5478';
  startRegistry(host);
  await sleep(2000);
  const image = `${host}/bench/image:1`;
  const pushed = spawnSync('skopeo', [
    'copy',
    '-q',
    '--dest-tls-verify=false',
    `oci:${layout}`,
    `docker://${image}`,
  ]);
  if (pushed.status !== 0) cannotRun(`skopeo copy: ${pushed.stderr}`);
  const [ours, peer] = [[], []];
  for (let round = 0; round < Number(values.runs); round++) {
    ours.push(squash(`docker://${image}`, `docker://${host}/bench/ours-${round}:1`));
    peer.push(measure([crane, 'flatten', image, '-t', `${host}/bench/theirs-${round}:1`]));
  }
  report('squash from registry to registry, with the proof', ours);
  report('crane flatten', peer);
  ratio('wall time', wall(ours), wall(peer), LIMITS.registry);
}

/** Debian's docker-registry with its blobs in a folder; crane's own one answers 500 to blobs of this size. */
function startRegistry(host) {
  if (!has('docker-registry')) cannotRun('no docker-registry: apt-get install docker-registry');
  const settings = join(scratch, 'registry.yml');
  const storage = `storage: {filesystem: {rootdirectory: ${join(scratch, 'registry')}}}`;
  writeFileSync(settings, `version: 0.1\n${storage}\nhttp: {addr: '${host}'}\n`);
  started.push(spawn('docker-registry', ['serve', settings], { stdio: 'ignore' }));
}

/** Nothing is kept, so that each run reads all. */
function squash(from, to) {
  return measure([process.execPath, main, 'squash', from, '-o', to, '--no-cache', '--quiet']);
}

function layerFiles(folder = layout) {
  const read = ({ digest }) => JSON.parse(readFileSync(blobPath(folder, digest), 'utf8'));
  const [entry] = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')).manifests;
  const top = read(entry);
  return (top.layers ?? read(top.manifests[0]).layers).map(({ digest }) => blobPath(folder, digest));
}

function blobPath(folder, digest) {
  return join(folder, 'blobs', ...digest.split(':'));
}

function findCrane() {
  const go = spawnSync('sh', ['-c', 'echo "$(go env GOBIN):$(go env GOPATH)/bin"'], { encoding: 'utf8' });
  const folders = [...go.stdout.trim().split(':'), ...(process.env.PATH ?? '').split(':')];
  const found = folders
    .map((folder) => join(folder, 'crane'))
    .find((path) => path !== 'crane' && existsSync(path));
  return found ?? cannotRun('no crane: bench/peers.sh installs it');
}

function has(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

function wall(runs) {
  return summary(runs, 'wall').median;
}

function report(name, runs) {
  const told = ['wall', 'cpu', 'megabytes'].map((figure) => {
    const { median, least, most } = summary(runs, figure);
    return `${figure} ${median.toFixed(1)} (${least.toFixed(1)}..${most.toFixed(1)})`;
  });
  console.log(`${name.padEnd(50)} ${told.join('  ')}`);
}

function ratio(name, ours, theirs, limit) {
  const value = ours / theirs;
  if (value > limit) isHeld = false;
  console.log(
    `${name}: ${value.toFixed(3)} (limit ${limit.toFixed(3)}) ${value > limit ? 'NOT HELD' : 'held'}\n`,
  );
}

function cannotRun(why) {
  console.error(`bench/squash.mjs: ${why}`);
  process.exit(2);
}
