// Layers made to cost time or memory: each must be merged about as fast as any of its size, or be refused.
import { expect, test } from 'vitest';
import { describeAmbiguities } from '../../../src/contents/view/describe-ambiguities.ts';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import type { SquashedView } from '../../../src/contents/view/squashed-view.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { dir, file, layer, opaque, scanLayers, symlink, whiteout } from '../../support/layers.ts';

/** Far more than any of these takes, far less than any would take if it were quadratic. */
const TIME_LIMIT_MS = 300_000;
const MANY = 100_000;

async function squash(...stack: readonly (readonly TarItem[])[]): Promise<SquashedView> {
  return squashLayers(await scanLayers(stack.map(layer)));
}

function files(folder: string, count: number): TarItem[] {
  return Array.from({ length: count }, (_, i) => file(`${folder}/${i}`));
}

test('an opaque marker a hundred thousand times in a folder of a hundred thousand files', {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const marker = opaque('d');
  const view = await squash([dir('d'), ...files('d', MANY), ...Array.from({ length: MANY }, () => marker)]);
  expect(describeAmbiguities(view)[0]?.refusedByOverlay).toBe(true);
});

test('opaque markers in each of a thousand nested folders, from the inside out and from the outside in', {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const folders = Array.from({ length: 1000 }, (_, depth) => 'd/'.repeat(depth + 1).slice(0, -1));
  const own = files(folders.at(-1) as string, 20_000);
  for (const order of [folders, folders.toReversed()])
    await squash([...own, ...order.map((folder) => opaque(folder))]);
});

test('a folder of a hundred thousand files deleted and made again in five hundred layers', {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const again = Array.from({ length: 500 }, () => [whiteout('d'), dir('d'), file('d/x')]);
  const view = await squash([dir('d'), ...files('d', MANY)], ...again);
  expect(view.tree.kinds.slice(0, view.tree.nodeCount).filter((kind) => kind === 0)).toHaveLength(1);
});

test('a maze of symlinks that each entry must go through', { timeout: TIME_LIMIT_MS }, async () => {
  const long = './'.repeat(1500);
  const links = Array.from({ length: 39 }, (_, i) => symlink(`l${i}`, `${long}l${i + 1}`));
  const entries = Array.from({ length: 5000 }, (_, i) => file(`l0/${i % 2 === 0 ? 'a' : 'b'}/${i}`));
  await expect(squash([...links, dir('l39'), ...entries])).rejects.toMatchObject({ code: 'LAYER_LIMIT' });
});

test('folders without end that paths imply', { timeout: TIME_LIMIT_MS }, async () => {
  const entries = Array.from({ length: 700 }, (_, i) => file(`${i}/${'a/'.repeat(1900)}x`));
  await expect(squash(entries)).rejects.toMatchObject({ code: 'LAYER_LIMIT' });
});

test('folders without end that a symlink to nothing implies', { timeout: TIME_LIMIT_MS }, async () => {
  const links = Array.from({ length: 700 }, (_, i) => symlink(`l${i}`, `${i}/${'a/'.repeat(1900)}`));
  const entries = links.map(({ path }) => file(`${String(path)}/x`));
  await expect(squash(links, entries)).rejects.toMatchObject({ code: 'LAYER_LIMIT' });
});

test('a hundred thousand devices that overlayfs takes for whiteouts', {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const items = Array.from({ length: MANY }, (_, i): TarItem => ({ kind: 'character', path: `${i}` }));
  const view = await squash(items);
  expect(describeAmbiguities(view)[0]?.differenceCount).toBe(MANY);
});
