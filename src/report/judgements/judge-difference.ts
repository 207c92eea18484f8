// What image B has and image A has not as judgements; those fail that make the comparison fail, and so does growth.

import type { DifferenceReport } from '../difference-report.ts';
import { formatBytes, formatDifference } from '../format-amount.ts';
import { FingerprintMaker, nameWithoutVersion } from './fingerprint.ts';
import { type ImagePlaces, judgeImages } from './judge-images.ts';
import type { Judgement } from './judgement.ts';

/** The new findings, and the growth where it is too much; `places` are those of B's layers. */
export function judgeDifference(
  { a, b, newFindings, verdict }: DifferenceReport,
  places: ImagePlaces,
): readonly Judgement[] {
  const { failingRules, growth } = verdict;
  const reported = {
    target: b.target,
    findings: newFindings,
    ignored: [],
    verdict: { failOn: 'never' },
  } as const;
  const findings = judgeImages([reported], places).map((judgement, i): Judgement => {
    const { rule, origin, severity } = newFindings[i]!;
    const fails = failingRules?.includes(rule) === true && origin === 'yours' && severity !== 'advice';
    return { ...judgement, fails };
  });
  if (growth?.isExceeded !== true) return findings;
  const allowed = growth.limitBytes === 0 ? 'nothing' : formatBytes(growth.limitBytes);
  const grown: Judgement = {
    kind: 'judgement',
    rule: 'max-growth',
    severity: 'error',
    message: `the image has grown too much: ${formatDifference(growth.actualBytes)}, ${allowed} allowed`,
    details: [`Image ${b.target.name}, compared with ${a.target.name}.`],
    file: places.dockerfile,
    line: 1,
    endLine: 1,
    columns: null,
    subject: b.target.name,
    bytes: growth.actualBytes,
    fix: null,
    edits: [],
    editNote: null,
    fingerprint: new FingerprintMaker().make(['max-growth', nameWithoutVersion(b.target.name)]),
    acceptedBecause: null,
    fails: true,
  };
  return [grown, ...findings];
}
