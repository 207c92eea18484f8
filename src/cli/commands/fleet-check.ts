// `plimsoll fleet check SOURCE...`: the verdict on many images, each layer read once and each finding told once.
import type { Finding, Severity } from '../../checks/finding.ts';
import { checkFleet, type FleetCheck } from '../../fleet/scan/check-fleet.ts';
import { formatFleetCheckJson } from '../../report/fleet-check-json.ts';
import type { CheckedImageLine, FleetVerdict } from '../../report/fleet-check-report.ts';
import { formatFleetCheckText } from '../../report/fleet-check-text.ts';
import type { FailOn } from '../../report/image-report.ts';
import type { TargetError } from '../../report/json.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { type CheckedTarget, checkImage } from '../fleet/check-image.ts';
import type { FleetCheckFlags } from '../fleet/fleet-flags.ts';
import { type FleetTarget, listTargets } from '../fleet/list-targets.ts';
import { addReadings, spreadFleet } from '../fleet/spread-fleet.ts';
import { RunOutput } from '../formats/run-output.ts';
import { pathLimit } from '../inspect-image.ts';
import { noticeUnused, prepareRun } from '../prepare-run.ts';
import { chooseLimits } from '../run-targets.ts';
import type { IgnoreSetting } from '../settings/settings.ts';
import { toTargetError } from '../to-target-error.ts';

const NAMES_KEPT = 20;

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
  const targets = await listTargets(sources, flags, io);
  const lines: CheckedImageLine[] = [];
  const errors: TargetError[] = [];
  const usedIgnores = new Set<IgnoreSetting>();
  const take = (checked: CheckedTarget): void => {
    lines.push(checked.line);
    for (const setting of checked.usedIgnores) usedIgnores.add(setting);
    run.status.showStep(`checked ${lines.length + errors.length} of ${targets.length} images`);
  };
  const onFailure = async (target: FleetTarget, error: unknown): Promise<void> => {
    errors.push(await toTargetError(target.name, error));
    run.status.clear();
    await (await import('../print-error.ts')).printError(error, flags.debug === true, io);
  };
  const { failOn } = run.limits;
  const spread = await spreadFleet(targets, flags, run, io);
  const own = await checkFleet(
    targets,
    {
      scan: (target, { cache, shared }) => checkImage(target, { ...run, cache, shared }),
      onTaken: take,
      onFailure,
      cache: spread.cache,
      workers: flags.workers,
      signal: io.signal,
    },
    {
      namesPerFinding: flags.all === true ? Number.MAX_SAFE_INTEGER : NAMES_KEPT,
      pathsPerFinding: pathLimit(flags),
      failing: failingSeverities(failOn),
    },
  ).finally(spread.close);
  const check = { ...own, read: addReadings(spread.read, own.read) };
  run.status.clear();
  const verdict = reachFleetVerdict(check, lines, failOn);
  const report = { kind: 'fleet-check-report', check, images: lines, verdict, errors } as const;
  await output.tell({
    text: (layout) => [formatFleetCheckText(report, layout)],
    documents: { json: () => formatFleetCheckJson(report) },
    judge: async () => (await import('../formats/format-fleet.ts')).judgeFleetPart(report, flags.from),
  });
  await output.finish();
  noticeUnused(run, [{ usedIgnores: [...usedIgnores] }], errors.length === 0);
  if (errors.length > 0) return EXIT_CODE.couldNotRun;
  return verdict.passes ? EXIT_CODE.clean : EXIT_CODE.findings;
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'advice'];

function failingSeverities(failOn: FailOn): readonly Finding['severity'][] {
  return failOn === 'never' ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
}

function reachFleetVerdict(
  { findings }: FleetCheck,
  lines: readonly CheckedImageLine[],
  failOn: FailOn,
): FleetVerdict {
  const failingFindings = findings.filter(({ images }) => images.failingIn > 0).length;
  const failingImages = lines.filter(({ passes }) => !passes).length;
  return { passes: failingImages === 0, failOn, failingFindings, failingImages };
}
