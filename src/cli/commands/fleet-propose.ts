// `plimsoll fleet propose SOURCE...`: a better hierarchy of platform images, chosen by cost.
import { DEFAULT_COST_MODEL } from '../../fleet/hierarchy/propose/platform-problem.ts';
import { proposeFleet } from '../../fleet/hierarchy/propose/propose-fleet.ts';
import { formatFleetProposeDot } from '../../report/fleet-propose-dot.ts';
import { formatFleetProposeJson } from '../../report/fleet-propose-json.ts';
import { formatFleetProposeText } from '../../report/fleet-propose-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { FleetProposeFlags } from '../fleet/fleet-flags.ts';
import { openFleet } from '../fleet/open-fleet.ts';
import { type FleetParts, readParts } from '../fleet/read-parts.ts';
import { readSettings } from '../settings/read-settings.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import { chooseProfile } from '../verdict/choose-profile.ts';

const NOTHING_READ: Omit<FleetParts, 'snapshot'> = { parts: new Map(), contents: new Map(), failures: 0 };

/** Proposes and resolves to the exit code. */
export async function runFleetPropose(
  sources: readonly string[],
  flags: FleetProposeFlags,
  io: CliIo,
): Promise<number> {
  const settings = await readSettings(flags.config, async () =>
    (await import('../../checks/rules.ts')).RULES.map(({ id }) => id),
  );
  const fleet = await openFleet(sources, flags, io);
  const { snapshot, parts, failures } =
    flags.layersOnly === true ? { ...NOTHING_READ, ...fleet } : await readParts(fleet, flags, io);
  const proposal = proposeFleet(snapshot, {
    parts,
    isProduction: (image) => {
      const { name, reference } = snapshot.images[image]!;
      const labels = parts.get(image)?.labels ?? {};
      return (
        chooseProfile(flags.profile, settings.profiles, { name, reference: reference ?? name, labels }) ===
        'production'
      );
    },
    model: {
      nodes: flags.nodes ?? DEFAULT_COST_MODEL.nodes,
      imagesPerNode: flags.imagesPerNode ?? DEFAULT_COST_MODEL.imagesPerNode,
      weeks: flags.weeks ?? DEFAULT_COST_MODEL.weeks,
      extraWeight: flags.extraWeight ?? DEFAULT_COST_MODEL.extraWeight,
      platformBytes: flags.platformCost ?? DEFAULT_COST_MODEL.platformBytes,
      platformLimit: flags.platforms ?? DEFAULT_COST_MODEL.platformLimit,
    },
  });
  const report = { snapshot, proposal };
  const write = { json: formatFleetProposeJson, dot: formatFleetProposeDot };
  await writePieces(
    io.stdout,
    flags.format === 'text'
      ? [formatFleetProposeText(report, chooseLayout(flags, io))]
      : write[flags.format](report),
  );
  return failures > 0 ? EXIT_CODE.couldNotRun : EXIT_CODE.clean;
}
