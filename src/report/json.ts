// The JSON that scripts rely on: `schema/check.json` and `schema/image.json` describe it, docs/json.md explains it.
// Fields are only added within a schema version; the order of keys and items is the same for the same input.
import type { Finding, FoundSecret } from '../checks/finding.ts';
import type { PackageSummary } from '../contents/packages/package-summary.ts';
import type { BudgetVerdict, ImageReport, ReportLayer } from './image-report.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** Why a target of several could not be checked. */
export interface TargetError {
  readonly target: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

/** What `check` prints of one image, in pieces; together they end with a newline. */
export function formatReportJson(report: ImageReport): Iterable<string> {
  return writeJson({ schemaVersion: SCHEMA_VERSION, ...toResult(report) });
}

/** What `image` prints: the same, and the packages. */
export function formatImageJson(report: ImageReport): Iterable<string> {
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    ...toResult(report),
    distribution: report.inventory.distribution,
    packages: report.inventory.packages.map(toPackage),
    unreadMetadata: report.inventory.unread.map(({ path, layer, bytes, reason }) => ({
      path,
      layer,
      bytes,
      reason,
    })),
  });
}

/** The results of several targets, in pieces, those that could not be checked apart. */
export function formatReportsJson(
  reports: readonly ImageReport[],
  errors: readonly TargetError[],
): Iterable<string> {
  return writeJson({ schemaVersion: SCHEMA_VERSION, results: reports.map(toResult), errors });
}

function toResult({ target, base, bytes, layers, findings, ignored, verdict }: ImageReport): object {
  return {
    target: toTarget(target),
    base,
    verdict: {
      passes: verdict.passes,
      failOn: verdict.failOn,
      failingFindings: verdict.failingCount,
      budgets: verdict.budgets.map(toBudget),
    },
    bytes: {
      entryBytes: bytes.entryBytes,
      shippedBytes: bytes.shippedBytes,
      neededBytes: bytes.neededBytes,
      ballastBytes: bytes.ballastBytes,
      ballastShippedBytes: bytes.ballastShippedBytes,
      ballastByCause: sortKeys(bytes.ballastByCause),
      ballastByOrigin: bytes.ballastByOrigin,
      adviceBytes: bytes.adviceBytes,
      adviceByOrigin: bytes.adviceByOrigin,
      ignoredBytes: bytes.ignoredBytes,
    },
    layers: layers.map(toLayer),
    findings: findings.map(toFinding),
    ignored: ignored.map(({ finding, reason, until }) => ({ ...toFinding(finding), reason, until })),
  };
}

/** Which image it is; the name as the user typed it is for people only. */
export function toTarget({ kind, reference, digest, platform }: ImageReport['target']): object {
  return { kind, reference, digest, platform };
}

function toPackage(item: PackageSummary): object {
  return {
    purl: item.purl,
    type: item.type,
    name: item.name,
    version: item.version,
    architecture: item.architecture,
    source: item.source,
    licence: item.licence,
    layer: item.layer,
    state: item.state,
    removedByLayer: item.removedByLayer,
    bytes: item.bytes,
    shippedBytes: item.shippedBytes,
    fileCount: item.fileCount,
    metadataPath: item.metadataPath,
    automatic: item.isAutomatic,
    frees:
      item.frees === null
        ? null
        : { packages: item.frees.packages, bytes: item.frees.bytes, dependents: item.frees.dependents },
    roles: item.roles.map(({ role, because }) => ({ role, because })),
  };
}

/** A limit and how an image stands to it. */
export function toBudget({ kind, limit, limitBytes, actualBytes, isExceeded }: BudgetVerdict): object {
  return { kind, limit, limitBytes, actualBytes, exceeded: isExceeded };
}

function toLayer(layer: ReportLayer): object {
  return {
    index: layer.index,
    digest: layer.digest,
    diffId: layer.diffId,
    createdBy: layer.createdBy,
    compression: layer.compression,
    entryCount: layer.entryCount,
    entryBytes: layer.entryBytes,
    tarBytes: layer.tarBytes,
    shippedBytes: layer.shippedBytes,
    hiddenBytes: layer.hiddenBytes,
    neededBytes: layer.neededBytes,
    ballastBytes: layer.ballastBytes,
    ballastByCause: sortKeys(layer.ballastByCause),
    adviceBytes: layer.adviceBytes,
    origin: layer.origin,
  };
}

/** A finding of one image. */
export function toFinding(finding: Finding): object {
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    state: finding.state,
    origin: finding.origin,
    layer: finding.layer,
    hiddenByLayer: finding.hiddenByLayer,
    instruction: finding.instruction,
    folder: finding.folder,
    paths: finding.paths.map(({ path }) => path),
    neededPaths: finding.paths.flatMap(({ neededPath }) => neededPath ?? []),
    pathCount: finding.fileCount,
    file: null,
    line: null,
    bytes: finding.bytes,
    shippedBytes: finding.shippedBytes,
    packages: finding.packages,
    because: finding.because,
    place: finding.place,
    secret: finding.secret === null ? null : toSecret(finding.secret),
    fix: finding.fix,
  };
}

function toSecret(secret: FoundSecret): object {
  const { count, offsets, layers, hiddenByInstruction, places, fingerprints } = secret;
  return {
    count,
    offsets: offsets.map(({ offsetBytes, lengthBytes, member }) => ({ offsetBytes, lengthBytes, member })),
    layers,
    fingerprints: fingerprints ?? null,
    hiddenByInstruction,
    places: places.map(({ place, name, step }) => ({ place, name, step })),
  };
}

function sortKeys(sums: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1)));
}
