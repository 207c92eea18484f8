// A report about a fleet, made up for the tests of the formats.
import type { Finding } from '../../src/checks/finding.ts';
import type { FleetFinding } from '../../src/fleet/scan/fleet-finding.ts';
import type { FleetCheckReport } from '../../src/report/fleet-check-report.ts';
import { makeFinding } from '../report/made-reports.ts';

/** A warning in layer 1 of `base:1` that 12 of 24 images have. */
export function makeFleetFinding(
  finding: Partial<Finding> = {},
  fields: Partial<FleetFinding> = {},
): FleetFinding {
  return {
    finding: makeFinding(finding),
    layer: {
      diffId: `sha256:${'3'.repeat(64)}`,
      digest: null,
      image: 'base:1',
      index: 1,
      instruction: 'RUN apt-get update',
    },
    images: {
      imageCount: 12,
      names: ['base:1', 'app:1', 'app:2', 'app:3'],
      visibleIn: 9,
      hiddenIn: 3,
      yoursIn: 12,
      inheritedIn: 0,
      failingIn: 12,
    },
    ignored: null,
    ...fields,
  };
}

/** The report of 24 images with these findings. */
export function makeFleetReport(
  findings: readonly FleetFinding[],
  fields: Partial<FleetCheckReport> = {},
): FleetCheckReport {
  return {
    kind: 'fleet-check-report',
    check: {
      images: 24,
      layers: {
        references: 72,
        unique: 30,
        naiveShippedBytes: 9_000_000,
        uniqueShippedBytes: 2_000_000,
        naiveTarBytes: 27_000_000,
        uniqueTarBytes: 6_000_000,
      },
      read: { scans: 4, layers: 4, storedBytes: 500_000, tarBytes: 1_500_000 },
      findings,
    },
    images: [
      {
        name: 'base:1',
        reference: 'docker://registry/base:1',
        digest: `sha256:${'4'.repeat(64)}`,
        platform: 'linux/amd64',
        passes: false,
        failingFindings: 1,
        budgets: [
          {
            kind: 'max-size',
            limit: '1MB',
            limitBytes: 1_000_000,
            actualBytes: 1_500_000,
            isExceeded: true,
          },
        ],
        shippedBytes: 700_000,
        ballastBytes: 1000,
      },
    ],
    verdict: { passes: false, failOn: 'warning', failingFindings: 1, failingImages: 1 },
    errors: [],
    ...fields,
  };
}
