// Makes one image for one platform: rebased where that is proven, else rebuilt; and where the rebuilt one has the content of the
// one before, that one stays (early cut-off). Being killed anywhere and doing it again is harmless.
import { PlimsollError } from '../../../errors.ts';
import type { Digest } from '../../../oci/bytes/digest.ts';
import type { OpenedImage } from '../../../oci/image/image.ts';
import { formatRegistryReference, parseRegistryReference } from '../../../oci/image/reference.ts';
import { openRegistryDestination } from '../../../oci/registry/registry-destination.ts';
import type { DurableStep, Json, StepContext, StepPerformer } from '../../durable/durable-store.ts';
import type { ImageBuild } from '../graph/update-graph.ts';
import type { MadeHow, MadeImage } from '../running/made-image.ts';
import { type ContentComparison, compareContent } from './content/compare-content.ts';
import { type CountedDestination, countSent } from './counted-destination.ts';
import { type MakeInput, readMakeInput } from './make-input.ts';
import type { Maker } from './maker.ts';
import { type RecordedPackages, recordPackages } from './packages/record-packages.ts';
import { pushImage } from './push-image.ts';
import { openSide, readSide } from './read-side.ts';
import { type Rebuilt, rebuildImage } from './rebuild-image.ts';
import { rideOut } from './ride-out.ts';
import { tryRebase } from './try-rebase.ts';

/** The kind of the steps that `makeImage` does. */
export const MAKE_IMAGE = 'make-image';

/** Does such steps with these means. */
export function createImageMaker(means: Maker): StepPerformer {
  const maker: Maker = { ...means, silentMirrors: new Set() };
  return async (step: DurableStep, { signal }: StepContext): Promise<Json> => {
    const input = readMakeInput(step.input);
    const made = await rideOut(() => makeImage(input, maker, signal), signal, {
      onWait: ({ message }, pauseMs) =>
        maker.onNotice?.(`${input.id}: ${message}; tried again in ${pauseMs / 1000} s`),
    });
    return JSON.parse(JSON.stringify(made)) as Json;
  };
}

/** What became of it, before the clock is asked. */
interface Outcome {
  readonly digest: Digest;
  readonly how: MadeHow;
  readonly setAside?: readonly string[];
  readonly notes: readonly string[];
  readonly packages?: RecordedPackages;
}

/** Makes it; throws BUILD_FAILED and what registries and engines throw. */
export async function makeImage(input: MakeInput, maker: Maker, signal: AbortSignal): Promise<MadeImage> {
  const start = performance.now();
  const staging = parseRegistryReference(input.staging);
  const opened = await openRegistryDestination(staging, {
    insecure: maker.insecure,
    signal,
    ...(maker.onNotice === undefined ? {} : { onNotice: maker.onNotice }),
  });
  const counted = countSent(opened);
  try {
    const { digest, how, setAside, notes, packages } = await make(input, maker, counted, signal);
    const { host, repository } = staging;
    const reference =
      how === 'cut-off' ? input.previous!.reference : formatRegistryReference({ host, repository, digest });
    return {
      digest,
      reference,
      how,
      ...(setAside === undefined ? {} : { setAside }),
      ...(notes.length === 0 ? {} : { notes }),
      ...(packages === undefined ? {} : { packages }),
      seconds: Math.round(performance.now() - start) / 1000,
      pushedBytes: counted.sentBytes(),
      at: new Date().toISOString(),
    };
  } finally {
    await opened.close();
  }
}

