// The images of a fleet, judged: each layer read once and each finding told once.
import type { Finding, Severity } from '../../checks/finding.ts';
import { checkFleet, type FleetCheck } from '../../fleet/scan/check-fleet.ts';
import type { CheckedImageLine, FleetCheckReport, FleetVerdict } from '../../report/fleet-check-report.ts';
import type { FailOn } from '../../report/image-report.ts';
import type { TargetError } from '../../report/json.ts';
import type { CliIo } from '../cli-io.ts';
import { pathLimit, type Run } from '../inspect-image.ts';
import type { IgnoreSetting } from '../settings/settings.ts';
import { toTargetError } from '../to-target-error.ts';
import { type CheckedTarget, checkImage } from './check-image.ts';
import type { FleetCheckFlags } from './fleet-flags.ts';
import type { FleetTarget } from './list-targets.ts';
import { addReadings, spreadFleet } from './spread-fleet.ts';

const NAMES_KEPT = 20;
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'advice'];

/** What judging takes of the options. */
export type CheckTargetsFlags = Pick<FleetCheckFlags, 'all' | 'debug' | 'workers'> &
  Parameters<typeof spreadFleet>[1] & { readonly format: FleetCheckFlags['format'] };

/** The report, and which ignores of the settings took anything. */
export interface CheckedTargets {
  readonly report: FleetCheckReport;
  readonly usedIgnores: readonly IgnoreSetting[];
}

/** Judges them; an image that cannot be read is told on stderr and in the report, and the others go on. */
export async function checkTargets(
  targets: readonly FleetTarget[],
  flags: CheckTargetsFlags,
  run: Run,
  io: CliIo,
): Promise<CheckedTargets> {
  const lines: CheckedImageLine[] = [];
  const errors: TargetError[] = [];
  const usedIgnores = new Set<IgnoreSetting>();
  const tellWhole = (): void =>
    run.status.showWhole(`checked ${lines.length + errors.length} of ${targets.length} images`);
  tellWhole();
  const take = (checked: CheckedTarget): void => {
    lines.push(checked.line);
    for (const setting of checked.usedIgnores) usedIgnores.add(setting);
    tellWhole();
  };
  const onFailure = async (target: FleetTarget, error: unknown): Promise<void> => {
    errors.push(await toTargetError(target.name, error));
    run.status.clear();
    await (await import('../print-error.ts')).printError(error, flags.debug === true, io);
  };
  const { failOn } = run.limits;
  const spread = await spreadFleet(targets, flags, run, io);
  const namesAll = flags.all === true || flags.format === 'html';
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
      namesPerFinding: namesAll ? Number.MAX_SAFE_INTEGER : NAMES_KEPT,
      pathsPerFinding: pathLimit(flags),
      failing: failingSeverities(failOn),
    },
  ).finally(spread.close);
  const check = { ...own, read: addReadings(spread.read, own.read) };
  run.status.showWhole('');
  run.status.clear();
  const verdict = reachFleetVerdict(check, lines, failOn);
  return {
    report: { kind: 'fleet-check-report', check, images: lines, verdict, errors },
    usedIgnores: [...usedIgnores],
  };
}

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
