// The memory benchmark: an image of 10 GB with 74 layers and 1,000,000 entries is made on the fly, checked, and removed.
//
//   node bench/synthetic.mjs [--layers 74] [--entries 1000000] [--bytes 1e10] [--keep FOLDER]
//
// Layers are gzip. Contents repeat a block of random bytes, so that the files differ and yet a layer is made in seconds.
// Exit code: 0 the limit of 400 MB holds, 1 it does not, 2 could not run.
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeLayout } from '../dist/oci/layout/write-layout.js';
import { streamTar } from '../dist/oci/tar/write-tar.js';
import { measure, temporaryFolder } from './measure.mjs';

const PEAK_MEGABYTES = 400;
const main = new URL('../dist/cli/main.js', import.meta.url).pathname;
const { values } = parseArgs({
  options: {
    layers: { type: 'string', default: '74' },
    entries: { type: 'string', default: '1000000' },
    bytes: { type: 'string', default: '1e10' },
    keep: { type: 'string' },
  },
});
const layerCount = Number(values.layers);
const entriesEach = Math.ceil(Number(values.entries) / layerCount);
const fileBytes = Math.floor(Number(values.bytes) / Number(values.entries));
const block = randomBytes(fileBytes + 64);

const scratch = temporaryFolder();
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const folder = values.keep ?? join(scratch, 'image');

if (!existsSync(folder)) {
  const started = Date.now();
  const steps = Array.from({ length: layerCount }, (_, layer) => ({
    tar: streamTar(items(layer)),
    createdBy: `RUN /bin/sh -c make layer-${layer} # buildkit`,
  }));
  await writeLayout(folder, { steps, refName: 'latest' });
  console.log(
    `made ${layerCount} layers, ${layerCount * entriesEach} entries in ${Math.round((Date.now() - started) / 1000)} s`,
  );
}

const command = [process.execPath, main, 'check', `oci:${folder}`, '--format', 'json', '--no-cache'];
const { wall, cpu, megabytes } = measure(command, { exitCodes: [0, 1] });
console.log(`wall ${wall.toFixed(1)} s, CPU ${cpu.toFixed(1)} s, peak ${megabytes.toFixed(0)} MB`);
const holds = megabytes < PEAK_MEGABYTES;
console.log(`peak below ${PEAK_MEGABYTES} MB: ${holds ? 'held' : 'NOT HELD'}`);
process.exitCode = holds ? 0 : 1;

/** A tenth of the files of a layer have the path of a file of the layer below, so that there is something to hide. */
function* items(layer) {
  for (let i = 0; i < entriesEach; i++) {
    const owner = i % 10 === 0 && layer > 0 ? layer - 1 : layer;
    const name = `srv/part-${owner}/module-${Math.floor(i / 200)}/component-${i}.data`;
    const start = (layer * 31 + i) % 64;
    yield { kind: 'file', path: name, content: block.subarray(start, start + fileBytes) };
  }
}
