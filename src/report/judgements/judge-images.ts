// Findings about images as judgements: each points at the instruction that made its layer, where the Dockerfile is known.
import type { Finding } from '../../checks/finding.ts';
import { formatBytes } from '../format-amount.ts';
import type { FailOn, ImageReport } from '../image-report.ts';
import { makeVisible } from '../visible-text.ts';
import { FingerprintMaker, nameWithoutVersion } from './fingerprint.ts';
import type { InstructionPlace, Judgement } from './judgement.ts';
import { reaches } from './reaches.ts';

/** Where the images of a run come from. */
export interface ImagePlaces {
  /** What to point at where a layer's instruction is not known. */
  readonly dockerfile: string;
  /** Of each report what is known of its Dockerfile; undefined where nothing is. */
  readonly byReport: readonly (PlacesOfImage | undefined)[];
}

/** Of one image, what instructions made it. */
export interface PlacesOfImage {
  /** By the layer's index. */
  readonly byLayer: ReadonlyMap<number, InstructionPlace>;
  /** By a field of the config, and with the name of a variable or label: `Cmd`, `Env TOKEN`, `Labels x`. */
  readonly byConfig: ReadonlyMap<string, InstructionPlace>;
}

/** What is looked at of an image's report. */
export interface JudgedImage extends Pick<ImageReport, 'target' | 'findings' | 'ignored'> {
  readonly verdict: Pick<ImageReport['verdict'], 'failOn'>;
}

const PATHS_TOLD = 3;

/** The findings of all reports, those that are accepted too; inherited ones never fail. */
export function judgeImages(reports: readonly JudgedImage[], places: ImagePlaces): readonly Judgement[] {
  const unique = new Map<string, number>();
  return reports.flatMap((report, i) => {
    const fingerprints = new FingerprintMaker();
    const known = places.byReport[i];
    const judge = (finding: Finding, acceptedBecause: string | null): Judgement => {
      const place = (known && findPlace(finding, known)) ?? { file: places.dockerfile, line: 1, endLine: 1 };
      return {
        kind: 'judgement',
        rule: finding.rule,
        severity: finding.severity,
        message: finding.message,
        details: tellDetails(finding, report),
        ...place,
        columns: null,
        subject: report.target.name,
        bytes: finding.bytes,
        fix: finding.fix,
        edits: [],
        editNote: null,
        fingerprint: tellApart(fingerprints.make(wordsOf(finding, report)), unique),
        acceptedBecause,
        fails: acceptedBecause === null && isFailing(finding, report.verdict.failOn),
      };
    };
    return [
      ...report.findings.map((finding) => judge(finding, null)),
      ...report.ignored.map(({ finding, reason }) => judge(finding, reason)),
    ];
  });
}

/** A layer's instruction; of what stands in the config, the one that says it. */
function findPlace(
  { layer, place, secret }: Finding,
  { byLayer, byConfig }: PlacesOfImage,
): InstructionPlace | undefined {
  for (const each of secret?.places ?? []) {
    const found = byConfig.get(each.name === null ? each.place : `${each.place} ${each.name}`);
    if (found !== undefined) return found;
  }
  return (
    (layer === null ? undefined : byLayer.get(layer)) ?? (place === null ? undefined : byConfig.get(place))
  );
}

/** Two tags of one image may be in one list: what both have is told apart from the second on. */
function tellApart(fingerprint: string, unique: Map<string, number>): string {
  const count = (unique.get(fingerprint) ?? 0) + 1;
  unique.set(fingerprint, count);
  return count === 1 ? fingerprint : `${fingerprint}-${count}`;
}

function isFailing({ origin, severity }: Finding, failOn: FailOn): boolean {
  return origin === 'yours' && reaches(severity, failOn);
}

/** Secrets are told apart by their file, others by the instruction and the folder: files come and go. */
function wordsOf(finding: Finding, { target }: JudgedImage): readonly string[] {
  const { rule, state, instruction, folder, place, secret, paths } = finding;
  const own = secret === null ? folder : (paths[0]?.path ?? '');
  return [rule, nameWithoutVersion(target.name), state, instruction ?? '', own, place ?? ''];
}

function tellDetails(finding: Finding, { target }: JudgedImage): readonly string[] {
  const { layer, instruction, state, hiddenByLayer, origin, paths, fileCount, place } = finding;
  const where = layer === null ? (place ?? 'config') : `layer ${layer}`;
  const first = paths.slice(0, PATHS_TOLD).map(({ path, bytes }) => `/${path} (${formatBytes(bytes)})`);
  const more = fileCount - first.length;
  return [
    `Image ${target.name}, ${where}${state === 'hidden' ? `, hidden by layer ${hiddenByLayer}` : ''}${
      origin === 'inherited' ? ', inherited from the base' : ''
    }.`,
    ...(instruction === null ? [] : [`Made by: ${instruction.slice(0, 200)}`]),
    ...(first.length === 0 ? [] : [`Files: ${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`]),
  ].map(makeVisible);
}
