// Folds the findings of many images into those of their fleet: one for each rule and layer, for each file with a secret, and for
// each secret in a config that came down from one base.
import { compareSeverity } from '../../checks/compare-severity.ts';
import type { Finding } from '../../checks/finding.ts';
import type { AcceptedFinding, CheckedImage } from './checked-image.ts';
import type { FleetFinding } from './fleet-finding.ts';
import type { LayerTally } from './layer-tally.ts';
import { mergeFindings, severest } from './merge-findings.ts';

/** Bounds of what a folded finding names, and which severities make an image fail. */
export interface FoldOptions {
  readonly namesPerFinding: number;
  readonly pathsPerFinding: number;
  readonly failing: readonly Finding['severity'][];
}

/** What is known of one finding so far. */
interface Folded {
  finding: Finding;
  /** Of the image that `finding` is told of: with equal bytes, the one of the fewest layers tells it. */
  layerCount: number;
  severity: Finding['severity'];
  readonly diffId: string | null;
  readonly ignored: FleetFinding['ignored'];
  readonly names: string[];
  imageCount: number;
  visibleIn: number;
  yoursIn: number;
  failingIn: number;
}

/** Takes one image after the other; the order of images decides only which names stand first. */
export class FindingFold {
  readonly #options: FoldOptions;
  readonly #folded = new Map<string, Folded>();

  constructor(options: FoldOptions) {
    this.#options = options;
  }

  /** Adds what counts and what is ignored in an image. */
  add(image: CheckedImage): void {
    const own = new Map<string, { finding: Finding; ignored: FleetFinding['ignored'] }>();
    const gather = (finding: Finding, ignored: FleetFinding['ignored']): void => {
      const key = keyOf(image, finding, ignored);
      const known = own.get(key);
      const merged =
        known === undefined ? finding : mergeFindings(known.finding, finding, this.#options.pathsPerFinding);
      own.set(key, { finding: merged, ignored });
    };
    for (const finding of image.findings) gather(finding, null);
    for (const { finding, reason, until } of image.ignored) gather(finding, { reason, until });
    for (const [key, { finding, ignored }] of own) this.#fold(key, finding, ignored, image);
  }

  /** The fleet's findings: errors first, then by bytes, then by how many images have them. */
  list(layers: LayerTally): readonly FleetFinding[] {
    return [...this.#folded.values()].map((folded) => toFleetFinding(folded, layers)).toSorted(byWeight);
  }

  #fold(
    key: string,
    finding: Finding,
    ignored: FleetFinding['ignored'],
    { name, layers }: CheckedImage,
  ): void {
    let folded = this.#folded.get(key);
    if (folded === undefined) {
      const diffId = finding.layer === null ? null : layers[finding.layer]!.diffId;
      const counts = { imageCount: 0, visibleIn: 0, yoursIn: 0, failingIn: 0 };
      const { severity } = finding;
      folded = { finding, severity, layerCount: layers.length, diffId, ignored, names: [], ...counts };
      this.#folded.set(key, folded);
    }
    folded.imageCount++;
    if (finding.state === 'visible') folded.visibleIn++;
    if (finding.origin === 'yours') folded.yoursIn++;
    const fails = finding.origin === 'yours' && this.#options.failing.includes(finding.severity);
    if (fails && ignored === null) folded.failingIn++;
    if (folded.names.length < this.#options.namesPerFinding) folded.names.push(name);
    folded.severity = severest(folded.severity, finding.severity);
    const isLarger = finding.bytes > folded.finding.bytes;
    const isLower = finding.bytes === folded.finding.bytes && layers.length < folded.layerCount;
    if (!isLarger && !isLower) return;
    folded.finding = finding;
    folded.layerCount = layers.length;
  }
}

function keyOf(
  image: CheckedImage,
  finding: Finding,
  ignored: Omit<AcceptedFinding, 'finding'> | null,
): string {
  const { rule, layer, secret } = finding;
  const isInConfig = secret !== null && secret.entry === null;
  const place =
    layer === null || isInConfig
      ? `config ${image.trace(finding)}`
      : `layer ${image.layers[layer]!.diffId} ${secret?.entry ?? ''}`;
  return JSON.stringify([rule, place, ignored?.reason, ignored?.until]);
}

function toFleetFinding(folded: Folded, layers: LayerTally): FleetFinding {
  const { finding, severity, diffId, ignored, names, imageCount, visibleIn, yoursIn, failingIn } = folded;
  return {
    finding: { ...finding, severity },
    layer: diffId === null ? null : layers.placeOf(diffId),
    images: {
      imageCount,
      names,
      visibleIn,
      hiddenIn: imageCount - visibleIn,
      yoursIn,
      inheritedIn: imageCount - yoursIn,
      failingIn,
    },
    ignored,
  };
}

function byWeight(a: FleetFinding, b: FleetFinding): number {
  return (
    compareSeverity(a.finding.severity, b.finding.severity) ||
    b.finding.bytes - a.finding.bytes ||
    b.images.imageCount - a.images.imageCount ||
    compare(a.finding.rule, b.finding.rule) ||
    compare(a.layer?.diffId ?? '', b.layer?.diffId ?? '') ||
    compare(a.finding.paths[0]?.path ?? '', b.finding.paths[0]?.path ?? '')
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
