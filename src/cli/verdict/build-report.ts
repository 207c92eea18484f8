// Brings what was read and judged into the form that every format shows.
import type { Finding } from '../../checks/finding.ts';
import { cleanInstruction } from '../../checks/judging/instruction.ts';
import { originOf } from '../../checks/judging/judge-image.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import type { InventoryPackage } from '../../contents/packages/inventory.ts';
import { alignHistory } from '../../oci/image/config.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import type { ImageReport, ReportBase, ReportDistribution, ReportLayer } from '../../report/image-report.ts';
import type { ReportPackage } from '../../report/report-package.ts';
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
  contents: ImageContents,
  outcome: IgnoreOutcome,
  input: ReportInput,
): ImageReport {
  const { judgement, ignored } = outcome;
  const cut = (finding: Finding): Finding =>
    finding.paths.length <= input.pathsPerFinding
      ? finding
      : { ...finding, paths: finding.paths.slice(0, input.pathsPerFinding) };
  const history = alignHistory(contents.config);
  const layers = judgement.layers.map((sums): ReportLayer => {
    const { descriptor, diffId, compression, facts } = contents.layers[sums.index]!;
    const createdBy = history[sums.index]?.createdBy;
    return {
      ...sums,
      digest: descriptor?.digest ?? null,
      diffId,
      createdBy: createdBy ?? null,
      instruction: cleanInstruction(createdBy),
      origin: originOf(sums.index, contents.baseLayerCount),
      compression,
      entryCount: facts.entryCount,
    };
  });
  return {
    kind: 'image-report',
    target: {
      kind: 'image',
      name: input.name,
      transport: contents.transport,
      reference: contents.reference,
      digest: contents.digest,
      platform: formatPlatform(contents.config.platform),
      created: contents.config.created ?? null,
    },
    base: input.base,
    bytes: {
      ...judgement.bytes,
      ignoredBytes: ignored.reduce((sum, { finding }) => sum + finding.bytes, 0),
    },
    layers,
    findings: judgement.findings.map(cut),
    ignored: ignored.map((item) => ({ ...item, finding: cut(item.finding) })),
    distribution: toReportDistribution(contents),
    packages: contents.inventory.packages.map(toReportPackage),
    unread: contents.inventory.unread,
    verdict: reachVerdict(judgement.findings, judgement.bytes, input.limits),
  };
}

function toReportPackage({ record, ...item }: InventoryPackage): ReportPackage {
  const { type, name, version, architecture, source, licence } = record;
  return {
    purl: item.purl,
    type,
    name,
    version,
    architecture,
    source,
    licence,
    layer: item.layer,
    state: item.state,
    removedByLayer: item.removedByLayer,
    bytes: item.bytes,
    shippedBytes: item.shippedBytes,
    fileCount: item.fileCount,
    metadataPath: item.metadataPath,
    isAutomatic: item.isAutomatic,
  };
}

function toReportDistribution({ inventory: { distribution } }: ImageContents): ReportDistribution | null {
  return distribution === null ? null : { id: distribution.id, versionId: distribution.versionId };
}
