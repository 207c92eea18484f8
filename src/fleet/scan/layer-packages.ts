// The packages that a layer brought: those of the image that ends with it, which say that they came by it. So they depend on the
// layer and what lies below it alone, whatever images do above.
import { createHash } from 'node:crypto';
import { BUILD_ID } from '../../contents/cache/build-id.ts';
import type { FactsCache } from '../../contents/cache/facts-cache.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { buildInventory } from '../../contents/packages/build-inventory.ts';
import { type Inventory, type InventoryPackage, NO_OWNER } from '../../contents/packages/inventory.ts';
import { SYSTEM_TYPES } from '../../contents/packages/make-purl.ts';
import {
  type InventorySummary,
  type PackageSummary,
  summarisePackage,
} from '../../contents/packages/package-summary.ts';
import { NO_NODE } from '../../contents/view/path-tree.ts';
import { squashLayers } from '../../contents/view/squash-layers.ts';
import type { SquashedView } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import type { Digest } from '../../oci/bytes/digest.ts';
import { listChainIds } from './chain-ids.ts';

/** What one layer brought. */
export interface LayerPackages {
  readonly diffId: Digest;
  readonly chainId: Digest;
  /** Only where any of the packages is a distribution's own. */
  readonly distribution: InventorySummary['distribution'];
  readonly packages: readonly PackageSummary[];
}

/** An image whose layers' packages are wanted. */
export interface PackagesRequest {
  readonly diffIds: readonly Digest[];
  /** The image's contents; asked for only where anything is new. */
  readonly readContents: () => Promise<ImageContents>;
  readonly signal: AbortSignal;
}

/** Works each layer out once, for all images of a run. */
export class LayerPackagesBook {
  readonly #cache: FactsCache;
  readonly #rulesName: string;
  readonly #entries = new Map<Digest, Promise<LayerPackages>>();

  /** `rulesName` is that of the rules for secrets by which layers are read: what they find is masked in packages too. */
  constructor(cache: FactsCache, rulesName: string) {
    this.#cache = cache;
    this.#rulesName = rulesName;
  }

  /** What each layer of an image brought, bottom first. */
  async list({ diffIds, readContents, signal }: PackagesRequest): Promise<readonly LayerPackages[]> {
    const chainIds = listChainIds(diffIds);
    let reading: Promise<ImageContents> | undefined;
    const work = async (layer: number): Promise<LayerPackages> => {
      const chainId = chainIds[layer]!;
      const known = this.#recall(chainId);
      if (known !== undefined) return known;
      reading ??= readContents();
      const found = await listPackages(await reading, layer, chainId, signal);
      this.#keep(found);
      return found;
    };
    const all: LayerPackages[] = [];
    for (const [layer, chainId] of chainIds.entries()) {
      const underWay = this.#entries.get(chainId);
      // What failed for another image is tried again for this one.
      const found = underWay === undefined ? undefined : await underWay.catch(() => undefined);
      all.push(found ?? (await this.#enter(chainId, work(layer))));
    }
    return all;
  }

  #enter(chainId: Digest, work: Promise<LayerPackages>): Promise<LayerPackages> {
    this.#entries.set(chainId, work);
    work.catch(() => this.#entries.delete(chainId));
    return work;
  }

  #recall(chainId: Digest): LayerPackages | undefined {
    if (BUILD_ID === '') return undefined;
    const block = this.#cache.readBlock(this.#keyOf(chainId));
    if (block === undefined) return undefined;
    try {
      const found = JSON.parse(Buffer.from(block).toString('utf8')) as LayerPackages;
      return found.chainId === chainId && Array.isArray(found.packages) ? found : undefined;
    } catch {
      return undefined;
    }
  }

  #keep(found: LayerPackages): void {
    if (BUILD_ID !== '')
      this.#cache.writeBlock(this.#keyOf(found.chainId), Buffer.from(JSON.stringify(found)));
  }

  #keyOf(chainId: Digest): string {
    const key = createHash('sha256').update(JSON.stringify([BUILD_ID, this.#rulesName, chainId]));
    return `layer packages ${key.digest('hex')}`;
  }
}

async function listPackages(
  { layers }: ImageContents,
  layer: number,
  chainId: Digest,
  signal: AbortSignal,
): Promise<LayerPackages> {
  const below = layers.slice(0, layer + 1);
  const { diffId, facts } = below[layer]!;
  // Without metadata of its own a layer neither brings packages nor changes any.
  const isPlain = facts.metadataEntries.length === 0;
  if (isPlain) return { diffId, chainId, distribution: null, packages: [] };
  const view = squashLayers(below.map((one) => one.facts));
  const inventory = await buildInventory({ layers: below, view }, signal);
  const { distribution, packages } = inventory;
  const isEmbedded = findEmbedded(inventory, view);
  const own = packages.filter(
    (item) => item.layer === layer && item.state === 'installed' && !isEmbedded(item),
  );
  const isSystem = own.some(({ record }) => SYSTEM_TYPES.has(record.type));
  return {
    diffId,
    chainId,
    distribution:
      isSystem && distribution !== null ? { id: distribution.id, versionId: distribution.versionId } : null,
    packages: own.map((item) => summarisePackage(item, null)),
  };
}

/** Bytes of symlink targets walked for all look-ups together. */
const WALK_LIMIT_BYTES = 64 * 2 ** 20;

/**
 * Tells packages of languages that came with a distribution's own: that one stands for them. It is patched by the distribution
 * under its own version, so whoever looks the inner one up reports what was mended long ago; Trivy leaves them out too.
 */
function findEmbedded(
  { packages, owners }: Inventory,
  view: SquashedView,
): (item: InventoryPackage) => boolean {
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  return ({ record, metadataPath }) => {
    if (SYSTEM_TYPES.has(record.type)) return false;
    // In an archive, the archive is the file.
    const path = Buffer.from(metadataPath.split('!/', 1)[0]!);
    const node = finder.find(path, 0, path.length);
    const owner = node === NO_NODE ? NO_OWNER : owners[node]!;
    return owner !== NO_OWNER && SYSTEM_TYPES.has(packages[owner]!.record.type);
  };
}