async function make(
  input: MakeInput,
  maker: Maker,
  counted: CountedDestination,
  signal: AbortSignal,
): Promise<Outcome> {
  const notes: string[] = [];
  const { previous, build, bases } = input;
  if (input.action === 'rebase') {
    const newBase = bases.find(({ isFinal }) => isFinal === true);
    if (previous?.base === undefined || newBase === undefined)
      notes.push('not rebased: its base before is not known');
    else {
      const change = { previous: { ...previous, base: previous.base }, newBase };
      maker.onProgress?.(input.id, 'comparing the bases');
      const attempt = await tryRebase(change, input, maker, counted.destination, signal);
      if (attempt.kind === 'rebased')
        return {
          ...{ digest: attempt.digest, how: 'rebased', notes: [attempt.note] },
          ...(attempt.setAside.length === 0 ? {} : { setAside: attempt.setAside }),
        };
      notes.push(`not rebased: ${attempt.why}`);
    }
  }
  if (build === undefined)
    throw new PlimsollError('BUILD_FAILED', notes[0] ?? 'no Dockerfile is known for it', {
      subject: input.id,
      hint: 'Map its Dockerfile to its name in plimsoll.yaml.',
    });
  const startedMs = Date.now();
  return rebuildImage({ ...input, build }, maker, signal, async (rebuilt) => {
    // Right after the build: mirrors go on.
    const packages = await recordOf(rebuilt, startedMs, input, maker, signal);
    return { ...(await settle({ ...input, build }, maker, counted, rebuilt, notes, signal)), packages };
  });
}

/** The package indexes of what was built; none where its own layers cannot be told from those of its base. */
async function recordOf(
  { built, finalBase }: Rebuilt,
  startedMs: number,
  { platform, mirrors = [] }: MakeInput,
  maker: Maker,
  signal: AbortSignal,
): Promise<RecordedPackages> {
  const baseLayerCount =
    finalBase === undefined ? 0 : await countLayersOf(finalBase.pull, platform, maker, signal);
  if (baseLayerCount === undefined) return {};
  return recordPackages(built, {
    ...{ platform, baseLayerCount, startedMs, mirrors, signal },
    silent: maker.silentMirrors ?? new Set(),
    onUnreadable: (url, why) => maker.onNotice?.(`${url}: the lock will not have it: ${why}`),
  });
}

async function countLayersOf(
  pull: string,
  platform: string,
  maker: Maker,
  signal: AbortSignal,
): Promise<number | undefined> {
  const base = await openIfThere(() => openSide(`docker://${pull}`, platform, maker, signal));
  await base?.close();
  return base?.layers.length;
}

/** Cuts off, or pushes. */
async function settle(
  input: MakeInput & { readonly build: ImageBuild },
  maker: Maker,
  { destination }: CountedDestination,
  { built, finalBase }: Rebuilt,
  notes: readonly string[],
  signal: AbortSignal,
): Promise<Outcome> {
  const { previous, platform } = input;
  const lenders: OpenedImage[] = [];
  const open = async (reference: string): Promise<OpenedImage> => {
    const image = await openSide(`docker://${reference}`, platform, maker, signal);
    lenders.push(image);
    return image;
  };
  try {
    let comparison: ContentComparison | undefined;
    if (previous !== undefined) {
      const before = await openIfThere(() => open(previous.reference));
      if (before !== undefined) {
        maker.onProgress?.(input.id, 'comparing with the image before');
        comparison = await compareContent(await readSide(before, maker, signal), built, signal);
      }
      if (comparison?.isSame === true)
        return { digest: previous.digest, how: 'cut-off', setAside: comparison.setAside, notes };
    }
    for (const pull of new Set(input.bases.map((base) => base.pull))) await openIfThere(() => open(pull));
    const { gzip } = maker;
    maker.onProgress?.(input.id, 'pushing');
    const digest = await pushImage({ built, lenders, finalBase, destination, gzip, signal });
    return { digest, how: 'rebuilt', notes: [...notes, ...tellDifference(comparison)] };
  } finally {
    for (const image of lenders) await image.close();
  }
}

/** What a registry has lost is no reason to fail: there is nothing to compare with, or to lend. */
async function openIfThere(open: () => Promise<OpenedImage>): Promise<OpenedImage | undefined> {
  try {
    return await open();
  } catch (error) {
    if (
      error instanceof PlimsollError &&
      (error.code === 'IMAGE_NOT_FOUND' || error.code === 'PLATFORM_NOT_FOUND')
    )
      return undefined;
    throw error;
  }
}

function tellDifference(comparison: ContentComparison | undefined): readonly string[] {
  if (comparison === undefined) return [];
  const { differences, differenceCount } = comparison;
  const more =
    differenceCount > differences.length ? [`and ${differenceCount - differences.length} more`] : [];
  return [`differs from the one before: ${[...differences, ...more].join(', ')}`];
}
