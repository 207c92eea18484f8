// Judgements made up for the tests of the formats.
import type { Judgement } from '../../src/report/judgements/judgement.ts';

/** A warning at line 2 of a Dockerfile. */
export function makeJudgement(fields: Partial<Judgement> = {}): Judgement {
  return {
    kind: 'judgement',
    rule: 'apt-lists-kept',
    severity: 'warning',
    message: 'the package lists of apt stay in the layer',
    details: [],
    file: 'Dockerfile',
    line: 2,
    endLine: 3,
    columns: null,
    subject: 'Dockerfile',
    bytes: 0,
    fix: 'End the RUN with `rm -rf /var/lib/apt/lists/*`.',
    edits: [],
    editNote: null,
    fingerprint: 'f'.repeat(32),
    acceptedBecause: null,
    fails: true,
    ...fields,
  };
}
