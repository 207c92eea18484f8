// `plimsoll check` for projects: Dockerfiles alone, or one with the context of its build.
import type { DockerfilePricing } from '../../checks/dockerfile/pricing.ts';
import type { InspectedContext } from '../../context/inspection/inspect-context.ts';
import { PlimsollError } from '../../errors.ts';
import { formatDockerfilesJson } from '../../report/dockerfile-json.ts';
import type { DockerfileReport, ReportedDockerfile } from '../../report/dockerfile-report.ts';
import { formatDockerfilesText } from '../../report/dockerfile-text.ts';
import type { CliIo } from '../cli-io.ts';
import { reachContextVerdict } from '../context/accept-findings.ts';
import type { ContextFlags } from '../context/context-flags.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { Project } from '../find-project.ts';
import { isJudgementFormat } from '../formats/format-names.ts';
import type { RunOutput } from '../formats/run-output.ts';
import type { CheckFlags } from '../image-flags.ts';
import { keepKnown, openKnown } from '../known-findings/known-flags.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { chooseDockerfiles } from './choose-dockerfiles.ts';
import type { FixWish } from './fix-flag.ts';
import { type PreparedDockerfiles, prepareDockerfiles } from './prepare-dockerfiles.ts';
import { priceByContext } from './price-context.ts';
import { type ChosenDockerfile, reportAgain, reportFile } from './report-file.ts';
import { runDockerfiles } from './run-dockerfiles.ts';

/** Checks, or repairs, Dockerfiles without their contexts, and resolves to the exit code. */
export async function checkFiles(
  projects: readonly Project[],
  wish: FixWish,
  flags: CheckFlags,
  io: CliIo,
  output: RunOutput,
): Promise<number> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const prepared = await prepareDockerfiles(wish, flags, io);
  const chosen = await chooseDockerfiles(projects, contextFlagsOf(flags), (line) => status.notice(line));
  if (flags.image !== undefined && chosen.length > 1) throw refuseImage();
  const layers = await layersOf(chosen[0]!, prepared, flags, io);
  const run = prepared.withPricing({ ...prepared.pricing, ...layers?.pricing });
  const judged = await runDockerfiles(chosen, run, prepared.failOn, io, flags.debug === true);
  const told = layers === undefined ? judged : { ...judged, files: judged.files.map(layers.tell) };
  const code = await finish(told, wish, flags, io, output);
  if (told.errors.length === 0) prepared.noticeUnused();
  return code;
}

/** Checks a Dockerfile and the context of its build, and resolves to the exit code. */
export async function checkProject(
  { folder, file }: Project,
  wish: FixWish,
  flags: CheckFlags,
  io: CliIo,
  output: RunOutput,
): Promise<number> {
  const prepared = await prepareDockerfiles(wish, flags, io);
  const contextFlags = { ...contextFlagsOf(flags), ...(file === undefined ? {} : { file }) };
  const [chosen] = await chooseDockerfiles([{ folder, file }], contextFlags, () => {});
  const { report: told, judged } = reportFile(chosen!, prepared.run);
  if (judged === undefined) {
    // What no builder would build sends nothing.
    const verdict = reachContextVerdict(told.findings, prepared.failOn);
    return finish({ files: [told], errors: [], verdict }, wish, flags, io, output);
  }
  const { runContext } = await import('../commands/context.ts');
  const layers = await layersOf(chosen!, prepared, flags, io);
  const tellDockerfile = (context: InspectedContext): ReportedDockerfile => {
    const priceContext = priceByContext(context);
    const run = prepared.withPricing({ ...prepared.pricing, ...layers?.pricing, priceContext });
    const report = reportAgain(chosen!.file, judged, run);
    return layers === undefined ? report : layers.tell(report);
  };
  const code = await runContext(folder, contextFlags, io, tellDockerfile, output);
  prepared.noticeUnused();
  new StatusLine(io.stderr, io.env, flags.quiet === true).notice(
    'this is about the Dockerfile and what the build sends; the image it makes is checked by its name: plimsoll check NAME',
  );
  return code;
}

interface ImageLayers {
  readonly pricing: Omit<DockerfilePricing, 'priceContext'>;
  readonly tell: (report: ReportedDockerfile) => ReportedDockerfile;
}

/** Of the image that was named; undefined where none was, or the Dockerfile cannot be built. */
async function layersOf(
  chosen: ChosenDockerfile,
  { run, pricing }: PreparedDockerfiles,
  flags: CheckFlags,
  io: CliIo,
): Promise<ImageLayers | undefined> {
  if (flags.image === undefined) return undefined;
  const model = reportFile(chosen, { ...run, fixes: undefined }).judged?.models[0];
  if (model === undefined) return undefined;
  const { priceByLayers, readImageLayers, tellLayers } = await import('./image-layers.ts');
  const { measurePackages } = await import('./measure-packages.ts');
  const read = await readImageLayers(flags.image, flags, io);
  return {
    pricing: { ...priceByLayers(model, read), ...measurePackages(pricing, read.inventory) },
    tell: (report) => ({ ...report, layers: tellLayers(model, read.layers) }),
  };
}

