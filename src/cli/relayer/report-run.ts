// What is told of a run, from the plan and from what was written.

import { VISIBLE } from '../../contents/view/squashed-view.ts';
import type { Digest } from '../../oci/bytes/digest.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import type {
  RelayeredImageReport,
  RelayeredLayerReport,
  RelayerReport,
  RelayerResult,
} from '../../report/relayer-report.ts';
import type { GatheredFleet } from '../../rewrite/relayer/components/gather-fleet.ts';
import { describeLayer } from '../../rewrite/relayer/describe-layer.ts';
import { type FleetFigures, measureFleet } from '../../rewrite/relayer/measure-fleet.ts';
import type { FleetMember, RelayeredMember } from '../../rewrite/relayer/relayer-fleet.ts';
import type { RelayerPlan } from '../../rewrite/relayer/relayer-plan.ts';
import type { RelayerFlags } from '../rewrite/rewrite-flags.ts';

/** A run up to its plan. */
export interface PlannedRun {
  readonly flags: RelayerFlags;
  readonly members: readonly FleetMember[];
  readonly fleet: GatheredFleet;
  readonly plan: RelayerPlan;
}

/** One member that was written. */
export interface WrittenMember extends RelayeredMember {
  readonly reference: string;
  readonly leftOut: readonly string[];
  readonly comments: readonly string[];
}

/** All that was. */
export interface WrittenFleet {
  /** By the members' numbers. */
  readonly members: readonly WrittenMember[];
  readonly writtenCount: number;
}

/** The report; `written` where anything was. */
export function reportRun(run: PlannedRun, written: WrittenFleet | undefined): RelayerReport {
  const { flags, members, fleet, plan } = run;
  const figures = measureFleet(
    members.map(({ contents }) => contents),
    fleet,
    plan,
  );
  const layers = written === undefined ? listPlanned(run) : listWritten(written);
  return {
    output: written === undefined ? null : flags.output,
    plan: {
      layers: flags.layers,
      order: flags.order,
      basis: plan.basis,
      replanGain: plan.replanGain ?? null,
      objective: plan.objective,
      bound: plan.bound,
    },
    figures,
    result: written === undefined ? null : sumResult(written, layers),
    layers,
    images: members.map((member, i) => reportImage(member, run, i, figures, written)),
  };
}

function listPlanned({ fleet, plan }: PlannedRun): readonly RelayeredLayerReport[] {
  return plan.layers
    .map((layer) => ({
      diffId: null,
      contents: describeLayer(fleet.table, fleet.cut, layer.components),
      imageCount: layer.images.length,
      shippedBytes: Math.round(layer.weight),
      tarBytes: layer.tarBytes,
    }))
    .sort(bySharing);
}

function listWritten({ members }: WrittenFleet): readonly RelayeredLayerReport[] {
  const layers = new Map<Digest, RelayeredLayerReport>();
  for (const { rewritten, facts, comments } of members)
    for (const [i, { diffId, descriptor }] of rewritten.layers.entries()) {
      const imageCount = (layers.get(diffId)?.imageCount ?? 0) + 1;
      const { tarBytes } = facts[i]!;
      const contents = comments[i]!;
      layers.set(diffId, { diffId, contents, imageCount, shippedBytes: descriptor.sizeBytes, tarBytes });
    }
  return [...layers.values()].sort(bySharing);
}

function bySharing(a: RelayeredLayerReport, b: RelayeredLayerReport): number {
  return b.imageCount - a.imageCount || b.shippedBytes - a.shippedBytes;
}

function sumResult(
  { members, writtenCount }: WrittenFleet,
  layers: readonly RelayeredLayerReport[],
): RelayerResult {
  const contents = new Map(members.flatMap(({ facts }) => facts.map((one) => [one.diffId, one.entryBytes])));
  const sum = (numbers: Iterable<number>): number =>
    [...numbers].reduce((total, number) => total + number, 0);
  return {
    layerCount: layers.length,
    writtenCount,
    blobBytes: members.every(isPacked) ? sum(layers.map(({ shippedBytes }) => shippedBytes)) : null,
    tarBytes: sum(layers.map(({ tarBytes }) => tarBytes)),
    contentBytes: sum(contents.values()),
  };
}

function isPacked({ rewritten }: WrittenMember): boolean {
  return rewritten.layers.every(({ descriptor: { mediaType } }) => /[.+](?:gzip|zstd)$/.test(mediaType));
}

function reportImage(
  { image, contents }: FleetMember,
  { plan, fleet }: PlannedRun,
  number: number,
  { before }: FleetFigures,
  written: WrittenFleet | undefined,
): RelayeredImageReport {
  const own = written?.members[number];
  const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, one) => total + one, 0);
  const after =
    own === undefined ? undefined : sum(own.rewritten.layers.map((one) => one.descriptor.sizeBytes));
  const isPlain = before.blobBytes === null || own === undefined || !isPacked(own);
  return {
    source: image.reference,
    platform: formatPlatform(image.config.platform),
    reference: own?.reference ?? null,
    layerCount: {
      before: contents.layers.length,
      after:
        own?.rewritten.layers.length ??
        plan.imageLayers[number]!.length + (fleet.cut.remainders[number]!.length > 0 ? 2 : 1),
    },
    pullBytes:
      isPlain || after === undefined
        ? null
        : { before: sum(contents.layers.map(({ storedBytes }) => storedBytes)), after },
    ownBytes: own === undefined || !isPacked(own) ? null : sum(listOwn(own, written!)),
    hiddenBytes: sumHidden(contents),
    certificate: own?.certificate ?? null,
    dropped: own?.rewritten.dropped ?? [],
    leftOut: own?.leftOut ?? [],
  };
}

function listOwn(own: WrittenMember, { members }: WrittenFleet): readonly number[] {
  const others = new Set(
    members
      .filter((member) => member !== own)
      .flatMap(({ rewritten }) => rewritten.layers.map(({ diffId }) => diffId)),
  );
  return own.rewritten.layers
    .filter(({ diffId }) => !others.has(diffId))
    .map(({ descriptor }) => descriptor.sizeBytes);
}

function sumHidden({ view }: FleetMember['contents']): number {
  let sum = 0;
  for (const [layer, facts] of view.layers.entries())
    for (let i = 0; i < facts.entryCount; i++)
      if (view.hiddenBy[view.entryBases[layer]! + i] !== VISIBLE) sum += facts.sizes[i]!;
  return sum;
}
