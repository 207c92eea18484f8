// Reports made up for the tests of the formats.
import type { Finding } from '../../src/checks/finding.ts';
import type { InventorySummary, PackageSummary } from '../../src/contents/packages/package-summary.ts';
import type { ImageReport, ReportLayer } from '../../src/report/image-report.ts';
import { PLAIN_PALETTE } from '../../src/report/palette.ts';
import type { TextOptions } from '../../src/report/text.ts';

export const PLAIN_TEXT: TextOptions = { width: 100, palette: PLAIN_PALETTE, showsAll: false };

/** A warning about one visible file in layer 1. */
export function makeFinding(fields: Partial<Finding> = {}): Finding {
  return {
    kind: 'finding',
    rule: 'hidden-deleted',
    severity: 'warning',
    message: 'files that a later layer deletes',
    state: 'visible',
    origin: 'yours',
    layer: 1,
    hiddenByLayer: null,
    instruction: 'RUN make',
    folder: 'opt',
    paths: [{ path: 'opt/model.bin', bytes: 1_000_000 }],
    fileCount: 1,
    bytes: 1_000_000,
    shippedBytes: 400_000,
    packages: [],
    because: null,
    place: null,
    secret: null,
    fix: 'Delete them where they are made.',
    ...fields,
  };
}

export function makeLayer(fields: Partial<ReportLayer> = {}): ReportLayer {
  return {
    index: 0,
    entryBytes: 50_000_000,
    tarBytes: 51_000_000,
    shippedBytes: 20_000_000,
    hiddenBytes: 0,
    neededBytes: 50_000_000,
    ballastBytes: 0,
    adviceBytes: 0,
    ballastByCause: {},
    digest: `sha256:${'1'.repeat(64)}`,
    diffId: `sha256:${'2'.repeat(64)}`,
    createdBy: 'RUN /bin/sh -c make # buildkit',
    instruction: 'RUN make',
    origin: 'yours',
    compression: 'gzip',
    entryCount: 12,
    ...fields,
  };
}

export function makePackage(fields: Partial<PackageSummary> = {}): PackageSummary {
  return {
    purl: 'pkg:deb/debian/curl@7.88.1?arch=amd64&distro=debian-12',
    type: 'deb',
    name: 'curl',
    version: '7.88.1',
    architecture: 'amd64',
    source: '',
    licence: '',
    layer: 0,
    state: 'installed',
    removedByLayer: null,
    bytes: 500_000,
    shippedBytes: 200_000,
    fileCount: 7,
    metadataPath: 'var/lib/dpkg/status',
    isAutomatic: false,
    frees: { packages: 1, bytes: 500_000, dependents: 0 },
    roles: [],
    ...fields,
  };
}

export function makeInventory(fields: Partial<InventorySummary> = {}): InventorySummary {
  return {
    distribution: { id: 'debian', versionId: '12' },
    packages: [
      makePackage(),
      makePackage({ name: 'gcc', state: 'removed', removedByLayer: 1, isAutomatic: null }),
    ],
    unread: [{ path: 'app/package.json', layer: 1, bytes: 9_000_000, reason: 'too large' }],
    ...fields,
  };
}

/** A report with these findings over an image of 100 MB; the sums follow the findings. */
export function makeReport(findings: readonly Finding[], fields: Partial<ImageReport> = {}): ImageReport {
  const sum = (isWanted: (finding: Finding) => boolean): number =>
    findings.filter(isWanted).reduce((total, { bytes }) => total + bytes, 0);
  const isBallast = ({ severity }: Finding): boolean => severity !== 'advice';
  const ballastBytes = sum(isBallast);
  const failingCount = findings.filter((f) => isBallast(f) && f.origin === 'yours').length;
  return {
    kind: 'image-report',
    target: {
      kind: 'image',
      name: 'example:1.0',
      transport: 'docker',
      reference: 'docker://docker.io/library/example:1.0',
      digest: `sha256:${'a'.repeat(64)}`,
      platform: 'linux/amd64',
      created: '2026-01-02T03:04:05.678+01:00',
    },
    base: null,
    bytes: {
      entryBytes: 100_000_000,
      shippedBytes: 40_000_000,
      neededBytes: 100_000_000 - ballastBytes,
      ballastBytes,
      ballastShippedBytes: 0,
      adviceBytes: sum((f) => !isBallast(f)),
      ballastByCause: { 'metadata-copy': 2, 'hidden-deleted': 1 },
      ballastByOrigin: {
        yours: sum((f) => isBallast(f) && f.origin === 'yours'),
        inherited: sum((f) => isBallast(f) && f.origin === 'inherited'),
      },
      adviceByOrigin: { yours: sum((f) => !isBallast(f)), inherited: 0 },
      ignoredBytes: 0,
    },
    layers: [makeLayer(), makeLayer({ index: 1, instruction: null, createdBy: null, digest: null })],
    findings,
    ignored: [],
    inventory: makeInventory(),
    verdict: { passes: failingCount === 0, failOn: 'warning', failingCount, budgets: [] },
    ...fields,
  };
}