function refuseImage(): PlimsollError {
  return new PlimsollError('USAGE', '--image is for one Dockerfile', {
    hint: 'Name the Dockerfile that the image was built from.',
  });
}

/** Takes out known findings, prints, and resolves to the exit code. */
async function finish(
  judged: DockerfileReport,
  wish: FixWish,
  flags: CheckFlags,
  io: CliIo,
  output: RunOutput,
): Promise<number> {
  const known = await openKnown(flags);
  const report =
    known === undefined
      ? judged
      : (await import('../known-findings/accept-known.ts')).acceptKnownOfDockerfiles(judged, known);
  await output.tell({
    text: (layout) =>
      wish.isDryRun ? formatDiffs(report, flags, io) : formatDockerfilesText(report, layout),
    documents: { json: async () => formatDockerfilesJson(await maskDiffs(report, flags, io)) },
    judge: async () => (await import('../formats/format-projects.ts')).judgeDockerfilePart(report),
  });
  const isKept =
    report.errors.length === 0 &&
    (await keepKnown(flags, async () => {
      const { judgeDockerfiles } = await import('../../report/judgements/judge-dockerfiles.ts');
      return judgeDockerfiles(report.files, report.verdict.failOn);
    }));
  return isKept ? EXIT_CODE.clean : exitCodeOf(report);
}

/** What `git apply` takes; what is not changed is told on the side. */
async function formatDiffs(
  report: DockerfileReport,
  flags: CheckFlags,
  io: CliIo,
): Promise<Iterable<string>> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  for (const { file, repair } of report.files)
    for (const { rule, line, reason } of repair?.skipped ?? [])
      status.notice(`${file}:${line}: the fix of ${rule} is not made: ${reason}`);
  const masked = await maskDiffs(report, flags, io);
  return masked.files.map(({ repair }) => repair?.diff ?? '');
}

/** A diff quotes the lines around, in which a secret may stand. */
async function maskDiffs(
  report: DockerfileReport,
  { quiet }: CheckFlags,
  io: CliIo,
): Promise<DockerfileReport> {
  if (report.files.every(({ repair }) => repair === null || repair.diff === '')) return report;
  const status = new StatusLine(io.stderr, io.env, quiet === true);
  const { createTextMask } = await import('../../contents/secrets/mask-text.ts');
  const mask = await createTextMask();
  const files = report.files.map((file) => {
    if (file.repair === null || file.repair.diff === '') return file;
    const diff = mask(file.repair.diff);
    if (diff !== file.repair.diff)
      status.notice(`${file.file}: what looks like a secret is masked in the diff, which cannot be applied`);
    return { ...file, repair: { ...file.repair, diff } };
  });
  return { ...report, files };
}

function exitCodeOf({ errors, verdict }: DockerfileReport): number {
  if (errors.length > 0) return EXIT_CODE.couldNotRun;
  return verdict.passes ? EXIT_CODE.clean : EXIT_CODE.findings;
}

function contextFlagsOf(flags: CheckFlags): ContextFlags {
  const { platform, failOn, config, cacheDir, workers, all, quiet, debug } = flags;
  const { target, buildArg, bake, compose } = flags;
  return {
    ...(platform === undefined ? {} : { platform }),
    ...(failOn === undefined ? {} : { failOn }),
    ...(config === undefined ? {} : { config }),
    ...(cacheDir === undefined ? {} : { cacheDir }),
    ...(workers === undefined ? {} : { workers }),
    ...(all === undefined ? {} : { all }),
    ...(quiet === undefined ? {} : { quiet }),
    ...(debug === undefined ? {} : { debug }),
    ...(flags.known === undefined ? {} : { known: flags.known }),
    ...(flags.writeKnown === undefined ? {} : { writeKnown: flags.writeKnown }),
    ...(target === undefined ? {} : { target }),
    ...(buildArg === undefined ? {} : { buildArg }),
    ...(bake === undefined ? {} : { bake }),
    ...(compose === undefined ? {} : { compose }),
    engine: 'buildkit',
    format: isContextFormat(flags.format) ? flags.format : 'text',
    secrets: flags.rules?.includes('secrets') ?? true,
    cache: flags.cache,
    color: flags.color,
  };
}

/** Whether what is sent can be told in a format; the others are about images. */
function isContextFormat(format: CheckFlags['format']): format is ContextFlags['format'] {
  return format === 'text' || format === 'json' || isJudgementFormat(format);
}
