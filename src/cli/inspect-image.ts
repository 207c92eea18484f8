// One image from its name to its report: open, find the base, read, judge, measure.
import { analyseImage, type ImageAnalysis } from '../checks/judging/analyse-image.ts';
import { RULES } from '../checks/rules.ts';
import type { FactsCache } from '../contents/cache/facts-cache.ts';
import { readImage } from '../contents/read-image.ts';
import type { OpenedImage, OpenOptions } from '../oci/image/image.ts';
import { openImage } from '../oci/open-image.ts';
import type { ImageReport } from '../report/image-report.ts';
import type { ImageFlags } from './image-flags.ts';
import { refuseProject } from './refuse-project.ts';
import type { IgnoreSetting, Settings } from './settings/settings.ts';
import type { StatusLine } from './terminal/status-line.ts';
import { applyIgnores, needsAllPaths } from './verdict/apply-ignores.ts';
import { buildReport } from './verdict/build-report.ts';
import { chooseProfile } from './verdict/choose-profile.ts';
import { findAnnotatedBase, findNamedBase } from './verdict/find-base-image.ts';
import { type AnalysisOptions, KnownAnalyses } from './verdict/known-analysis.ts';

/** What all images of one run share. */
export interface Run {
  readonly flags: ImageFlags;
  readonly settings: Settings;
  /** Those of the settings' ignores that have not ended. */
  readonly ignores: readonly IgnoreSetting[];
  readonly cache: FactsCache | undefined;
  readonly signal: AbortSignal;
  readonly status: StatusLine;
}

/** An image's report, and the ignores that took anything. */
export interface Inspection {
  readonly report: ImageReport;
  readonly usedIgnores: readonly IgnoreSetting[];
}

const PATHS_KEPT = 20;
/** `--all` keeps every path there is in any image but a hostile one. */
const PATHS_KEPT_OF_ALL = 100_000;

/** Inspects the image that `name` means. */
export async function inspectImage(name: string, run: Run): Promise<Inspection> {
  const { flags, cache, signal, status } = run;
  const options: OpenOptions = {
    ...(flags.platform === undefined ? {} : { platform: flags.platform }),
    insecure: flags.insecure === true,
    verify: flags.verify === true,
    ...(cache === undefined ? {} : { store: cache }),
    signal,
    ...(run.cache === undefined ? {} : { documents: run.cache.documents }),
    onNotice: (line) => status.notice(line),
  };
  try {
    await refuseProject(name);
    status.showStep(`opening ${name}`);
    const image = await openImage(name, options);
    try {
      return await inspectOpened(name, image, options, run);
    } finally {
      await image.close();
    }
  } finally {
    status.clear();
  }
}

async function inspectOpened(
  name: string,
  image: OpenedImage,
  options: OpenOptions,
  run: Run,
): Promise<Inspection> {
  const { flags, settings, ignores } = run;
  const baseName = flags.base ?? settings.base;
  const base =
    baseName === undefined
      ? await findAnnotatedBase(image, options)
      : await findNamedBase(image, baseName, options);
  const profile = chooseProfile(flags.profile, settings.profiles, {
    name,
    reference: image.reference,
    labels: image.config.run.labels,
  });
  const pathsPerFinding = flags.all === true ? PATHS_KEPT_OF_ALL : PATHS_KEPT;
  const analysis = await analyse(name, image, run, {
    baseLayerCount: base?.layerCount ?? 0,
    profile,
    pathsPerFinding: needsAllPaths(ignores) ? Number.MAX_SAFE_INTEGER : pathsPerFinding,
  });
  const outcome = applyIgnores(analysis.judgement, RULES, ignores);
  const maxBallast = flags.maxBallast ?? settings.maxBallast;
  const maxSize = flags.maxSize ?? settings.maxSize;
  const limits = {
    failOn: flags.failOn ?? settings.failOn ?? 'warning',
    ...(maxBallast === undefined ? {} : { maxBallast }),
    ...(maxSize === undefined ? {} : { maxSize }),
  };
  const report = buildReport(image, analysis, outcome, { name, base, limits, pathsPerFinding });
  return { report, usedIgnores: outcome.used };
}

/** From what is kept where nothing is new, else by reading what is. */
async function analyse(
  name: string,
  image: OpenedImage,
  { flags, cache, signal, status }: Run,
  options: AnalysisOptions,
): Promise<ImageAnalysis> {
  const known = cache === undefined ? undefined : new KnownAnalyses(cache);
  const recalled = flags.verify === true ? undefined : known?.recall(image, options);
  if (recalled !== undefined) return recalled;
  const contents = await readImage(image, {
    ...(cache === undefined ? {} : { cache }),
    ...(flags.workers === undefined ? {} : { workers: flags.workers }),
    verify: flags.verify === true,
    baseLayerCount: options.baseLayerCount,
    signal,
    onProgress: (progress) => status.showReading(name, progress),
  });
  const analysis = analyseImage(contents, RULES, options);
  known?.keep(image, contents.layers, options, analysis);
  return analysis;
}
