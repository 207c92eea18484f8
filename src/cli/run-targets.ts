// The way of `check` and `image`: settings, then one target after the other, then the exit code.
import { RULES } from '../checks/rules.ts';
import { FactsCache } from '../contents/cache/facts-cache.ts';
import { PlimsollError } from '../errors.ts';
import type { ImageReport } from '../report/image-report.ts';
import { formatReportsJson, type TargetError } from '../report/json.ts';
import type { TextOptions } from '../report/text.ts';
import type { CliIo } from './cli-io.ts';
import { describeError } from './describe-error.ts';
import { EXIT_CODE } from './exit-code.ts';
import { hintOfError } from './hint-of-error.ts';
import type { ImageFlags } from './image-flags.ts';
import { inspectImage, type Run } from './inspect-image.ts';
import { readSettings } from './settings/read-settings.ts';
import type { IgnoreSetting, Settings } from './settings/settings.ts';
import { chooseTextOptions } from './terminal/choose-text-options.ts';
import { StatusLine } from './terminal/status-line.ts';
import { writePieces } from './terminal/write-pieces.ts';

/** How a command prints the report of one image. */
export interface ReportFormats {
  readonly text: (report: ImageReport, options: TextOptions) => string;
  readonly json: (report: ImageReport) => Iterable<string>;
  /** Further values of `--format`, for commands that take one image. */
  readonly others?: Readonly<Record<string, (report: ImageReport) => Iterable<string>>>;
}

/**
 * Runs the targets and prints their reports. With one target, its error is thrown; with several, the others still run,
 * and the exit code is 2.
 */
export async function runTargets(
  targets: readonly string[],
  flags: ImageFlags,
  formats: ReportFormats,
  io: CliIo,
): Promise<number> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const settings = await readSettings(
    flags.config,
    RULES.map(({ id }) => id),
  );
  const run: Run = {
    flags,
    settings,
    ignores: dropEnded(settings, io.now, status),
    cache: flags.cache
      ? new FactsCache(flags.cacheDir === undefined ? {} : { folder: flags.cacheDir })
      : undefined,
    signal: io.signal,
    status,
  };
  const textOptions = chooseTextOptions(flags, io);
  const reports: ImageReport[] = [];
  const errors: TargetError[] = [];
  const used = new Set<IgnoreSetting>();
  for (const target of targets) {
    try {
      const { report, usedIgnores } = await inspectImage(target, run);
      for (const setting of usedIgnores) used.add(setting);
      reports.push(report);
      if (flags.format === 'text')
        await writePieces(io.stdout, [reports.length > 1 ? '\n' : '', formats.text(report, textOptions)]);
    } catch (error) {
      if (targets.length === 1 || io.signal.aborted) throw error;
      errors.push(toTargetError(target, error));
      status.clear();
      io.stderr.write(`${describeError(error, flags.debug === true).join('\n')}\n`);
    }
  }
  const other = formats.others?.[flags.format];
  if (other !== undefined) await writePieces(io.stdout, other(reports[0]!));
  if (flags.format === 'json')
    await writePieces(
      io.stdout,
      targets.length === 1 ? formats.json(reports[0]!) : formatReportsJson(reports, errors),
    );
  // What could not be read may be what an ignore is for.
  const unused = errors.length > 0 ? [] : run.ignores.filter((setting) => !used.has(setting));
  for (const { rule, line } of unused)
    status.notice(`${settings.file}:${line}: the ignore of '${rule}' matches nothing`);
  // Nobody asked for the default folder, which is of no use in many containers.
  if (flags.cacheDir !== undefined && run.cache?.writeFailure !== undefined)
    status.notice(`${flags.cacheDir}: nothing can be kept there (${run.cache.writeFailure})`);
  if (errors.length > 0) return EXIT_CODE.couldNotRun;
  return reports.every(({ verdict }) => verdict.passes) ? EXIT_CODE.clean : EXIT_CODE.findings;
}

/** The ignores that still hold on the day of `now`, in UTC; the others are told of. */
function dropEnded({ file, ignore }: Settings, now: Date, status: StatusLine): readonly IgnoreSetting[] {
  const today = now.toISOString().slice(0, 10);
  const hasEnded = ({ until }: IgnoreSetting): boolean => until !== null && until < today;
  for (const { rule, until, line } of ignore.filter(hasEnded))
    status.notice(`${file}:${line}: the ignore of '${rule}' ended with ${until} and no longer works`);
  return ignore.filter((setting) => !hasEnded(setting));
}

function toTargetError(target: string, error: unknown): TargetError {
  if (error instanceof PlimsollError)
    return { target, code: error.code, message: error.message, hint: hintOfError(error) ?? null };
  return { target, code: 'INTERNAL', message: 'this is a bug in plimsoll', hint: null };
}
