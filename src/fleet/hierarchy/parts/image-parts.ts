// What is kept of an image that was read, so that its facts can go: its packages and large files, each with the layer that brought
// it, and each layer in short.
import { createHash } from 'node:crypto';
import { ENTRY_KIND } from '../../../contents/facts/layer-facts.ts';
import type { ImageContents, LayerContents } from '../../../contents/image-contents.ts';
import { type InventoryPackage, NO_OWNER } from '../../../contents/packages/inventory.ts';
import { SYSTEM_TYPES } from '../../../contents/packages/make-purl.ts';
import {
  buildRelationGraph,
  type RelatedType,
} from '../../../contents/packages/relations/build-relation-graph.ts';
import { isBinding } from '../../../contents/packages/relations/relation-graph.ts';
import { layerOf } from '../../../contents/view/locate-entry.ts';
import { NO_NODE } from '../../../contents/view/path-tree.ts';
import { nodePath } from '../../../contents/view/squashed-view.ts';

/** A package or a large file without one. */
export interface ImagePart {
  readonly kind: 'package' | 'file';
  /** `deb`, `npm`...; `file`. */
  readonly type: string;
  /** The package's name, or the file's path. */
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** As shipped, an estimate. */
  readonly bytes: number;
  readonly layer: number;
  readonly roles: readonly string[];
  /** Came as a dependency only; null where nobody notes that. */
  readonly isAutomatic: boolean | null;
  /** Positions of parts that it cannot be without. */
  readonly requires: readonly number[];
}

/** An image in short. */
export interface ImageParts {
  readonly labels: Readonly<Record<string, string>>;
  /** `debian 12`; empty where nothing tells. */
  readonly distribution: string;
  readonly parts: readonly ImagePart[];
  /** For each layer what its blob takes, base first. */
  readonly layerBytes: readonly number[];
  /** For each layer what its lists and caches of package managers take, which need not stay in a layer; an estimate. */
  readonly layerLeftovers: readonly number[];
}

/** Smaller files without a package stay with their image. */
const FILE_FLOOR_BYTES = 1_000_000;
const RELATED: readonly RelatedType[] = ['deb', 'apk', 'rpm'];

/** Takes what is kept of an image. */
export function takeParts(contents: ImageContents): ImageParts {
  const { inventory, layers, config } = contents;
  const places = new Map<number, number>();
  const parts: ImagePart[] = [];
  const requires = findRequired(contents);
  for (const [position, item] of inventory.packages.entries()) {
    if (item.state !== 'installed' || !isMovable(item) || isOfSystem(contents, item)) continue;
    places.set(position, parts.length);
    const { type, name, version, architecture } = item.record;
    parts.push({
      kind: 'package',
      type,
      name,
      version,
      architecture,
      bytes: item.shippedBytes,
      layer: item.layer,
      roles: item.roles.map(({ role }) => role),
      isAutomatic: item.isAutomatic,
      requires: requires.get(position) ?? [],
    });
  }
  const packages = parts.map((part) => ({
    ...part,
    requires: part.requires.flatMap((position) => places.get(position) ?? []),
  }));
  const { distribution } = inventory;
  return {
    labels: config.run.labels,
    distribution:
      distribution === null ? '' : `${distribution.id} ${distribution.versionId || distribution.codename}`,
    parts: [...packages, ...takeFiles(contents)],
    layerBytes: layers.map(({ storedBytes }) => storedBytes),
    layerLeftovers: layers.map(sumLeftovers),
  };
}

/** Whether it lies where any image has it: a language's packages in an application's folder stay with the application. */
function isMovable({ record, metadataPath }: InventoryPackage): boolean {
  if (SYSTEM_TYPES.has(record.type)) return true;
  return metadataPath.startsWith('usr/') && metadataPath.split('node_modules/').length <= 2;
}

/** Whether a distribution's package brings a language's: then it is no thing of its own. */
function isOfSystem({ view, inventory }: ImageContents, { record, metadataPath }: InventoryPackage): boolean {
  if (SYSTEM_TYPES.has(record.type)) return false;
  let node = 0;
  for (const name of metadataPath.split('/')) {
    const bytes = Buffer.from(name);
    node = view.tree.find(node, bytes, 0, bytes.length);
    if (node === NO_NODE) return false;
  }
  const owner = inventory.packages[inventory.owners[node]!];
  return owner !== undefined && SYSTEM_TYPES.has(owner.record.type);
}

function findRequired({ inventory }: ImageContents): ReadonlyMap<number, readonly number[]> {
  const required = new Map<number, readonly number[]>();
  for (const type of RELATED) {
    const { packages } = buildRelationGraph(inventory, type);
    for (const { position, needs } of packages)
      required.set(
        position,
        needs.flatMap((need) => {
          if (!isBinding(need)) return [];
          // Which of several providers will be there is not known: only a single one is required.
          const providers = [...new Set(need.alternatives.flat())];
          return providers.length === 1 ? [packages[providers[0]!]!.position] : [];
        }),
      );
  }
  return required;
}

/** Also of what a higher layer hides. */
function sumLeftovers({ facts, shipped }: LayerContents): number {
  let sum = 0;
  for (let i = 0; i < facts.entryCount; i++) {
    if (facts.kinds[i] !== ENTRY_KIND.file) continue;
    const start = i === 0 ? 0 : facts.pathEnds[i - 1]!;
    // Most paths are told by their first letter.
    if (facts.pathBytes[start] !== LEFTOVERS_START) continue;
    const path = Buffer.from(facts.pathBytes.subarray(start, facts.pathEnds[i]!)).toString();
    if (LEFTOVERS.test(path)) sum += shipped[i]!;
  }
  return Math.round(sum);
}

function takeFiles({ view, inventory, layers }: ImageContents): readonly ImagePart[] {
  const files: ImagePart[] = [];
  const seen = new Set<number>();
  for (let node = 0; node < view.tree.nodeCount; node++) {
    if (view.tree.kinds[node] !== ENTRY_KIND.file || inventory.owners[node] !== NO_OWNER) continue;
    const entry = view.inodes[node]!;
    const layer = layerOf(view, entry);
    const { facts, shipped } = layers[layer]!;
    const i = entry - view.entryBases[layer]!;
    if (facts.sizes[i]! < FILE_FLOOR_BYTES || seen.has(entry)) continue;
    seen.add(entry);
    const path = nodePath(view, node);
    if (STATE.test(path)) continue;
    files.push({
      kind: 'file',
      type: 'file',
      name: path,
      version: createHash('sha256')
        .update(facts.contents.subarray(i * 16, i * 16 + 16))
        .update(`${facts.modes[i]} ${facts.uids[i]} ${facts.gids[i]}`)
        .digest('hex')
        .slice(0, 16),
      architecture: '',
      bytes: Math.round(shipped[i]!),
      layer,
      roles: [],
      isAutomatic: null,
      requires: [],
    });
  }
  return files;
}

/** What package managers and the loader write: it follows from the packages and is never shared as it is. */
const STATE =
  /^(?:var\/(?:lib\/(?:dpkg|apt|rpm)|cache|log)\/|lib\/apk\/|usr\/lib\/sysimage\/|etc\/ld\.so\.cache$)/;

const LEFTOVERS = /^var\/(?:lib\/apt\/lists|cache\/(?:apt|apk|dnf|yum))\//;
const LEFTOVERS_START = 'v'.charCodeAt(0);
