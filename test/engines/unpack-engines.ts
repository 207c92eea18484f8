// The engines that unpack onto what lower layers left: umoci, and containers/storage with vfs by way of buildah.
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import type { Listing } from '../contents/view/shown.ts';
import { layer, makeLayout } from '../support/layers.ts';
import { type Outcome, runProgram } from './run-program.ts';
import { readTrees } from './unpacked-trees.ts';

/** What an engine made of one stack: a listing, or its words of refusal. */
export type Unpacked = { readonly listing: Listing } | { readonly refusal: string };

/** What both engines made of one stack. */
export interface BothUnpacked {
  readonly umoci: Unpacked;
  readonly buildah: Unpacked;
}

/** Unpacks a batch of stacks (some 30) with both engines, in folders that are gone afterwards. */
export async function unpackStacks(
  stacks: readonly (readonly (readonly TarItem[])[])[],
): Promise<BothUnpacked[]> {
  // buildah makes a name of the path and takes no capital letters in it.
  const work = join(tmpdir(), `plimsoll-engines-${randomBytes(6).toString('hex')}`);
  await mkdir(work);
  try {
    const layouts: string[] = [];
    for (const [i, stack] of stacks.entries()) {
      const layout = join(work, `layout-${i}`);
      const tars = stack.map((items) => ({ tar: layer(items), compression: 'plain' as const }));
      await makeLayout(layout, tars, { refName: 'it' });
      layouts.push(layout);
    }
    return await unpackLayouts(layouts, work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Unpacks layouts whose image is called `it` with both engines, side by side, into a folder that the caller removes. */
export async function unpackLayouts(layouts: readonly string[], work: string): Promise<BothUnpacked[]> {
  const [umoci, buildah] = await Promise.all([
    unpackWithUmoci(layouts, work).then(readResults),
    unpackWithBuildah(layouts, work, 'vfs').then(readResults),
  ]);
  return umoci.map((fromUmoci, i) => ({ umoci: fromUmoci, buildah: buildah[i] as Unpacked }));
}

/** The same with containers/storage's overlay driver alone. */
export async function stackLayouts(layouts: readonly string[], work: string): Promise<Unpacked[]> {
  const stacked = await readResults(await unpackWithBuildah(layouts, work, 'overlay'));
  await releaseOverlays(work);
  return stacked;
}

async function readResults(results: readonly Result[]): Promise<Unpacked[]> {
  const listings = await readTrees(results.flatMap((result) => ('root' in result ? [result.root] : [])));
  return results.map((result) => ('root' in result ? { listing: listings.shift() as Listing } : result));
}

type Result = { readonly root: string } | { readonly refusal: string };

async function unpackWithUmoci(layouts: readonly string[], work: string): Promise<Result[]> {
  const results: Result[] = [];
  for (const [i, layout] of layouts.entries()) {
    const bundle = join(work, `umoci-${i}`);
    const { isDone, complaint } = await runProgram('umoci', ['unpack', '--image', `${layout}:it`, bundle]);
    results.push(isDone ? { root: join(bundle, 'rootfs') } : { refusal: complaint.trim() });
  }
  return results;
}

/** Mounts that stay would keep the folder from being removed. */
async function releaseOverlays(work: string): Promise<void> {
  await runProgram('buildah', [...storeOf(work, 'overlay'), 'umount', '--all']);
  await runProgram('umount', [join(work, 'storage-overlay', 'overlay')]);
}

function storeOf(work: string, driver: 'vfs' | 'overlay'): readonly string[] {
  const [root, run] = [join(work, `storage-${driver}`), join(work, `run-${driver}`)];
  return ['--root', root, '--runroot', run, '--storage-driver', driver];
}

async function unpackWithBuildah(
  layouts: readonly string[],
  work: string,
  driver: 'vfs' | 'overlay',
): Promise<Result[]> {
  const store = storeOf(work, driver);
  const made: Outcome[] = [];
  for (const layout of layouts)
    made.push(await runProgram('buildah', [...store, 'from', '--quiet', `oci:${layout}:it`]));
  const names = made.filter(({ isDone }) => isDone).map(({ output }) => output.trim());
  if (names.length === 0) return made.map(({ complaint }) => ({ refusal: complaint.trim() }));
  const mounted = await runProgram('buildah', [...store, 'mount', ...names]);
  // One line each, `ID FOLDER` where there are several.
  const roots = mounted.output
    .trim()
    .split('\n')
    .map((line) => line.split(' ').at(-1) as string);
  if (!mounted.isDone || roots.length !== names.length)
    throw new Error(`buildah mount: ${mounted.complaint}`);
  return made.map(({ isDone, complaint }) =>
    isDone ? { root: roots.shift() as string } : { refusal: complaint.trim() },
  );
}
