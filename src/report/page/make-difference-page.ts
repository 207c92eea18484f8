// From the comparison of two images to the data of its page.
import type { ComparedTarget, DifferenceReport } from '../difference-report.ts';
import type { DifferencePage, PageSide } from './difference-page.ts';

/** The page of two images. */
export function makeDifferencePage(report: DifferenceReport, version: string): DifferencePage {
  return { kind: 'difference-page', version, a: toSide(report.a), b: toSide(report.b) };
}

function toSide(side: ComparedTarget): PageSide {
  const { name, reference, digest, platform, created } = side.target;
  return {
    target: { name, reference, digest, platform, created },
    entryBytes: side.entryBytes,
    shippedBytes: side.shippedBytes,
    packagedBytes: side.packagedBytes,
    otherBytes: side.otherBytes,
    hiddenBytes: side.hiddenBytes,
    ballastBytes: side.ballastBytes,
  };
}
