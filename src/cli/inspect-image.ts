// One image from its name to its report: open, find the base, read, judge, measure.
import type { ImageAnalysis } from '../checks/judging/analyse-image.ts';
import type { Profile } from '../checks/profile.ts';
import type { RuleGroup } from '../checks/rule-group.ts';
import { RULES } from '../checks/rules.ts';
import type { FactsCache } from '../contents/cache/facts-cache.ts';
import type { ImageContents } from '../contents/image-contents.ts';
import type { SharedReading } from '../contents/shared-reading.ts';
import { PlimsollError } from '../errors.ts';
import type { OpenedImage, OpenOptions } from '../oci/image/image.ts';
import type { ImageReport } from '../report/image-report.ts';
import { analyseOpened, readAndAnalyse, readOpened } from './analyse-opened.ts';
import type { SharedFlags } from './image-flags.ts';
import { openAnd } from './open-and.ts';
import { applyBaseline } from './secrets/apply-baseline.ts';
import type { RunFingerprints } from './secrets/choose-fingerprints.ts';
import { fingerprintFindings } from './secrets/fingerprint-findings.ts';
import type { IgnoreSetting, Settings } from './settings/settings.ts';
import type { StatusLine } from './terminal/status-line.ts';
import { applyIgnores, needsAllPaths } from './verdict/apply-ignores.ts';
import { buildReport } from './verdict/build-report.ts';
import { chooseProfile } from './verdict/choose-profile.ts';
import { findAnnotatedBase, findNamedBase } from './verdict/find-base-image.ts';
import type { AnalysisOptions } from './verdict/known-analysis.ts';
import type { VerdictLimits } from './verdict/reach-verdict.ts';

/** What all images of one run share. */
export interface Run {
  readonly flags: SharedFlags;
  readonly settings: Settings;
  /** Those of the settings' ignores that have not ended. */
  readonly ignores: readonly IgnoreSetting[];
  /** What images pass by. */
  readonly limits: VerdictLimits;
  /** Whether a named base that an image was not built from is only told of, as where several images are compared. */
  readonly allowsOtherBase: boolean;
  /** Whether reports tell what removing each package would free. */
  readonly wantsFreed: boolean;
  /** Which groups of rules judge. */
  readonly groups: readonly RuleGroup[];
  /** The user's own rules for secrets, as `joinRuleFiles` makes them. */
  readonly secretRules: string;
  /** Undefined where nothing asks for fingerprints of secrets. */
  readonly fingerprints: RunFingerprints | undefined;
  readonly cache: FactsCache | undefined;
  /** Where several images are inspected at the same time. */
  readonly shared?: SharedReading;
  readonly signal: AbortSignal;
  readonly status: StatusLine;
}

/** An image's report, the profile it was judged by, and the ignores that took anything. */
export interface Inspection {
  readonly report: ImageReport;
  readonly profile: Profile;
  readonly usedIgnores: readonly IgnoreSetting[];
}

const PATHS_KEPT = 20;
/** `--all` keeps every path there is in any image but a hostile one. */
const PATHS_KEPT_OF_ALL = 100_000;

/** The same, and what the image holds. */
export interface WholeInspection extends Inspection {
  readonly contents: ImageContents;
}

/** How many paths of one kind a report names. */
export function pathLimit({ all }: SharedFlags): number {
  return all === true ? PATHS_KEPT_OF_ALL : PATHS_KEPT;
}

/** Inspects the image that `name` means; one that was analysed before is told again without its contents. */
export function inspectImage(name: string, run: Run): Promise<Inspection> {
  return openAnd(name, run, (image, options) =>
    inspectOpened(name, image, options, run, (choice) => analyseOpened(name, image, run, choice)),
  );
}

/** Likewise, but with the image's contents. */
export function inspectWhole(name: string, run: Run): Promise<WholeInspection> {
  return openAnd(name, run, (image, options) => inspectOpenedWhole(name, image, options, run));
}

/** Likewise an image that is open already. */
export async function inspectOpenedWhole(
  name: string,
  image: OpenedImage,
  options: OpenOptions,
  run: Run,
): Promise<WholeInspection> {
  let contents: ImageContents | undefined;
  const inspection = await inspectOpened(name, image, options, run, async (choice) => {
    const read = await readAndAnalyse(name, image, run, choice);
    contents = read.contents;
    return read.analysis;
  });
  return { ...inspection, contents: contents! };
}

/** An image that is open already, without its contents; `analyse` says what it is found to be. */
export async function inspectOpened(
  name: string,
  image: OpenedImage,
  options: OpenOptions,
  run: Run,
  analyse: (choice: AnalysisOptions) => Promise<ImageAnalysis>,
): Promise<Inspection> {
  const { flags, settings, ignores, limits } = run;
  const baseName = flags.base ?? settings.base;
  const base =
    baseName === undefined
      ? await findAnnotatedBase(image, options)
      : await findNamedBase(image, baseName, options).catch((error) => tellOtherBase(error, run));
  const profile = chooseProfile(flags.profile, settings.profiles, {
    name,
    reference: image.reference,
    labels: image.config.run.labels,
  });
  const pathsPerFinding = pathLimit(flags);
  const choice: AnalysisOptions = {
    baseLayerCount: base?.layerCount ?? 0,
    profile,
    pathsPerFinding: needsAllPaths(ignores) ? Number.MAX_SAFE_INTEGER : pathsPerFinding,
    wantsFreed: run.wantsFreed,
    groups: run.groups,
    secretRules: run.secretRules,
  };
  const analysis = await analyse(choice);
  const { judgement, accepted } = await acceptKnown(name, image, analysis, choice, run);
  const outcome = applyIgnores(judgement, RULES, ignores);
  const all = { ...outcome, ignored: [...accepted, ...outcome.ignored] };
  const report = buildReport(image, analysis, all, { name, base, limits, pathsPerFinding });
  return { report, profile, usedIgnores: outcome.used };
}

/** Gives secrets their fingerprints and takes those of the baseline out, where the run has a key. */
async function acceptKnown(
  name: string,
  image: OpenedImage,
  { judgement }: ImageAnalysis,
  choice: AnalysisOptions,
  run: Run,
): Promise<ReturnType<typeof applyBaseline>> {
  const { fingerprints, secretRules, signal } = run;
  const hasSecrets = judgement.findings.some(({ secret }) => secret !== null);
  if (fingerprints === undefined || !hasSecrets) return { judgement, accepted: [] };
  const readContents = (): Promise<ImageContents> => readOpened(name, image, run, choice);
  const options = { addedRules: secretRules, signal };
  const prints = await fingerprintFindings(
    image,
    judgement.findings,
    readContents,
    fingerprints.key,
    options,
  );
  return applyBaseline(judgement, prints, fingerprints);
}

function tellOtherBase(error: unknown, { allowsOtherBase, shared, status }: Run): null {
  if (!allowsOtherBase || !(error instanceof PlimsollError) || error.code !== 'USAGE') throw error;
  // Of many images most have another base; their report says which have this one.
  if (shared === undefined)
    status.notice(`${error.subject}: ${error.message}; nothing of it is taken for inherited`);
  return null;
}
