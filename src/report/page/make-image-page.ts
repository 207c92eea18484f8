// From an image's report, its files and what else was asked to the data of its page.
import type { Finding } from '../../checks/finding.ts';
import type { PackageSummary } from '../../contents/packages/package-summary.ts';
import type { IgnoredFinding, ImageReport, ReportLayer } from '../image-report.ts';
import type { LighterReport } from '../lighter-report.ts';
import { isPullCostKnown } from '../pull-cost.ts';
import { type ListedFile, packFiles } from './file-columns.ts';
import type { ImagePage, PageFinding, PageLayer, PagePackage } from './image-page.ts';

/** What a page is made of beside the report. */
export interface ImagePageInput {
  readonly version: string;
  readonly profile: string;
  readonly files: Iterable<ListedFile>;
  readonly ruleTitles: Readonly<Record<string, string>>;
  readonly lighter: LighterReport | null;
}

/** The page of one image. */
export function makeImagePage(report: ImageReport, input: ImagePageInput): ImagePage {
  const { target, base, verdict, bytes, layers, findings, ignored, inventory } = report;
  const { distribution, packages } = inventory;
  return {
    kind: 'image-page',
    version: input.version,
    target: {
      name: target.name,
      reference: target.reference,
      digest: target.digest,
      platform: target.platform,
      created: target.created,
    },
    base: base === null ? null : { reference: base.reference, layerCount: base.layerCount },
    profile: input.profile,
    verdict: {
      passes: verdict.passes,
      failOn: verdict.failOn,
      failingCount: verdict.failingCount,
      budgets: verdict.budgets,
    },
    bytes: {
      entryBytes: bytes.entryBytes,
      shippedBytes: bytes.shippedBytes,
      neededBytes: bytes.neededBytes,
      ballastBytes: bytes.ballastBytes,
      adviceBytes: bytes.adviceBytes,
      ignoredBytes: bytes.ignoredBytes,
      ballastByOrigin: bytes.ballastByOrigin,
    },
    isPullCostKnown: isPullCostKnown(report),
    layers: layers.map(toLayer),
    findings: [
      ...findings.map((finding) => toFinding(finding, null)),
      ...ignored.map((item) => toFinding(item.finding, item)),
    ],
    ruleTitles: input.ruleTitles,
    distribution: distribution === null ? null : `${distribution.id} ${distribution.versionId}`.trim(),
    packages: packages.map(toPackage),
    lighter:
      input.lighter === null
        ? null
        : {
            packages: input.lighter.packages.map(({ name, version, freedBytes, freedPackages, choices }) => ({
              name,
              version,
              freedBytes,
              freedPackages,
              choices,
            })),
            base: input.lighter.base,
            notes: input.lighter.notes,
          },
    files: packFiles(input.files),
  };
}

function toLayer(layer: ReportLayer): PageLayer {
  return {
    index: layer.index,
    diffId: layer.diffId,
    instruction: layer.instruction,
    origin: layer.origin,
    entryCount: layer.entryCount,
    entryBytes: layer.entryBytes,
    shippedBytes: layer.shippedBytes,
    hiddenBytes: layer.hiddenBytes,
    neededBytes: layer.neededBytes,
    ballastBytes: layer.ballastBytes,
    adviceBytes: layer.adviceBytes,
    ballastByCause: layer.ballastByCause,
  };
}

function toFinding(finding: Finding, ignored: IgnoredFinding | null): PageFinding {
  const { secret } = finding;
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
    paths: finding.paths,
    fileCount: finding.fileCount,
    bytes: finding.bytes,
    shippedBytes: finding.shippedBytes,
    packages: finding.packages,
    because: finding.because,
    place: finding.place,
    secret:
      secret === null
        ? null
        : {
            count: secret.count,
            layers: secret.layers,
            hiddenByInstruction: secret.hiddenByInstruction,
            offsets: secret.offsets.map(({ offsetBytes, member }) => ({ offsetBytes, member })),
            places: secret.places.map(({ place, name }) => ({ place, name })),
            fingerprints: secret.fingerprints ?? [],
          },
    fix: finding.fix,
    ignored: ignored === null ? null : { reason: ignored.reason, until: ignored.until },
  };
}

function toPackage(item: PackageSummary): PagePackage {
  return {
    type: item.type,
    name: item.name,
    version: item.version,
    architecture: item.architecture,
    source: item.source,
    licence: item.licence,
    layer: item.layer,
    state: item.state,
    bytes: item.bytes,
    fileCount: item.fileCount,
    isAutomatic: item.isAutomatic,
    frees:
      item.frees === null
        ? null
        : { packages: item.frees.packages, bytes: item.frees.bytes, dependents: item.frees.dependents },
    roles: item.roles.map(({ role, because }) => ({ role, because })),
  };
}
