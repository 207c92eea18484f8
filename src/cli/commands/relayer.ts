// `plimsoll relayer IMAGE... -o DEST`: images in layers cut by content and package, so that they share what is equal.
import { FactsCache } from '../../contents/cache/facts-cache.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import { formatRelayerJson } from '../../report/relayer-json.ts';
import type { RelayerReport } from '../../report/relayer-report.ts';
import { formatRelayerText } from '../../report/relayer-text.ts';
import { gatherFleet } from '../../rewrite/relayer/components/gather-fleet.ts';
import { planRelayer } from '../../rewrite/relayer/planning/plan-relayer.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { chooseTargets } from '../relayer/choose-targets.ts';
import { readClampTime } from '../relayer/clamp-time.ts';
import { type LayoutFile, readLayoutFile, writeLayoutFile } from '../relayer/layout-file.ts';
import { type ImageName, nameImage, nameLastingly } from '../relayer/name-image.ts';
import { type OpenFleet, openFleet } from '../relayer/open-fleet.ts';
import { type PlannedRun, reportRun } from '../relayer/report-run.ts';
import { writeFleet } from '../relayer/write-fleet.ts';
import { readBilledFleet, tellBill } from '../rewrite/fleet-bill.ts';
import type { RelayerFlags } from '../rewrite/rewrite-flags.ts';
import { writeCertificates } from '../rewrite/write-certificates.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { writePieces } from '../terminal/write-pieces.ts';

/** Relayers the images and resolves to the exit code. */
export async function runRelayer(names: readonly string[], flags: RelayerFlags, io: CliIo): Promise<number> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const cache = flags.cache
    ? new FactsCache(flags.cacheDir === undefined ? {} : { folder: flags.cacheDir })
    : undefined;
  const clampAtSeconds = readClampTime(flags.clampMtime, io.env['SOURCE_DATE_EPOCH']);
  const previous = flags.layout === undefined ? undefined : await readLayoutFile(flags.layout);
  const makeBill = await readBilledFleet(flags, io);
  try {
    const fleet = await openFleet(names, { flags, io, cache, status });
    try {
      const imageNames = await Promise.all(fleet.named.map(({ opened }) => nameImage(opened)));
      const targets = await chooseTargets(flags.output, imageNames);
      status.showStep('planning layers');
      const lasting = nameMembers(fleet, imageNames);
      const run = planRun(fleet, lasting, flags, previous, clampAtSeconds);
      const known = new Set(Object.keys(previous?.layout.images ?? {}));
      const written =
        flags.dryRun === true
          ? undefined
          : await writeFleet({
              run,
              named: fleet.named,
              targets,
              clampAtSeconds,
              knownBlobs: previous?.blobs ?? new Map(),
              isKnown: (one) => one.members.some((member) => known.has(lasting[member]!)),
              io,
              status,
            });
      if (written !== undefined) await keep(written, run, flags);
      const bill = tellBill(
        makeBill,
        written === undefined ? null : flags.output,
        written?.members ?? [],
        flags,
        io,
      );
      await print({ ...reportRun(run, written), ...bill }, flags, io);
    } finally {
      await fleet.close();
    }
  } finally {
    status.clear();
  }
  return EXIT_CODE.clean;
}

/** What the members are called from one run to the next. */
function nameMembers({ named, members }: OpenFleet, names: readonly ImageName[]): readonly string[] {
  const lasting = nameLastingly(names);
  const memberNames: string[] = [];
  for (const [i, one] of named.entries())
    for (const member of one.members) {
      const platform = one.isIndex ? ` ${formatPlatform(members[member]!.image.config.platform)}` : '';
      memberNames[member] = `${lasting[i]}${platform}`;
    }
  return memberNames;
}

function planRun(
  { members }: OpenFleet,
  imageNames: readonly string[],
  flags: RelayerFlags,
  previous: LayoutFile | undefined,
  clampAtSeconds: number | undefined,
): PlannedRun {
  const fleet = gatherFleet(
    members.map(({ contents }) => contents),
    clampAtSeconds,
  );
  const plan = planRelayer(
    { images: members.length, imageNames, components: fleet.cut.components },
    {
      layers: flags.layers,
      order: flags.order,
      ...(previous === undefined ? {} : { previous: previous.layout }),
    },
  );
  return { flags, members, fleet, plan };
}

async function keep(
  written: Awaited<ReturnType<typeof writeFleet>>,
  { plan }: PlannedRun,
  { layout, certificate }: RelayerFlags,
): Promise<void> {
  if (layout !== undefined) await writeLayoutFile(layout, { layout: plan.layout, blobs: written.blobs });
  if (certificate !== undefined)
    await writeCertificates(
      certificate,
      written.members.map((member) => member.certificate),
    );
}

async function print(report: RelayerReport, flags: RelayerFlags, io: CliIo): Promise<void> {
  await writePieces(
    io.stdout,
    flags.format === 'json'
      ? formatRelayerJson(report)
      : [formatRelayerText(report, chooseLayout(flags, io))],
  );
}
