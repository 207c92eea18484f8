// Which blobs new layers came to in earlier runs. The digest of a compressed layer is known only when all of it was made; a run
// that comes after one that was broken off would send again what is there already. What is remembered is only where to look:
// the blob must be there, and it is read back and compared like any other.
import { createHash, type Hash } from 'node:crypto';
import { BUILD_ID } from '../contents/cache/build-id.ts';
import type { NumberedLayers } from '../contents/view/locate-entry.ts';
import type { PathTree } from '../contents/view/path-tree.ts';
import { type Digest, isDigest } from '../oci/bytes/digest.ts';
import type { BlockStore } from '../oci/image/block-store.ts';
import type { LayerPlan } from './layer-plan.ts';

/** A layer's blob. */
export interface MadeBlob {
  readonly diffId: Digest;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** The blobs that earlier runs made. */
export class MadeBlobs {
  readonly #store: BlockStore | undefined;
  readonly #buildId: string;

  /** `buildId` names the program; nothing is kept and nothing known where it is empty. */
  constructor(store: BlockStore | undefined, buildId: string = BUILD_ID) {
    this.#store = buildId === '' ? undefined : store;
    this.#buildId = buildId;
  }

  /** The blob that was made under the key, or undefined. */
  recall(key: string): MadeBlob | undefined {
    const block = this.#store?.readBlock(this.#name(key));
    if (block === undefined) return undefined;
    try {
      const { diffId, digest, sizeBytes } = JSON.parse(Buffer.from(block).toString('utf8')) as MadeBlob;
      const isWhole = isDigest(diffId) && isDigest(digest) && Number.isSafeInteger(sizeBytes);
      return isWhole ? { diffId, digest, sizeBytes } : undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps what came of the key. */
  keep(key: string, blob: MadeBlob): void {
    this.#store?.writeBlock(this.#name(key), Buffer.from(JSON.stringify(blob)));
  }

  #name(key: string): string {
    return `made blob ${this.#buildId} ${key}`;
  }
}

/** The key of a layer that is stored in a form, whatever it was before. */
export function keyOfLayer(diffId: Digest, form: string): string {
  return `layer ${diffId} ${form}`;
}

/** The key of a plan: all that its tar is made of, and the form it is stored in. */
export function keyOfPlan({ stack, tree, kinds, nodes, sources, made }: LayerPlan, form: string): string {
  const hash = createHash('sha256');
  hash.update(keyOfGround(stack, tree));
  for (const column of [kinds, nodes, sources]) takeColumn(hash, column);
  for (const [node, { content, ...item }] of made) {
    hash.update(`${node};${JSON.stringify(item)};`);
    takeColumn(hash, content ?? new Uint8Array());
  }
  return `plan ${hash.digest('hex')} ${form}`;
}

/** Layers that are planned on the same ground share its key: it is far larger than most of them. */
const GROUND_KEYS = new WeakMap<
  PathTree,
  { readonly stack: NumberedLayers; readonly nodeCount: number; readonly key: string }
>();

function keyOfGround(stack: NumberedLayers, tree: PathTree): string {
  const { nodeCount } = tree;
  const known = GROUND_KEYS.get(tree);
  if (known?.stack === stack && known.nodeCount === nodeCount) return known.key;
  const hash = createHash('sha256');
  hash.update(JSON.stringify(stack.layers.map(({ diffId }) => diffId)));
  takeColumn(hash, tree.parents.subarray(0, nodeCount));
  takeColumn(hash, tree.nameEnds.subarray(0, nodeCount));
  takeColumn(hash, tree.names.subarray(0, tree.nameEnds[nodeCount - 1]));
  const key = hash.digest('hex');
  GROUND_KEYS.set(tree, { stack, nodeCount, key });
  return key;
}

function takeColumn(hash: Hash, column: Uint8Array | Uint32Array | Int32Array): void {
  hash.update(`${column.byteLength};`);
  hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
}
