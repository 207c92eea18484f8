// Which findings a reader should see first: errors always, then the few that hold most of the bytes.
import type { Finding } from '../checks/finding.ts';

/** Findings of one kind, and how a short report divides them. */
export interface FindingChoice {
  /** Worth a block of their own, the most important first. */
  readonly shown: readonly Finding[];
  /** Only worth a common line. */
  readonly small: readonly Finding[];
  /** Secrets beyond those that are shown; worth a common line too. */
  readonly moreSecrets: readonly Finding[];
}

const SECRETS_SHOWN = 10;
const ERRORS_SHOWN = 10;
const WARNINGS_SHOWN = 5;
/** What is left after the shown ones may be this part of the whole without being named. */
const SMALL_SHARE = 0.05;

/** Whether a finding's bytes count as your ballast. */
export function isYourBallast(finding: Finding): boolean {
  return finding.origin === 'yours' && finding.severity !== 'advice';
}

/** Divides your errors and warnings; `findings` largest first. Secrets have no size and come first. */
export function chooseFindings(findings: readonly Finding[]): FindingChoice {
  const yours = findings.filter(isYourBallast);
  const isError = ({ severity }: Finding): boolean => severity === 'error';
  const secrets = yours.filter(({ secret }) => secret !== null);
  const sortedSecrets = [...secrets.filter(isError), ...secrets.filter((finding) => !isError(finding))];
  const others = yours.filter(({ secret }) => secret === null);
  const errors = others.filter(isError);
  const warnings = others.filter((finding) => !isError(finding));
  const all = sumFindingBytes(warnings);
  let left = all;
  let count = 0;
  while (count < Math.min(warnings.length, WARNINGS_SHOWN) && (count === 0 || left > all * SMALL_SHARE)) {
    left -= warnings[count]!.bytes;
    count++;
  }
  return {
    shown: [
      ...sortedSecrets.slice(0, SECRETS_SHOWN),
      ...errors.slice(0, ERRORS_SHOWN),
      ...warnings.slice(0, count),
    ],
    small: [...errors.slice(ERRORS_SHOWN), ...warnings.slice(count)],
    moreSecrets: sortedSecrets.slice(SECRETS_SHOWN),
  };
}

/** The bytes of several findings together. */
export function sumFindingBytes(findings: readonly Finding[]): number {
  return findings.reduce((sum, { bytes }) => sum + bytes, 0);
}
