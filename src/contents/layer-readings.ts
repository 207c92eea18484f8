// What is known of an image's layers while it is read: from the cache where that is proven, else from scans, whose digests
// are compared with what manifest and config claim.
import { PlimsollError } from '../errors.ts';
import type { Digest } from '../oci/bytes/digest.ts';
import { fileChanged } from '../oci/image/file-identity.ts';
import type { LayerSource, OpenedImage } from '../oci/image/image.ts';
import { digestKey, engineKey, fileKey } from './cache/blob-key.ts';
import type { FactsCache } from './cache/facts-cache.ts';
import { findProof } from './cache/find-proof.ts';
import { narrowFacts, type StatedReadings } from './facts/facts-readings.ts';
import { FactsBudget } from './facts-budget.ts';
import type { LayerContents } from './image-contents.ts';
import type { LayerScan } from './scan/scan-layer.ts';

/** What is known of one layer: by a scan of this run, or from the cache. */
export type Reading = Omit<LayerContents, 'index' | 'diffId' | 'descriptor'>;

/** Layers that are the same bytes; there is at least one. */
export type LayerGroup = readonly LayerSource[];

/** A scan, and the digest of the stored bytes; null where they were not digested here. */
export interface DigestedScan {
  readonly scan: LayerScan;
  readonly storedDigest: Digest | null;
}

const MISMATCH_HINT = 'The image is damaged or forged; pull or build it again.';

/** The readings of one image's layers. */
export class LayerReadings {
  readonly #image: OpenedImage;
  readonly #cache: FactsCache | undefined;
  readonly #wanted: StatedReadings;
  readonly #onTaken: () => void;
  readonly #readings = new Map<LayerSource, Reading>();
  readonly #factsBudget = new FactsBudget();

  /** `wanted` is what facts must hold, and all that they give; `onTaken` is told whenever more layers are known. */
  constructor(
    image: OpenedImage,
    cache: FactsCache | undefined,
    wanted: StatedReadings,
    onTaken: () => void,
  ) {
    this.#image = image;
    this.#cache = cache;
    this.#wanted = wanted;
    this.#onTaken = onTaken;
  }

  get layerCount(): number {
    return this.#readings.size;
  }

  has(layer: LayerSource): boolean {
    return this.#readings.has(layer);
  }

  /** Those of all layers, which must be known. */
  list(): readonly Reading[] {
    return this.#image.layers.map((layer) => this.#readings.get(layer)!);
  }

  /** Takes what the cache has of a layer, where its diffId is proven; false where the layer must be read. */
  takeCached(group: LayerGroup): boolean {
    const cache = this.#cache;
    if (cache === undefined) return false;
    const proof = findProof(this.#image, group[0]!, cache);
    if (proof === undefined) return false;
    const facts = cache.readFacts(proof.diffId, this.#wanted);
    if (facts === undefined || facts.entryCount !== proof.shipped.length) return false;
    const { compression, storedBytes, shipped } = proof;
    this.#set(group, { facts, compression, storedBytes, shipped, isFromCache: true });
    return true;
  }

  /** Takes what a scan found, and keeps it with what it proves; throws where the layer is not what is claimed. */
  takeScan(group: LayerGroup, { scan, storedDigest }: DigestedScan): void {
    const layer = group[0]!;
    requireClaims(layer, scan, storedDigest);
    const { facts, compression, storedBytes, shipped } = scan;
    this.#set(group, { facts, compression, storedBytes, shipped, isFromCache: false });
    const keys = listProvenKeys(layer, scan, storedDigest);
    this.#cache?.write(keys, facts, { diffId: facts.diffId, compression, storedBytes, shipped });
  }

  #set(group: LayerGroup, reading: Reading): void {
    const facts = narrowFacts(reading.facts, this.#wanted);
    this.#factsBudget.count(facts, group.length);
    for (const layer of group) this.#readings.set(layer, { ...reading, facts });
    this.#onTaken();
  }
}

function requireClaims(
  { diffId, descriptor, location }: LayerSource,
  { facts, isFileUnchanged }: LayerScan,
  storedDigest: Digest | null,
): void {
  if (facts.diffId !== diffId && !isFileUnchanged && location.kind === 'file')
    throw fileChanged(location.path);
  if (facts.diffId !== diffId)
    throw new PlimsollError(
      'DIFFID_MISMATCH',
      `the config states the diffId ${diffId}, the layer's is ${facts.diffId}`,
      { hint: MISMATCH_HINT },
    );
  const stated = descriptor?.digest;
  if (storedDigest !== null && storedDigest !== stated)
    throw new PlimsollError(
      'DIGEST_MISMATCH',
      `the manifest states the digest ${stated}, the blob's is ${storedDigest}`,
      { hint: MISMATCH_HINT },
    );
}

/** The keys under which a scan proves the blob's diffId. */
function listProvenKeys(
  { descriptor, location }: LayerSource,
  { facts, compression, isFileUnchanged }: LayerScan,
  storedDigest: Digest | null,
): readonly string[] {
  const keys: string[] = [];
  const isRange = location.kind === 'file' || location.kind === 'packed';
  // Of a file that changed since, nothing is proven: these bytes may have been another file's.
  if (isRange && isFileUnchanged) keys.push(fileKey(location));
  // Where there is no descriptor the figures must follow from the diffId alone, as those of a plain tar do.
  if (location.kind === 'export' && descriptor === null && compression === 'plain')
    keys.push(engineKey(facts.diffId));
  const isDigestProven = location.kind === 'stream' || storedDigest !== null;
  if (descriptor !== null && isDigestProven) keys.push(digestKey(descriptor.digest));
  return keys;
}
