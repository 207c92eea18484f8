// `plimsoll fleet what-if SOURCE...`: what changes to a fleet would cost or save, before anything is done.
import { PlimsollError } from '../../errors.ts';
import type { FleetChange } from '../../fleet/storage/what-if/fleet-change.ts';
import { measureWhatIf } from '../../fleet/storage/what-if/measure-what-if.ts';
import { formatWhatIfJson } from '../../report/fleet-what-if-json.ts';
import { formatWhatIfText } from '../../report/fleet-what-if-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { FleetWhatIfFlags } from '../fleet/fleet-flags.ts';
import { openFleet } from '../fleet/open-fleet.ts';
import { writePieces } from '../terminal/write-pieces.ts';

/** Measures the changes and resolves to the exit code. */
export async function runFleetWhatIf(
  sources: readonly string[],
  flags: FleetWhatIfFlags,
  io: CliIo,
): Promise<number> {
  const changes = listChanges(flags);
  if (changes.length === 0)
    throw new PlimsollError('USAGE', 'no change is asked about', {
      hint: 'Ask with --squash, --drop, --keep, --move or --one-os.',
    });
  const { snapshot, history } = await openFleet(sources, flags, io);
  const answer = measureWhatIf(history ?? snapshot, changes);
  await writePieces(
    io.stdout,
    flags.format === 'json' ? formatWhatIfJson(answer) : [formatWhatIfText(answer, chooseLayout(flags, io))],
  );
  return EXIT_CODE.clean;
}

function listChanges({
  squash = [],
  drop = [],
  keep,
  move = [],
  oneOs,
}: FleetWhatIfFlags): readonly FleetChange[] {
  return [
    ...drop.map((pattern): FleetChange => ({ kind: 'drop', pattern })),
    ...(keep === undefined ? [] : [{ kind: 'keep', generations: keep } as const]),
    ...move.map(({ pattern, parent }): FleetChange => ({ kind: 'move', pattern, parent })),
    ...(oneOs === undefined
      ? []
      : [{ kind: 'one-os', os: oneOs === 'most-used' ? undefined : oneOs } as const]),
    ...squash.map((pattern): FleetChange => ({ kind: 'squash', pattern })),
  ];
}
