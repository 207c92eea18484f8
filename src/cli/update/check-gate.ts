// The gate before a promotion: each new image is judged as `check` judges it. What it has from its base is the base's own business.
import type { Gate, GateFinding } from '../../fleet/update/generations/gate.ts';
import { formatBytes } from '../../report/format-amount.ts';
import type { ImageReport } from '../../report/image-report.ts';
import { reaches } from '../../report/judgements/reaches.ts';
import type { CliIo } from '../cli-io.ts';
import { inspectImage, type Run } from '../inspect-image.ts';
import { prepareRun } from '../prepare-run.ts';
import { chooseLimits } from '../run-targets.ts';

/** What of the options concerns reading images. */
export interface GateFlags {
  readonly insecure?: boolean;
  readonly config?: string;
  readonly cacheDir?: string;
  readonly cache?: boolean;
  readonly workers?: number;
}

/** Findings of that severity or above stop an image, and budgets of the settings. Throws what reading images does. */
export function createCheckGate(failOn: 'error' | 'warning', flags: GateFlags, io: CliIo): Gate {
  let prepared: Promise<Run> | undefined;
  return async ({ source, platforms }) => {
    prepared ??= prepareRun(
      { ...flags, cache: flags.cache ?? true, color: false, quiet: true, format: 'json' },
      io,
      {
        limitsOf: (settings) => chooseLimits({ failOn }, settings),
        allowsOtherBase: false,
        wantsFreed: false,
      },
    );
    const run = await prepared;
    const found: GateFinding[] = [];
    for (const { platform } of platforms) {
      const { report } = await inspectImage(`docker://${source}`, {
        ...run,
        flags: { ...run.flags, platform },
      });
      found.push(...listFailing(report));
    }
    return found;
  };
}

/** Why the image does not pass; nothing where it does. */
function listFailing({ findings, verdict }: ImageReport): readonly GateFinding[] {
  const failing = findings.filter(
    ({ origin, severity }) => origin === 'yours' && reaches(severity, verdict.failOn),
  );
  const exceeded = verdict.budgets.filter(({ isExceeded }) => isExceeded);
  return [
    ...failing.map(({ rule, message }) => ({ rule, message })),
    ...exceeded.map(({ kind, limit, actualBytes }) => ({
      rule: kind,
      message: `${formatBytes(actualBytes)}, and no more than ${limit} is allowed`,
    })),
  ];
}
