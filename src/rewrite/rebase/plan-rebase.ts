// Plans a rebase: what of the application's layers and of the new base meets, what has to be merged, and whether the result is
// proven, checked or cannot be (docs/decisions/rebase.md).
import { Readable } from 'node:stream';
import { pathText } from '../../contents/facts/layer-facts.ts';
import type { LayerContents } from '../../contents/image-contents.ts';
import { scanStream } from '../../contents/scan/scan-layer.ts';
import type { Digest } from '../../oci/bytes/digest.ts';
import type { ImageConfig } from '../../oci/image/config.ts';
import { writeLayer } from '../write-layer.ts';
import { buildLoaderCache } from './build-loader-cache.ts';
import { judgeLanguages } from './judge-languages.ts';
import { judgeLibraries } from './judge-libraries.ts';
import { judgeLinks } from './judge-links.ts';
import { judgePackages } from './judge-packages.ts';
import { judgePaths } from './judge-paths.ts';
import { judgePrograms } from './judge-programs.ts';
import { judgeUsers } from './judge-users.ts';
import { judgeVersionedNames } from './judge-versioned-names.ts';
import { type MergedFile, mergeShared } from './merge-shared.ts';
import { isHarmless, LOADER_CACHE } from './merging/shared-files.ts';
import { planMergeLayer } from './plan-merge-layer.ts';
import { findUnexplained } from './prove-merge.ts';
import { rebaseConfig } from './rebase-config.ts';
import { judgeNotes, type RebaseNote, type RebaseVerdict } from './rebase-note.ts';
import type { RebaseSubject } from './rebase-side.ts';
import { type PathChange, RebaseViews } from './rebase-views.ts';
import { type StackedImage, stackLayers } from './stacked-view.ts';

/** A rebase as it would be; nothing of it is written yet. */
export interface RebasePlan {
  readonly verdict: RebaseVerdict;
  /** Conflicts first, then by path. */
  readonly notes: readonly RebaseNote[];
  /** The uncompressed merge layer, where one is needed. */
  readonly mergeLayer: { readonly tar: Buffer; readonly diffId: Digest } | undefined;
  readonly config: Readonly<Record<string, unknown>>;
  /** What the rebased image shows. */
  readonly stacked: StackedImage;
}

