// Stacks of layers squashed by the program itself, whole and above each number of layers that it lets stay.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { squashLayers } from '../../src/contents/view/squash-layers.ts';
import type { Digest } from '../../src/oci/bytes/digest.ts';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { listView } from '../contents/view/list-view.ts';
import { applyLayers } from '../contents/view/reference-model.ts';
import type { Listing } from '../contents/view/shown.ts';
import { layer, makeLayout, scanLayers } from '../support/layers.ts';
import { readLayerTars, runSquash } from '../support/run-squash.ts';

/** One squashed image. */
export interface Squashed {
  readonly layout: string;
  readonly keptCount: number;
  /** What the input showed. */
  readonly shows: Listing;
  readonly tars: readonly Uint8Array[];
}

/** What became of a stack. */
export interface SquashedStack {
  readonly squashed: readonly Squashed[];
  /** What was refused, and in which words. */
  readonly refusals: readonly string[];
}

/** Squashes one stack, in as many ways as it has layers or fewer, into layouts below `work`, each with an image called `it`. */
export async function squashStack(
  stack: readonly (readonly TarItem[])[],
  work: string,
  mostWays = stack.length,
): Promise<SquashedStack> {
  const tars = stack.map(layer);
  const shows = listView(squashLayers(await scanLayers(tars)));
  await mkdir(work, { recursive: true });
  const input = join(work, 'in');
  await makeLayout(
    input,
    tars.map((tar) => ({ tar, compression: 'plain' as const })),
    { refName: 'it' },
  );
  const squashed: Squashed[] = [];
  const refusals: string[] = [];
  for (let keptCount = 0; keptCount < Math.min(mostWays, stack.length); keptCount++) {
    const layout = join(work, `out-${keptCount}`);
    const above = keptCount === 0 ? [] : ['--above', String(keptCount - 1)];
    const { exitCode, report, complaint } = await runSquash([
      `oci:${input}:it`,
      '-o',
      `oci:${layout}:it`,
      ...above,
    ]);
    if (exitCode !== 0) {
      if (exitCode !== 2) throw new Error(`exit code ${exitCode}: ${complaint}`);
      refusals.push(complaint);
      continue;
    }
    const manifest = report!.images[0]!.certificate.result.manifest as Digest;
    const kept = stack.slice(0, keptCount);
    squashed.push({
      layout,
      keptCount,
      shows: withUnknownTimes(shows, kept, stack),
      tars: readLayerTars(layout, manifest),
    });
  }
  return { squashed, refusals };
}

/**
 * Of some folders of kept layers engines set the time of the moment (docs/decisions/layer-semantics.md), in the input as in what
 * is made of it: where a mark that comes after the folder's entry takes something out of it.
 */
function withUnknownTimes(
  shows: Listing,
  kept: readonly (readonly TarItem[])[],
  stack: readonly (readonly TarItem[])[],
): Listing {
  const [before, after] = [kept, stack].map((layers) => applyLayers(layers).shown);
  const isUnknown = (path: string): boolean =>
    before!.get(path)?.isMtimeKnown === false && after!.get(path)?.isMtimeKnown === false;
  return new Map(
    [...shows].map(([path, shown]) => [path, isUnknown(path) ? { ...shown, isMtimeKnown: false } : shown]),
  );
}
