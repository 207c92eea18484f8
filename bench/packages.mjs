// What it costs that packages and ELF files are read along with a layer: each layer scanned with and without, in turn.
//
//   node bench/packages.mjs [--dir FOLDER] [--runs 5]
//
// FOLDER is what bench/make-image.sh filled. CPU seconds of one thread; the limit is 10 % more with packages than without.
// Exit code: 0 the limit holds, 1 it does not, 2 could not run.
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const LIMIT = 1.1;
const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: join(tmpdir(), 'plimsoll-bench') },
    runs: { type: 'string', default: '5' },
  },
});
const layout = join(values.dir, 'layout');
if (!existsSync(layout)) {
  console.error(`no ${layout}: bench/make-image.sh makes it`);
  process.exit(2);
}
const { scanFileRange } = await import('../dist/contents/scan/scan-layer.js');
const { FactsColumns } = await import('../dist/contents/scan/facts-columns.js');

const blob = (digest) => join(layout, 'blobs', ...digest.split(':'));
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const [{ digest: manifest }] = readJson(join(layout, 'index.json')).manifests;
const layers = readJson(blob(manifest)).layers;
const kinds = [
  ['without packages', { parsers: [], readsElf: false }],
  ['with package metadata', { readsElf: false }],
  ['with ELF files too', {}],
];
const columns = new FactsColumns();

/** CPU seconds of scanning all layers one after the other. */
async function measureScan(options) {
  const before = process.cpuUsage();
  for (const { digest, size } of layers) await scanFileRange(blob(digest), 0, size, { ...options, columns });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const seconds = kinds.map(() => []);
await measureScan({});
for (let run = 0; run < Number(values.runs); run++)
  for (const [k, [, options]] of kinds.entries()) seconds[k].push(await measureScan(options));

const medians = seconds.map((list) => list.toSorted((a, b) => a - b)[list.length >> 1]);
for (const [k, [name]] of kinds.entries())
  console.log(
    `${name.padEnd(22)} ${medians[k].toFixed(2)} s CPU (${Math.min(...seconds[k]).toFixed(2)}..${Math.max(...seconds[k]).toFixed(2)})  ${(medians[k] / medians[0]).toFixed(3)}`,
  );
const ratio = medians.at(-1) / medians[0];
console.log(`${ratio <= LIMIT ? 'holds' : 'DOES NOT HOLD'}: ${ratio.toFixed(3)}, limit ${LIMIT}`);
process.exitCode = ratio <= LIMIT ? 0 : 1;
