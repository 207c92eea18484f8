// The way of `check` and `image`: settings, then one target after the other, then the exit code.
import { PlimsollError } from '../errors.ts';
import type { ImageReport } from '../report/image-report.ts';
import { formatReportsJson, type TargetError } from '../report/json.ts';
import type { TextOptions } from '../report/text.ts';
import { chooseLayout } from './choose-layout.ts';
import type { CliIo } from './cli-io.ts';
import { EXIT_CODE } from './exit-code.ts';
import type { RunOutput } from './formats/run-output.ts';
import type { JudgedPart, Pieces } from './formats/told-part.ts';
import type { ImageFlags } from './image-flags.ts';
import {
  type Inspection,
  inspectImage,
  inspectWhole,
  type Run,
  type WholeInspection,
} from './inspect-image.ts';
import type { KnownFindings } from './known-findings/known-file.ts';
import { type KnownFlags, keepKnown, openKnown } from './known-findings/known-flags.ts';
import { noticeUnused, prepareRun } from './prepare-run.ts';
import type { Settings } from './settings/settings.ts';
import { writePieces } from './terminal/write-pieces.ts';
import { toTargetError } from './to-target-error.ts';
import type { VerdictLimits } from './verdict/reach-verdict.ts';

/** Writes all reports of a run as one document. */
export type FormatReports = (reports: readonly ImageReport[]) => Pieces;

/** How a command prints the report of one image. */
export interface ReportFormats {
  readonly text: (report: ImageReport, options: TextOptions) => string;
  readonly json: (report: ImageReport) => Iterable<string>;
  /** Whether the reports tell what removing each package would free. */
  readonly wantsFreed?: boolean;
  /** Further values of `--format`: one document for all images. */
  readonly others?: Readonly<Record<string, FormatReports>>;
  /** Whether `html` may be asked for: the page of an image needs what the image holds. */
  readonly hasPage?: boolean;
  /** The findings for tools of others, where the command tells them. */
  readonly judge?: (reports: readonly ImageReport[], errors: readonly TargetError[]) => Promise<JudgedPart>;
}

/**
 * Runs the targets and tells their reports to `output`. With one target, its error is thrown; with several, the others still
 * run, and the exit code is 2.
 */
export async function runTargets(
  targets: readonly string[],
  flags: ImageFlags & KnownFlags,
  formats: ReportFormats,
  io: CliIo,
  output: RunOutput,
): Promise<number> {
  const wantsPage = formats.hasPage === true && output.wants((format) => format === 'html');
  if (wantsPage && targets.length > 1) throw refusePage();
  const run = await prepareRun(flags, io, {
    limitsOf: (settings) => chooseLimits(flags, settings),
    allowsOtherBase: false,
    wantsFreed: wantsPage || formats.wantsFreed === true,
  });
  const known = await openKnown(flags);
  const textOptions = chooseLayout(flags, io);
  const inspect = wantsPage ? inspectWhole : inspectImage;
  const inspections: (Inspection | WholeInspection)[] = [];
  const errors: TargetError[] = [];
  for (const target of targets) {
    try {
      const inspection = await withoutKnown(await inspect(target, run), known);
      inspections.push(inspection);
      const text = flags.format === 'text' ? formats.text(inspection.report, textOptions) : '';
      if (text !== '') await writePieces(io.stdout, [inspections.length > 1 ? '\n' : '', text]);
    } catch (error) {
      if (targets.length === 1 || io.signal.aborted) throw error;
      errors.push(await toTargetError(target, error));
      run.status.clear();
      await (await import('./print-error.ts')).printError(error, flags.debug === true, io);
    }
  }
  const reports = inspections.map(({ report }) => report);
  const { text, json, others = {}, judge } = formats;
  const documents = Object.entries(others).map(([name, make]) => [name, () => make(reports)] as const);
  await output.tell({
    text: (layout) => joinReports(reports.map((report) => text(report, layout))),
    isTextPrinted: true,
    documents: {
      ...Object.fromEntries(documents),
      // Where a page is wanted the one image was inspected whole.
      ...(wantsPage ? { html: () => formatWhole(inspections[0] as WholeInspection, run, io) } : {}),
      json: () => (targets.length === 1 ? json(reports[0]!) : formatReportsJson(reports, errors)),
    },
    ...(judge === undefined ? {} : { judge: () => judge(reports, errors) }),
  });
  noticeUnused(run, inspections, errors.length === 0);
  if (errors.length > 0) return EXIT_CODE.couldNotRun;
  const isKept = await keepKnown(flags, async () => {
    const { judgeImages } = await import('../report/judgements/judge-images.ts');
    return judgeImages(reports, { dockerfile: 'Dockerfile', byReport: [] });
  });
  if (isKept) return EXIT_CODE.clean;
  return reports.every(({ verdict }) => verdict.passes) ? EXIT_CODE.clean : EXIT_CODE.findings;
}

function joinReports(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text, i) => (i === 0 ? [text] : ['\n', text]));
}

function refusePage(): PlimsollError {
  return new PlimsollError('USAGE', 'a page is about one image', {
    hint: 'Name one image, or use plimsoll report IMAGE --against OTHER for two.',
  });
}

async function formatWhole(whole: WholeInspection, run: Run, io: CliIo): Promise<Iterable<string>> {
  const [{ drawInspection }, { formatDocument }] = await Promise.all([
    import('./page/inspect-page.ts'),
    import('./page/format-document.ts'),
  ]);
  return formatDocument(drawInspection(whole, run, { version: io.version, lighter: null }));
}

async function withoutKnown<Any extends Inspection>(
  inspection: Any,
  known: KnownFindings | undefined,
): Promise<Any> {
  if (known === undefined) return inspection;
  const { acceptKnownOfImage } = await import('./known-findings/accept-known.ts');
  return { ...inspection, report: acceptKnownOfImage(inspection.report, known) };
}

/** What images pass by: the command line goes before the settings. */
export function chooseLimits(
  flags: Pick<ImageFlags, 'failOn' | 'maxBallast' | 'maxSize'>,
  settings: Settings,
): VerdictLimits {
  const maxBallast = flags.maxBallast ?? settings.maxBallast;
  const maxSize = flags.maxSize ?? settings.maxSize;
  return {
    failOn: flags.failOn ?? settings.failOn ?? 'warning',
    ...(maxBallast === undefined ? {} : { maxBallast }),
    ...(maxSize === undefined ? {} : { maxSize }),
  };
}
