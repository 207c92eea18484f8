// Writes an image of many layers to a destination, in a process of its own that a test may kill at any moment.
// node write-image.mjs DESTINATION SEED; says `begun` when it begins and the image's digest when it has written it.
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const dist = (path) => import(fileURLToPath(new URL(`../../dist/${path}`, import.meta.url)));
const { openDestination } = await dist('oci/open-destination.js');
const { writeTar } = await dist('oci/tar/write-tar.js');

const [, , text, seed] = process.argv;
const LAYERS = 20;
const LAYER_BYTES = 300_000;

const sha256 = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const blob = (bytes, mediaType) => ({
  mediaType,
  digest: sha256(bytes),
  sizeBytes: bytes.length,
  async *open() {
    for (let at = 0; at < bytes.length; at += 65_536) {
      yield bytes.subarray(at, at + 65_536);
      await new Promise((resolve) => setImmediate(resolve));
    }
  },
});
const toJson = ({ mediaType, digest, sizeBytes }) => ({ mediaType, digest, size: sizeBytes });

const type = 'application/vnd.oci.image';
const layers = Array.from({ length: LAYERS }, (_, i) => {
  // Half of the layers are in every image.
  const content = Buffer.alloc(LAYER_BYTES, `layer ${i} of ${i % 2 === 0 ? 'all' : seed}; `);
  return blob(writeTar([{ kind: 'file', path: `f${i}`, content }]), `${type}.layer.v1.tar`);
});
const rootfs = { type: 'layers', diff_ids: layers.map(({ digest }) => digest) };
const config = blob(
  Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs })),
  `${type}.config.v1+json`,
);
const mediaType = `${type}.manifest.v1+json`;
const manifest = { schemaVersion: 2, mediaType, config: toJson(config), layers: layers.map(toJson) };

process.stdout.write('begun\n');
const { signal } = new AbortController();
const destination = await openDestination(text);
try {
  for (let at = 0; at < LAYERS; at += 4)
    await Promise.all(layers.slice(at, at + 4).map((layer) => destination.writeBlob(layer, signal)));
  await destination.writeBlob(config, signal);
  await destination.commit(
    { documents: [{ mediaType, bytes: Buffer.from(JSON.stringify(manifest)) }] },
    signal,
  );
} finally {
  await destination.close();
}
process.stdout.write(`${sha256(Buffer.from(JSON.stringify(manifest)))}\n`);
