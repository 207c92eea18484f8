// Brings two inspected images into the form that every format of `diff` shows.
import { compareEachFinding } from '../../checks/judging/compare-each-finding.ts';
import { compareFindings } from '../../checks/judging/compare-findings.ts';
import { compareConfigs } from '../../contents/compare/compare-configs.ts';
import { compareFiles } from '../../contents/compare/compare-files.ts';
import { compareLayers } from '../../contents/compare/compare-layers.ts';
import { comparePackages } from '../../contents/compare/compare-packages.ts';
import type { VisibleBytes } from '../../contents/compare/file-difference.ts';
import type { ComparedTarget, DifferenceReport } from '../../report/difference-report.ts';
import type { ImageReport } from '../../report/image-report.ts';
import { isPullCostKnown } from '../../report/pull-cost.ts';
import type { WholeInspection } from '../inspect-image.ts';
import { type DifferenceLimits, judgeDifference } from './judge-difference.ts';

/** Compares B with A; of each kind of change at most `pathLimit` paths are named. */
export function compareImages(
  a: WholeInspection,
  b: WholeInspection,
  limits: DifferenceLimits,
  pathLimit: number,
): DifferenceReport {
  const files = compareFiles(a.contents, b.contents, pathLimit);
  const findings = compareFindings(a.report.findings, b.report.findings);
  const { newInB, goneFromA } = compareEachFinding(a.report.findings, b.report.findings);
  return {
    kind: 'difference-report',
    a: toTarget(a.report, files.visibleInA),
    b: toTarget(b.report, files.visibleInB),
    layers: compareLayers(a.contents.layers, b.contents.layers),
    packages: comparePackages(a.report.inventory.packages, b.report.inventory.packages),
    files,
    config: compareConfigs(a.contents, b.contents),
    findings,
    newFindings: newInB,
    goneFindings: goneFromA,
    verdict: judgeDifference(a.report.bytes.entryBytes, b.report.bytes.entryBytes, findings, limits),
  };
}

function toTarget(report: ImageReport, visible: VisibleBytes): ComparedTarget {
  const { target, base, layers, bytes, inventory } = report;
  return {
    target,
    base,
    layers,
    entryBytes: bytes.entryBytes,
    shippedBytes: bytes.shippedBytes,
    packagedBytes: visible.packagedBytes,
    otherBytes: visible.bytes - visible.packagedBytes,
    hiddenBytes: bytes.entryBytes - visible.bytes,
    ballastBytes: bytes.ballastBytes,
    isPullCostKnown: isPullCostKnown(report),
    unread: inventory.unread,
  };
}
