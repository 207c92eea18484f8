// The JSON of two images side by side: `schema/diff.json` describes it, docs/json.md explains it.

import type { LayerComparison, PairBytes } from '../contents/compare/compare-layers.ts';
import type { PackageDifference } from '../contents/compare/compare-packages.ts';
import type { ChangeTotals, FileDifference, FileState } from '../contents/compare/file-difference.ts';
import type { PackageSummary } from '../contents/packages/package-summary.ts';
import type { ComparedTarget, DifferenceReport, DifferenceVerdict } from './difference-report.ts';
import { toTarget } from './json.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** What `diff` prints, in pieces; together they end with a newline. */
export function formatDifferenceJson(report: DifferenceReport): Iterable<string> {
  const { a, b, layers, files } = report;
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    a: toSide(a),
    b: toSide(b),
    verdict: toVerdict(report.verdict),
    storage: toStorage(layers),
    layers: toLayers(layers, a, b),
    packages: report.packages.map(toPackage),
    fileTotals: Object.fromEntries(
      Object.entries(files.totals).map(([change, totals]) => [change, toTotals(totals)]),
    ),
    files: files.differences.map(toFile),
    fileGroups: files.groups.map(({ path, change, fileCount, bytesInA, bytesInB }) => ({
      path,
      change,
      fileCount,
      bytesInA,
      bytesInB,
    })),
    fileGroupCount: files.groupCount,
    config: report.config.map(({ field, name, valueInA, valueInB }) => ({ field, name, valueInA, valueInB })),
    findings: report.findings.map((finding) => ({
      rule: finding.rule,
      tier: finding.tier,
      change: finding.change,
      message: finding.message,
      bytesInA: finding.bytesInA,
      bytesInB: finding.bytesInB,
      pathsInA: finding.pathsInA,
      pathsInB: finding.pathsInB,
      yoursInB: finding.isYoursInB,
    })),
  });
}

function toSide(side: ComparedTarget): object {
  return {
    target: toTarget(side.target),
    base: side.base,
    bytes: {
      entryBytes: side.entryBytes,
      shippedBytes: side.shippedBytes,
      packagedBytes: side.packagedBytes,
      otherBytes: side.otherBytes,
      hiddenBytes: side.hiddenBytes,
      ballastBytes: side.ballastBytes,
    },
    unreadMetadata: side.unread.map(({ path, layer, bytes, reason }) => ({ path, layer, bytes, reason })),
  };
}

function toVerdict({ passes, failOn, growth, failingRules }: DifferenceVerdict): object {
  return {
    passes,
    failOn,
    growth:
      growth === null
        ? null
        : {
            limit: growth.limit,
            limitBytes: growth.limitBytes,
            actualBytes: growth.actualBytes,
            exceeded: growth.isExceeded,
          },
    failingRules,
  };
}

function toStorage({ registry, node }: LayerComparison): object {
  return {
    registry: {
      entryBytes: toPair(registry.entryBytes),
      shippedBytes: registry.shippedBytes === null ? null : toPair(registry.shippedBytes),
    },
    node: { entryBytes: toPair(node.entryBytes) },
  };
}

function toPair({ inA, inB, together }: PairBytes): object {
  return { inA, inB, together, shared: inA + inB - together };
}

function toLayers(layers: LayerComparison, a: ComparedTarget, b: ComparedTarget): object {
  const own = (side: ComparedTarget, indexes: readonly number[]): readonly object[] =>
    indexes.map((index) => {
      const { digest, diffId, createdBy, entryBytes, shippedBytes } = side.layers[index]!;
      return { index, digest, diffId, createdBy, entryBytes, shippedBytes };
    });
  return {
    sharedFromBase: layers.sharedFromBase,
    shared: layers.shared.map(({ diffId, indexInA, indexInB, entryBytes }) => ({
      diffId,
      indexInA,
      indexInB,
      entryBytes,
    })),
    onlyInA: own(a, layers.onlyInA),
    onlyInB: own(b, layers.onlyInB),
  };
}

function toPackage(item: PackageDifference): object {
  const { type, name, change, bytesInA, bytesInB } = item;
  return {
    type,
    name,
    change,
    bytesInA,
    bytesInB,
    inA: item.inA.map(toCopy),
    inB: item.inB.map(toCopy),
  };
}

function toCopy(item: PackageSummary): object {
  const { purl, version, architecture, layer, bytes, fileCount, metadataPath } = item;
  return { purl, version, architecture, layer, bytes, fileCount, metadataPath };
}

function toTotals({ fileCount, directoryCount, bytesInA, bytesInB }: ChangeTotals): object {
  return { fileCount, directoryCount, bytesInA, bytesInB };
}

function toFile({ path, change, attributes, inA, inB }: FileDifference): object {
  return {
    path,
    change,
    attributes,
    inA: inA === null ? null : toState(inA),
    inB: inB === null ? null : toState(inB),
  };
}

function toState({ type, bytes, mode, uid, gid, target, package: owner }: FileState): object {
  return { type, bytes, mode: mode.toString(8).padStart(4, '0'), uid, gid, target, package: owner };
}
