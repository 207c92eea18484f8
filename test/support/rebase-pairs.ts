// Pairs for rebasing, made in code: an old base, an application on it, a new base.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readImage } from '../../src/contents/read-image.ts';
import { openImage } from '../../src/oci/open-image.ts';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { planRebase, type RebasePlan } from '../../src/rewrite/rebase/plan-rebase.ts';
import type { RebaseSide } from '../../src/rewrite/rebase/rebase-side.ts';
import { layer, makeLayout } from './layers.ts';

/** One of the three images by its layers and what it runs with. */
export interface PairImage {
  readonly layers: readonly (readonly TarItem[])[];
  readonly run?: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A pair: `app.layers` come on those of `old`. */
export interface RebasePair {
  readonly old: PairImage;
  readonly app: PairImage;
  readonly new: PairImage;
}

/** Writes the three images below `folder` as layouts called `old`, `image` and `new`, and plans the rebase. */
export async function planPair(folder: string, pair: RebasePair): Promise<RebasePlan> {
  const { old, image, newBase } = await openPair(folder, pair);
  const plan = await planRebase(
    { image, newBase, baseLayerCount: pair.old.layers.length },
    old.contents.storedConfig,
  );
  for (const { opened } of [old, image, newBase]) await opened.close();
  return plan;
}

/** Writes the three images and opens them; whoever asks closes them. */
export async function openPair(
  folder: string,
  pair: RebasePair,
): Promise<{ readonly old: RebaseSide; readonly image: RebaseSide; readonly newBase: RebaseSide }> {
  mkdirSync(folder, { recursive: true });
  const app = { ...pair.app, layers: [...pair.old.layers, ...pair.app.layers] };
  return {
    old: await open(join(folder, 'old'), pair.old),
    image: await open(join(folder, 'image'), app),
    newBase: await open(join(folder, 'new'), pair.new),
  };
}

async function open(folder: string, { layers, run, config }: PairImage): Promise<RebaseSide> {
  const tars = layers.map((items) => layer(items));
  await makeLayout(folder, tars, {
    ...(run === undefined ? {} : { run }),
    ...(config === undefined ? {} : { config }),
  });
  const opened = await openImage(`oci:${folder}`, {});
  return { opened, contents: await readImage(opened, { workers: 0 }) };
}