/** Plans it. `old` is the old base's config where that is known. Throws as reading layers does. */
export async function planRebase(
  subject: RebaseSubject,
  old: ImageConfig | undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<RebasePlan> {
  const { image, newBase, baseLayerCount } = subject;
  const views = new RebaseViews(image.contents.view, baseLayerCount, newBase.contents.view);
  const paths = judgePaths(views);
  const bare = await stackLayers(subject, undefined, signal);
  const notes: RebaseNote[] = [...paths.notes, ...judgeAmbiguities(subject, bare)];
  const merged = await mergeShared(subject, views, paths.shared, signal);
  notes.push(...merged.notes);
  const files = [...merged.files];
  if (paths.writesLoaderCache) await addLoaderCache(bare, views, files, notes, signal);
  const mergeLayer = await makeMergeLayer(bare, views, files, paths.folders, signal);
  for (const { path } of paths.folders)
    notes.push({
      kind: 'folder-attributes',
      level: 'checked',
      path,
      message: "the folder's mode and owner are the new base's, as its layers repeat those of the old one",
    });
  const stacked = mergeLayer === undefined ? bare : await stackLayers(subject, mergeLayer.layer, signal);
  if (judgeNotes(notes) !== 'conflict') notes.push(...judgeMerge(views, stacked, files, paths.folders));
  notes.push(...judgeLinks(views, stacked.view));
  notes.push(...(await judgeLibraries(subject, stacked, signal)));
  notes.push(...(await judgePrograms(subject, views, stacked.view, signal)));
  notes.push(...(await judgeLanguages(subject, views, signal)));
  notes.push(...judgeVersionedNames(views), ...judgeLayerCount(subject, stacked));
  notes.push(...judgePackages(subject, stacked.inventory));
  const diffIds = stacked.view.layers.map(({ diffId }) => diffId as Digest);
  const configs = {
    image: image.contents.storedConfig,
    old,
    newBase: newBase.contents.storedConfig,
    baseLayerCount,
  };
  const config = rebaseConfig(configs, diffIds, mergeLayer !== undefined);
  notes.push(...config.notes);
  const { User: user } = config.json['config'] as { readonly User?: unknown };
  notes.push(...(await judgeUsers(subject, views, bare, files, user, signal)));
  return {
    verdict: judgeNotes(notes),
    notes: notes.sort(byWeight),
    mergeLayer: mergeLayer && { tar: mergeLayer.tar, diffId: mergeLayer.layer.diffId },
    config: config.json,
    stacked,
  };
}

/** Paths of the stack that are no three-way merge, though nothing else was found against them: odd layers lead there. */
function judgeMerge(
  views: RebaseViews,
  stacked: StackedImage,
  files: readonly MergedFile[],
  folders: readonly PathChange[],
): readonly RebaseNote[] {
  const settled = new Set([...files, ...folders].map(({ path }) => path));
  const harmless: string[] = [];
  const isSettled = (path: string): boolean => {
    if (settled.has(path)) return true;
    if (!isHarmless(path)) return false;
    harmless.push(path);
    return true;
  };
  const unexplained = findUnexplained(views, stacked, isSettled).map(
    (path): RebaseNote => ({
      kind: 'unexplained-path',
      level: 'conflict',
      path,
      message: 'on the new base, the layers would show something here that neither side has',
    }),
  );
  const hidden = harmless.map((path): RebaseNote => {
    const message = 'a mark of the application hides what the new base has here; nothing depends on it';
    return { kind: 'harmless-mask', level: 'checked', path, message };
  });
  return [...unexplained, ...hidden];
}

/** Docker's store takes no more (layer_store.go, maxLayerDepth). */
const LAYERS_LIMIT = 125;

function judgeLayerCount({ image }: RebaseSubject, { view }: StackedImage): readonly RebaseNote[] {
  const count = view.layers.length;
  if (count <= LAYERS_LIMIT || image.contents.layers.length > LAYERS_LIMIT) return [];
  const message = `the image would have ${count} layers, and Docker takes no more than ${LAYERS_LIMIT}`;
  return [{ kind: 'too-many-layers', level: 'conflict', path: null, message }];
}

/** What engines read in different ways is a conflict where the application's layers do so on the new base only. */
function judgeAmbiguities(
  { image, baseLayerCount }: RebaseSubject,
  stacked: StackedImage,
): readonly RebaseNote[] {
  const keyOf = (layer: number, entry: number, kind: string): string => `${layer} ${entry} ${kind}`;
  const known = new Set(
    image.contents.view.ambiguities.map(({ layer, entry, kind }) =>
      keyOf(layer - baseLayerCount, entry, kind),
    ),
  );
  return stacked.view.ambiguities.flatMap(({ layer, entry, kind }): readonly RebaseNote[] => {
    const own = layer - stacked.baseLayerCount;
    if (own < 0 || known.has(keyOf(own, entry, kind))) return [];
    const path = pathText(stacked.view.layers[layer]!, entry);
    const message = `engines would read the image's layer in different ways on the new base: ${kind}`;
    return [{ kind: 'ambiguous-layer', level: 'conflict', path, message }];
  });
}

async function addLoaderCache(
  stacked: StackedImage,
  views: RebaseViews,
  files: MergedFile[],
  notes: RebaseNote[],
  signal: AbortSignal,
): Promise<void> {
  const content = await buildLoaderCache(stacked, signal);
  if (content === undefined) {
    const message =
      'the cache of shared libraries would be the old one, and cannot be written for this machine';
    notes.push({ kind: 'loader-cache', level: 'conflict', path: LOADER_CACHE, message });
    return;
  }
  const message = 'the cache of shared libraries was written anew';
  notes.push({ kind: 'loader-cache', level: 'checked', path: LOADER_CACHE, message });
  const mtimeSeconds = Math.floor(
    Math.max(0, ...views.image.layers.map(newestTime), ...views.new.layers.map(newestTime)),
  );
  const attributes = { mode: 0o644, uid: 0, gid: 0, mtimeSeconds, xattrs: new Uint8Array() };
  files.push({ path: LOADER_CACHE, content, attributes });
}

function newestTime({
  mtimes,
  entryCount,
}: {
  readonly mtimes: Float64Array;
  readonly entryCount: number;
}): number {
  let newest = 0;
  for (let i = 0; i < entryCount; i++) if (mtimes[i]! > newest) newest = mtimes[i]!;
  return newest;
}

async function makeMergeLayer(
  stacked: StackedImage,
  views: RebaseViews,
  files: readonly MergedFile[],
  folders: readonly PathChange[],
  signal: AbortSignal,
): Promise<{ readonly tar: Buffer; readonly layer: LayerContents } | undefined> {
  const plan = planMergeLayer(stacked, views, files, folders);
  if (plan === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  const nothing = { open: () => Readable.from([]), name: () => 'the merge layer' };
  for await (const piece of writeLayer(plan, nothing, signal)) pieces.push(Buffer.from(piece));
  const tar = Buffer.concat(pieces);
  const scan = await scanStream(Readable.from([tar]), {});
  const layer: LayerContents = {
    index: stacked.view.layers.length,
    diffId: scan.facts.diffId,
    descriptor: null,
    facts: scan.facts,
    compression: scan.compression,
    storedBytes: scan.storedBytes,
    shipped: scan.shipped,
    isFromCache: false,
  };
  return { tar, layer };
}

function byWeight(a: RebaseNote, b: RebaseNote): number {
  const weight = ({ level }: RebaseNote): number => (level === 'conflict' ? 0 : 1);
  const [x, y] = [a.path ?? '', b.path ?? ''];
  return weight(a) - weight(b) || (x < y ? -1 : x > y ? 1 : 0);
}
