// Builds the compact catalogue of a Debian release from its mirror: what `lighter` computes with where an image has no lists.
//
//   node tools/write-catalogue.mjs [--suite bookworm] [--arch amd64] [--mirror URL] [--distribution debian] [--out FOLDER]
//                                 [--no-programs]     leaves the Contents indexes alone, which are larger than all the rest
//
// Ubuntu is read the same way: --distribution ubuntu --mirror http://archive.ubuntu.com/ubuntu --suite noble
// Every index is compared with the SHA-256 that the release file states; the signature of the release file is not checked here.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, createGunzip, gunzipSync } from 'node:zlib';
import { writeCatalogue } from '../dist/catalogue/compact-format.js';
import { addContentsLine } from '../dist/catalogue/read-contents-index.js';
import { readPackagesIndexes } from '../dist/catalogue/read-packages-index.js';

const { values } = parseArgs({
  options: {
    distribution: { type: 'string', default: 'debian' },
    suite: { type: 'string', default: 'bookworm' },
    arch: { type: 'string', default: 'amd64' },
    mirror: { type: 'string', default: 'http://deb.debian.org/debian' },
    out: { type: 'string', default: 'catalogues' },
    'no-programs': { type: 'boolean', default: false },
  },
});
const base = `${values.mirror}/dists/${values.suite}`;

const release = (await download(`${base}/InRelease`)).toString('utf8');
const day = new Date(/^Date: (.+)$/m.exec(release)?.[1] ?? '').toISOString().slice(0, 10);
const packages = gunzipSync(await downloadIndex(`main/binary-${values.arch}/Packages.gz`));
const commands = values['no-programs'] ? null : new Map();
for (const arch of commands === null ? [] : [values.arch, 'all'])
  for (const path of [`main/Contents-${arch}.gz`, `Contents-${arch}.gz`]) {
    if (!sizeAndDigest(path)) continue;
    const lines = createInterface({ input: Readable.from([await downloadIndex(path)]).pipe(createGunzip()) });
    for await (const line of lines) addContentsLine(line, commands);
    break;
  }

const catalogue = readPackagesIndexes(
  { distribution: values.distribution, codename: values.suite, architecture: values.arch, date: day },
  [packages],
  commands,
);
const plain = writeCatalogue(catalogue);
const packed = brotliCompressSync(plain, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  },
});
const name = `${values.distribution}-${values.suite}-${values.arch}.catalogue.br`;
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, name), packed);
console.log(
  `${join(values.out, name)}: ${catalogue.packages.length} packages of ${day}, ${plain.length} bytes, ${packed.length} compressed`,
);

async function downloadIndex(path) {
  const expected = sizeAndDigest(path);
  if (!expected) throw new Error(`${base}/InRelease does not name ${path}`);
  // By its digest where the mirror has that: a name may stand for the file of another day while the mirror is renewed.
  const isByHash = /^Acquire-By-Hash: yes$/m.test(release);
  const byHash = `${base}/${dirname(path)}/by-hash/SHA256/${expected}`;
  const bytes = await (isByHash
    ? download(byHash).catch(() => download(`${base}/${path}`))
    : download(`${base}/${path}`));
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest !== expected) throw new Error(`${path} is not what the release file states: ${digest}`);
  return bytes;
}

function sizeAndDigest(path) {
  const escaped = path.replace(/[.+]/g, '\\$&');
  return new RegExp(`^ ([0-9a-f]{64}) +\\d+ ${escaped}$`, 'm').exec(release)?.[1];
}

async function download(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return Buffer.from(await response.arrayBuffer());
}
