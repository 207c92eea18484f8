// The packages of an image, from what its layers' metadata says and from the files that are really there.
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import type { ImageContents } from '../image-contents.ts';
import { layerOf } from '../view/locate-entry.ts';
import { ViewFinder } from '../view/view-finder.ts';
import { assignOwners, type PackageExtent } from './assign-owners.ts';
import { readChiselManifest } from './chisel/chisel-manifest.ts';
import { type AptSettings, parseAptSettings } from './closures/apt-settings.ts';
import { DiversionTable } from './dpkg/diversion-table.ts';
import { readDiversions } from './dpkg/dpkg-diversions.ts';
import { findExtent, type TextAt } from './find-extent.ts';
import { findRemovedFiles } from './find-removed-files.ts';
import type { Distribution, Inventory, InventoryPackage, UnreadMetadata } from './inventory.ts';
import { InventoryBudget } from './inventory-budget.ts';
import { makePurl, SYSTEM_TYPES } from './make-purl.ts';
import { listMetadataFiles, type MetadataFile, versionAt } from './metadata-history.ts';
import { mergeOpkg } from './opkg/merge-opkg.ts';
import { readOsRelease } from './os-release.ts';
import { readMarks } from './read-marks.ts';
import { assignRoles } from './roles/assign-roles.ts';
import { findRoles } from './roles/find-roles.ts';
import type { PackageRole } from './roles/package-role.ts';
import { findSharedFiles } from './shared-files.ts';
import { type TrackedPackage, trackPackages } from './track-packages.ts';

/** Bytes of symlink targets walked for all look-ups together; a real image needs a few MB. */
const WALK_LIMIT_BYTES = 256 * 2 ** 20;

/** What is known of an image before its packages are. */
type ReadLayers = Pick<ImageContents, 'layers' | 'view'>;

/** The packages of an image; throws LAYER_LIMIT where its symlinks lead nowhere for too long. */
export async function buildInventory(contents: ReadLayers, signal?: AbortSignal): Promise<Inventory> {
  const files = await openChisel(listMetadataFiles(contents.view), signal);
  const topLayer = contents.layers.length - 1;
  const textAt = (layer: number): TextAt => {
    return (path) => {
      const file = files.get(path);
      const metadata = file === undefined ? undefined : versionAt(file, layer)?.metadata;
      return metadata?.kind === 'text' ? metadata.text : undefined;
    };
  };
  const shownText = textAt(topLayer);
  const distribution = findDistribution(shownText);
  const isAutomatic = readMarks(shownText);
  const diverted = shownText('var/lib/dpkg/diversions');
  const diversions = new DiversionTable(diverted === undefined ? [] : readDiversions(diverted));
  const budget = new InventoryBudget();
  const all = [...files.values()].flatMap((file) => trackPackages(file, budget));
  const tracked = mergeOpkg(all).toSorted(byPlace);
  const installed = tracked.filter(({ removedByLayer }) => removedByLayer === null);
  const removed = tracked.filter(({ removedByLayer }) => removedByLayer !== null);
  const extentOf = ({ record, metadataPath, removedByLayer }: TrackedPackage): PackageExtent | undefined => {
    const text = removedByLayer === null ? shownText : textAt(removedByLayer - 1);
    return findExtent(record, metadataPath, { textAt: text, diversions, budget });
  };
  const { view } = contents;
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  const { owners, nodes } = assignOwners(view, finder, mapEach(installed, extentOf), budget);
  const removedFiles = findRemovedFiles(view, removed, extentOf, budget);
  const roles = assignRoles(installed, files, shownText);
  const toPackage = (
    item: TrackedPackage,
    entries: Iterable<number>,
    itsRoles: readonly PackageRole[],
  ): InventoryPackage => ({
    kind: 'package',
    record: item.record,
    purl: makePurl(item.record, distribution),
    layer: item.layer,
    state: item.removedByLayer === null ? 'installed' : 'removed',
    removedByLayer: item.removedByLayer,
    metadataPath: item.metadataPath,
    ...measure(contents, entries),
    isAutomatic: item.removedByLayer === null ? isAutomatic(item.record) : null,
    roles: itsRoles,
  });
  return {
    distribution,
    packages: [
      ...installed.map((item, k) => toPackage(item, fileEntries(contents, nodes[k]!), roles[k]!)),
      ...removed.map((item, k) => toPackage(item, new Set(removedFiles[k]), findRoles(item.record))),
    ],
    owners,
    unread: listUnread(contents, files),
    sharedFiles: findSharedFiles(
      view,
      owners,
      nodes.map((own, k) => (SYSTEM_TYPES.has(installed[k]!.record.type) ? own : [])),
    ),
    aptSettings: readAptConfiguration(files, shownText),
  };
}

