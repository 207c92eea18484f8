// The JSON of `plimsoll fleet storage` (schema/fleet-storage.json). Images and layers are written one a line: there may be a
// million of them.
import type { Amount, FleetStorage } from '../fleet/storage/fleet-storage.ts';
import type { FleetStorageReport } from './fleet-storage-report.ts';
import { compact, SCHEMA_VERSION, WrittenItems, writeJson } from './write-json.ts';

/** Which view each sum is of. */
const VIEWS = {
  registry: [
    'naiveBytes',
    'uniqueBytes',
    'documentBytes',
    'squash',
    'perImage.bytes',
    'perImage.ownBytes',
    'perImage.sharedBytes',
    'perImage.marginalBytes',
    'perImage.partBytes',
    'perLayer.shippedBytes',
    'pairs',
    'churn',
  ],
  node: [
    'nodeBytes',
    'nodeDiskBytes',
    'chains',
    'perImage.nodeMarginalBytes',
    'perLayer.entryBytes',
    'perLayer.copies',
  ],
};

/** What `fleet storage --format json` prints, in pieces; together they end with a newline. */
export function formatFleetStorageJson(report: FleetStorageReport): Iterable<string> {
  const { storage, pairs, churn } = report;
  const { naive, unique, node, nodeDisk, singleSquash } = storage;
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    at: storage.at ?? null,
    images: storage.imageCount,
    layers: storage.layerCount,
    layerUses: storage.layerUses,
    chains: storage.chainCount,
    ...writeAmount('naiveBytes', naive),
    ...writeAmount('uniqueBytes', unique),
    documentBytes: storage.documentBytes,
    ...writeAmount('nodeBytes', node),
    ...writeAmount('nodeDiskBytes', nodeDisk),
    basis: {
      registry: unique.basis ?? null,
      nodeBytes: node.basis ?? null,
      nodeDiskBytes: nodeDisk.basis ?? null,
    },
    views: VIEWS,
    squash: {
      allBytes: naive.estimateBytes,
      allAddsBytes: naive.estimateBytes - unique.estimateBytes,
      singleAddsCount: singleSquash.addingCount,
      singleMedianBytes: singleSquash.medianBytes,
      singleMostBytes: singleSquash.mostBytes,
    },
    pairs,
    churn: churn === undefined ? null : { ...churn, basis: churn.basis ?? null },
    perImage: new WrittenItems(writeImages(storage)),
    perLayer: new WrittenItems(writeLayers(report)),
  });
}

function writeAmount(key: string, { bytes, estimateBytes }: Amount): object {
  return { [key]: bytes, [`${key}Estimate`]: estimateBytes };
}

function* writeImages({ images }: FleetStorage): Iterable<string> {
  for (const { name, layerCount, ...bytes } of images)
    yield compact({ reference: name, layers: layerCount, ...bytes });
}

function* writeLayers({ snapshot, storage }: FleetStorageReport): Iterable<string> {
  const { used, shippedBytes, entryBytes, copies, users } = storage.layers;
  const { digests, diffIds } = snapshot.layers;
  for (const layer of used)
    yield compact({
      digest: digests[layer],
      diffId: diffIds[layer] ?? null,
      shippedBytes: shippedBytes[layer],
      entryBytes: entryBytes[layer],
      isEstimate: isEstimate(snapshot.layers.shippedBytes[layer], snapshot.layers.entryBytes[layer]),
      copies: copies[layer],
      users: Array.from(users.images.subarray(users.starts[layer], users.starts[layer + 1])),
    });
}

/** Which of the two is not known but estimated. */
function isEstimate(shipped: number | undefined, entry: number | undefined): object {
  return { shippedBytes: Number.isNaN(shipped), entryBytes: Number.isNaN(entry) };
}
