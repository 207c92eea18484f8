// From a fleet's check to what the page tells of it.
import type { FleetFinding } from '../../../fleet/scan/fleet-finding.ts';
import type { FleetCheckReport } from '../../fleet-check-report.ts';
import type { FleetPageCheck, FleetPageFinding } from './fleet-page-check.ts';

/** What a fleet's page knows of the layers' places. */
export interface LayerPlaces {
  /** Positions of images by name. */
  readonly images: ReadonlyMap<string, number>;
  /** By image position, bottom first. */
  readonly stacks: readonly (readonly number[])[];
}

/** How many paths of a finding the page names. */
const PATHS = 20;

/** Picks it out of the report, whose findings name all their images. */
export function makeFleetPageCheck(
  { check, images, verdict, errors }: FleetCheckReport,
  places: LayerPlaces,
): FleetPageCheck {
  const judged = new Map(images.map((line) => [line.name, line]));
  const findings = check.findings.map((finding) => toFinding(finding, places));
  return {
    passes: verdict.passes && errors.length === 0,
    failOn: verdict.failOn,
    failingFindings: verdict.failingFindings,
    failingImages: verdict.failingImages,
    images: [...places.images.keys()].map((name) => {
      const line = judged.get(name);
      return line === undefined ? null : { passes: line.passes, ballastBytes: line.ballastBytes };
    }),
    findings: [
      ...findings.filter(({ ignored }) => ignored === null),
      ...findings.filter(({ ignored }) => ignored !== null),
    ],
    errors: errors.map(({ target, message }) => ({ name: target, message })),
  };
}

function toFinding({ finding, layer, images, ignored }: FleetFinding, places: LayerPlaces): FleetPageFinding {
  const home = layer === null ? undefined : places.images.get(layer.image);
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    bytes: finding.bytes,
    shippedBytes: finding.shippedBytes,
    fileCount: finding.fileCount,
    folder: finding.folder,
    paths: finding.paths.slice(0, PATHS).map(({ path, bytes }) => ({ path, bytes })),
    packages: finding.packages,
    place: finding.place,
    fingerprints: (finding.secret?.fingerprints ?? []).filter((text) => text !== null),
    because: finding.because,
    fix: finding.fix,
    layer: layer === null || home === undefined ? null : (places.stacks[home]![layer.index] ?? null),
    home: layer === null ? null : { image: layer.image, index: layer.index, instruction: layer.instruction },
    images: images.names.flatMap((name) => places.images.get(name) ?? []).sort((a, b) => a - b),
    imageCount: images.imageCount,
    hiddenIn: images.hiddenIn,
    inheritedIn: images.inheritedIn,
    failingIn: images.failingIn,
    ignored,
  };
}
