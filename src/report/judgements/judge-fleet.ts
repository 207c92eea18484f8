// Findings of a fleet as judgements: each once, at the place where its lowest image is named, with the images that have it.
import type { FleetFinding } from '../../fleet/scan/fleet-finding.ts';
import type { FleetCheckReport } from '../fleet-check-report.ts';
import { countOf, formatBytes, formatCount } from '../format-amount.ts';
import { makeVisible } from '../visible-text.ts';
import { FingerprintMaker, nameWithoutVersion } from './fingerprint.ts';
import { judgeExceeded } from './judge-budgets.ts';
import type { Judgement } from './judgement.ts';

/** Says where an image is named: a line of the list of the fleet, or a file that stands for it. */
export type PlaceOfImage = (name: string) => { readonly file: string; readonly line: number };

const NAMES_TOLD = 10;
const PATHS_TOLD = 3;
const INSTRUCTION_CHARACTERS = 200;

/** The findings, those that are accepted too, and the limits that images exceed. */
export function judgeFleet({ check, images }: FleetCheckReport, placeOf: PlaceOfImage): readonly Judgement[] {
  const fingerprints = new FingerprintMaker();
  return [
    ...check.findings.map((item) => judge(item, check.images, placeOf, fingerprints)),
    ...judgeExceeded(images, placeOf),
  ];
}

function judge(
  item: FleetFinding,
  imageCount: number,
  placeOf: PlaceOfImage,
  fingerprints: FingerprintMaker,
): Judgement {
  const { finding, layer, images, ignored } = item;
  const { rule, severity, message, bytes, fix, secret, folder, paths, place } = finding;
  // The image of the fewest layers that has it: there something can be changed.
  const name = layer?.image ?? images.names[0] ?? '';
  const { file, line } = placeOf(name);
  const own = secret === null ? folder : (paths[0]?.path ?? '');
  return {
    kind: 'judgement',
    rule,
    severity,
    message,
    details: tellReach(item, imageCount).map(makeVisible),
    file,
    line,
    endLine: line,
    columns: null,
    subject: name,
    bytes,
    fix,
    edits: [],
    editNote: null,
    fingerprint: fingerprints.make([
      rule,
      nameWithoutVersion(name),
      layer?.instruction ?? '',
      own,
      place ?? '',
    ]),
    acceptedBecause: ignored?.reason ?? null,
    fails: ignored === null && images.failingIn > 0,
  };
}

function tellReach({ finding, layer, images }: FleetFinding, imageCount: number): readonly string[] {
  const names = images.names.slice(0, NAMES_TOLD);
  const more = images.imageCount - names.length;
  const apart = [
    ...(images.hiddenIn === 0 ? [] : [`hidden in ${formatCount(images.hiddenIn)}`]),
    ...(images.inheritedIn === 0 ? [] : [`inherited in ${formatCount(images.inheritedIn)}`]),
  ];
  const paths = finding.paths
    .slice(0, PATHS_TOLD)
    .map(({ path, bytes }) => `/${path} (${formatBytes(bytes)})`);
  const morePaths = finding.fileCount - paths.length;
  return [
    `In ${formatCount(images.imageCount)} of ${countOf(imageCount, 'image')}${
      apart.length === 0 ? '' : ` (${apart.join('; ')})`
    }: ${names.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}.`,
    ...(layer === null ? [] : [`Layer ${layer.index} of ${layer.image}, ${layer.diffId}.`]),
    ...(layer?.instruction == null ? [] : [`Made by: ${layer.instruction.slice(0, INSTRUCTION_CHARACTERS)}`]),
    ...(paths.length === 0
      ? []
      : [`Files: ${paths.join(', ')}${morePaths > 0 ? ` and ${formatCount(morePaths)} more` : ''}.`]),
  ];
}
