// `plimsoll fleet check SOURCE...`: the verdict on many images, each layer read once and each finding told once.
import { formatFleetCheckJson } from '../../report/fleet-check-json.ts';
import { formatFleetCheckText } from '../../report/fleet-check-text.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { checkTargets } from '../fleet/check-targets.ts';
import type { FleetCheckFlags } from '../fleet/fleet-flags.ts';
import { targetsOf } from '../fleet/list-targets.ts';
import { openFleet } from '../fleet/open-fleet.ts';
import { RunOutput } from '../formats/run-output.ts';
import { noticeUnused, prepareRun } from '../prepare-run.ts';
import { chooseLimits } from '../run-targets.ts';

/** Checks the fleet and resolves to the exit code. */
export async function runFleetCheck(
  sources: readonly string[],
  flags: FleetCheckFlags,
  io: CliIo,
): Promise<number> {
  const output = new RunOutput('fleet-check', flags, io);
  const run = await prepareRun(flags, io, {
    limitsOf: (settings) => chooseLimits(flags, settings),
    allowsOtherBase: true,
    wantsFreed: false,
  });
  const fleet = await openFleet(sources, flags, io);
  const { report, usedIgnores } = await checkTargets(targetsOf(fleet.snapshot), flags, run, io);
  await output.tell({
    text: (layout) => [formatFleetCheckText(report, layout)],
    documents: {
      json: () => formatFleetCheckJson(report),
      html: async () => {
        const [{ measurePage }, { formatDocument }] = await Promise.all([
          import('../fleet/page/measure-page.ts'),
          import('../page/format-document.ts'),
        ]);
        return formatDocument(measurePage(fleet, { version: io.version, sources, check: report }));
      },
    },
    judge: async () => (await import('../formats/format-fleet.ts')).judgeFleetPart(report, flags.from),
  });
  await output.finish();
  const { errors, verdict } = report;
  noticeUnused(run, [{ usedIgnores }], errors.length === 0);
  if (errors.length > 0) return EXIT_CODE.couldNotRun;
  return verdict.passes ? EXIT_CODE.clean : EXIT_CODE.findings;
}
