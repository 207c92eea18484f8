// Takes the secrets of the baseline out of a judgement, and gives the others their fingerprints.
import type { Finding } from '../../checks/finding.ts';
import type { Judgement } from '../../checks/judging/judge-image.ts';
import type { IgnoredFinding } from '../../report/image-report.ts';
import type { RunFingerprints } from './choose-fingerprints.ts';
import type { FindingFingerprints } from './fingerprint-findings.ts';

/** The judgement without accepted secrets, and those. A finding is accepted where all of its secrets are. */
export function applyBaseline(
  judgement: Judgement,
  prints: ReadonlyMap<Finding, FindingFingerprints>,
  { baseline, baselineName }: RunFingerprints,
): { readonly judgement: Judgement; readonly accepted: readonly IgnoredFinding[] } {
  const known = new Set(baseline?.secrets.map(({ fingerprint }) => fingerprint));
  const findings: Finding[] = [];
  const accepted: IgnoredFinding[] = [];
  for (const finding of judgement.findings) {
    const made = prints.get(finding);
    const told =
      made === undefined || finding.secret === null
        ? finding
        : { ...finding, secret: { ...finding.secret, fingerprints: made.shown } };
    if (made?.all?.every((print) => known.has(print)))
      accepted.push({ finding: told, reason: `accepted in ${baselineName}`, until: null });
    else findings.push(told);
  }
  // Secrets price no bytes, so the sums stay what they are.
  return { judgement: { ...judgement, findings }, accepted };
}
