// Brings what was read and judged into the form that every format shows.
import type { Finding } from '../../checks/finding.ts';
import type { ImageAnalysis } from '../../checks/judging/analyse-image.ts';
import { cleanInstruction } from '../../checks/judging/instruction.ts';
import { originOf } from '../../checks/judging/judge-image.ts';
import type { OpenedImage } from '../../oci/image/image.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import type { ImageReport, ReportBase, ReportLayer } from '../../report/image-report.ts';
import type { IgnoreOutcome } from './apply-ignores.ts';
import { reachVerdict, type VerdictLimits } from './reach-verdict.ts';

/** What the report names beside contents and judgement. */
export interface ReportInput {
  /** The image as the user typed it. */
  readonly name: string;
  readonly base: ReportBase | null;
  readonly limits: VerdictLimits;
  /** Paths that a finding names at most. */
  readonly pathsPerFinding: number;
}

/** The report of one image. */
export function buildReport(
  image: OpenedImage,
  analysis: ImageAnalysis,
  outcome: IgnoreOutcome,
  input: ReportInput,
): ImageReport {
  const { judgement, ignored } = outcome;
  const cut = (finding: Finding): Finding =>
    finding.paths.length <= input.pathsPerFinding
      ? finding
      : { ...finding, paths: finding.paths.slice(0, input.pathsPerFinding) };
  const layers = judgement.layers.map((sums): ReportLayer => {
    const { descriptor, diffId } = image.layers[sums.index]!;
    const { compression, entryCount, createdBy } = analysis.layers[sums.index]!;
    return {
      ...sums,
      digest: descriptor?.digest ?? null,
      diffId,
      createdBy,
      instruction: cleanInstruction(createdBy ?? undefined),
      origin: originOf(sums.index, input.base?.layerCount ?? 0),
      compression,
      entryCount,
    };
  });
  return {
    kind: 'image-report',
    target: {
      kind: 'image',
      name: input.name,
      transport: image.transport,
      reference: image.reference,
      digest: image.digest,
      platform: formatPlatform(image.config.platform),
      created: image.config.created ?? null,
    },
    base: input.base,
    bytes: {
      ...judgement.bytes,
      ignoredBytes: ignored.reduce((sum, { finding }) => sum + finding.bytes, 0),
    },
    layers,
    findings: judgement.findings.map(cut),
    ignored: ignored.map((item) => ({ ...item, finding: cut(item.finding) })),
    inventory: analysis.inventory,
    verdict: reachVerdict(judgement.findings, judgement.bytes, input.limits),
  };
}