/** A chisel manifest is kept as it is stored, because zstd takes its time; here it becomes packages like others. */
async function openChisel(
  files: ReadonlyMap<string, MetadataFile>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, MetadataFile>> {
  const opened = new Map(files);
  for (const [path, file] of files) {
    if (file.parserId !== 'chisel-manifest') continue;
    const versions = [];
    for (const version of file.versions) {
      const stored = version.metadata.kind === 'text' ? version.metadata.text : undefined;
      const packages = stored === undefined ? undefined : await readChiselManifest(stored, signal);
      if (packages === undefined)
        versions.push({
          ...version,
          metadata: { kind: 'unread', reason: 'unreadable' } as const,
          isUnread: true,
        });
      else versions.push({ ...version, metadata: { kind: 'packages', packages } as const });
    }
    opened.set(path, { ...file, versions });
  }
  return opened;
}

/** apt reads its files by name, `apt.conf` after all others. */
function readAptConfiguration(files: ReadonlyMap<string, MetadataFile>, textAt: TextAt): AptSettings {
  const paths = [...files.values()]
    .filter(({ parserId }) => parserId === 'apt-settings')
    .map(({ path }) => path)
    .sort((a, b) => Number(a === 'etc/apt/apt.conf') - Number(b === 'etc/apt/apt.conf') || compare(a, b));
  return parseAptSettings(
    paths.flatMap((path) => {
      const text = textAt(path);
      return text === undefined ? [] : [Buffer.from(text).toString('utf8')];
    }),
  );
}

/** One result after the other, each made when it is asked for. */
function* mapEach<T, R>(items: readonly T[], toResult: (item: T) => R): Generator<R> {
  for (const item of items) yield toResult(item);
}

function findDistribution(textAt: TextAt): Distribution | null {
  const text = textAt('etc/os-release') ?? textAt('usr/lib/os-release');
  return text === undefined ? null : readOsRelease(text);
}

/** System packages first, so that of two that have a file the one that brought it owns it. */
function byPlace(a: TrackedPackage, b: TrackedPackage): number {
  return (
    Number(SYSTEM_TYPES.has(b.record.type)) - Number(SYSTEM_TYPES.has(a.record.type)) ||
    compare(a.record.type, b.record.type) ||
    compare(a.record.name, b.record.name) ||
    compare(a.record.version, b.record.version) ||
    compare(a.record.architecture, b.record.architecture) ||
    compare(a.metadataPath, b.metadataPath)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The entries that hold the nodes' contents; of several names of one file, one. */
function fileEntries({ view }: ReadLayers, nodes: readonly number[]): ReadonlySet<number> {
  const files = nodes.filter((node) => view.tree.kinds[node] === ENTRY_KIND.file);
  return new Set(files.map((node) => view.inodes[node]!));
}

function measure(
  { view, layers }: ReadLayers,
  entries: Iterable<number>,
): Pick<InventoryPackage, 'bytes' | 'shippedBytes' | 'fileCount'> {
  let bytes = 0;
  let shippedBytes = 0;
  let fileCount = 0;
  for (const entry of entries) {
    const layer = layerOf(view, entry);
    const i = entry - view.entryBases[layer]!;
    bytes += layers[layer]!.facts.sizes[i]!;
    shippedBytes += layers[layer]!.shipped[i]!;
    fileCount++;
  }
  return { bytes, shippedBytes: Math.round(shippedBytes), fileCount };
}

function listUnread(
  { view, layers }: ReadLayers,
  files: ReadonlyMap<string, MetadataFile>,
): readonly UnreadMetadata[] {
  return [...files.values()].flatMap(({ path, versions }) =>
    versions.flatMap((version): readonly UnreadMetadata[] => {
      if (!version.isUnread) return [];
      const { layer, entry, metadata } = version;
      if (metadata.kind !== 'unread') return [];
      const bytes = layers[layer]!.facts.sizes[entry - view.entryBases[layer]!]!;
      return [{ path, layer, bytes, reason: metadata.reason }];
    }),
  );
}
