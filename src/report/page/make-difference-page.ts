// From the comparison of two images to the data of its page.
import type { PackageDifference } from '../../contents/compare/compare-packages.ts';
import type { FileDifference } from '../../contents/compare/file-difference.ts';
import type { ComparedTarget, DifferenceReport } from '../difference-report.ts';
import { chooseRegistryBytes } from '../text/difference/registry-bytes.ts';
import type {
  DifferencePage,
  PagePackageDifference,
  PagePathDifference,
  PageSide,
} from './difference-page.ts';

/** The page of two images. */
export function makeDifferencePage(report: DifferenceReport, version: string): DifferencePage {
  const { a, b, layers, packages, files, config, findings } = report;
  const { bytes, isCompressed } = chooseRegistryBytes(report);
  const inB = new Map(layers.shared.map(({ indexInA, indexInB }) => [indexInA, indexInB]));
  const inA = new Map(layers.shared.map(({ indexInA, indexInB }) => [indexInB, indexInA]));
  const totals = Object.values(files.totals);
  return {
    kind: 'difference-page',
    version,
    a: toSide(a, inB),
    b: toSide(b, inA),
    sharedFromBase: layers.sharedFromBase,
    registry: { ...bytes, isCompressed },
    node: layers.node.entryBytes,
    packages: packages.map(toPackage),
    groups: files.groups.map(({ path, change, fileCount, bytesInA, bytesInB }) => ({
      path,
      change,
      fileCount,
      bytesInA,
      bytesInB,
    })),
    groupCount: files.groupCount,
    paths: files.differences.map(toPath),
    pathCount: totals.reduce((sum, { fileCount, directoryCount }) => sum + fileCount + directoryCount, 0),
    config: config.map(({ field, name, valueInA, valueInB }) => ({ field, name, valueInA, valueInB })),
    findings: findings.map(({ rule, tier, change, message, bytesInA, bytesInB, pathsInA, pathsInB }) => ({
      rule,
      tier,
      change,
      message,
      bytesInA,
      bytesInB,
      pathsInA,
      pathsInB,
    })),
  };
}

function toSide(side: ComparedTarget, inOther: ReadonlyMap<number, number>): PageSide {
  const { name, reference, digest, platform, created } = side.target;
  return {
    target: { name, reference, digest, platform, created },
    base: side.base?.reference ?? null,
    entryBytes: side.entryBytes,
    shippedBytes: side.shippedBytes,
    packagedBytes: side.packagedBytes,
    otherBytes: side.otherBytes,
    hiddenBytes: side.hiddenBytes,
    ballastBytes: side.ballastBytes,
    layers: side.layers.map(({ index, instruction, entryBytes, shippedBytes }) => ({
      index,
      instruction,
      entryBytes,
      shippedBytes,
      inOther: inOther.get(index) ?? null,
    })),
  };
}

function toPackage({
  type,
  name,
  change,
  bytesInA,
  bytesInB,
  inA,
  inB,
}: PackageDifference): PagePackageDifference {
  const versions = (items: PackageDifference['inA']): readonly string[] => [
    ...new Set(items.map(({ version }) => version)),
  ];
  return { type, name, change, bytesInA, bytesInB, versionsInA: versions(inA), versionsInB: versions(inB) };
}

function toPath({ path, change, attributes, inA, inB }: FileDifference): PagePathDifference {
  return {
    path,
    change,
    attributes,
    bytesInA: inA?.bytes ?? 0,
    bytesInB: inB?.bytes ?? 0,
    package: inB?.package ?? inA?.package ?? null,
  };
}
