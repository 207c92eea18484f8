// Findings about Dockerfiles as judgements, with the changes that `--fix` would make.
import type { DockerfileFinding } from '../../checks/dockerfile/dockerfile-finding.ts';
import type { ReportedDockerfile } from '../dockerfile-report.ts';
import { formatBytes } from '../format-amount.ts';
import type { FailOn } from '../image-report.ts';
import { FingerprintMaker } from './fingerprint.ts';
import type { Judgement } from './judgement.ts';
import { reaches } from './reaches.ts';

/** The findings of all files, those that comments or plimsoll.yaml take out too. */
export function judgeDockerfiles(
  files: readonly ReportedDockerfile[],
  failOn: FailOn,
  fingerprints: FingerprintMaker = new FingerprintMaker(),
): readonly Judgement[] {
  return files.flatMap((file) => {
    const judge = (finding: DockerfileFinding, acceptedBecause: string | null): Judgement =>
      judgeFinding(finding, file, failOn, fingerprints, acceptedBecause);
    return [
      ...file.findings.map((finding) => judge(finding, null)),
      ...file.ignored.map(({ finding, reason }) => judge(finding, reason)),
      ...file.suppressed.map(({ finding, reason, tool, line }) =>
        judge(finding, reason ?? `a comment for ${tool} in line ${line}`),
      ),
    ];
  });
}

function judgeFinding(
  finding: DockerfileFinding,
  { text }: ReportedDockerfile,
  failOn: FailOn,
  fingerprints: FingerprintMaker,
  acceptedBecause: string | null,
): Judgement {
  const { rule, severity, message, file, line, endLine, range, stage, price, fix, edit } = finding;
  const about = range === null ? '' : (text?.slice(range.start, range.end) ?? '');
  return {
    kind: 'judgement',
    rule,
    severity,
    message,
    details:
      price === null || price.bytes === 0 ? [] : [`The repair saves about ${formatBytes(price.bytes)}.`],
    file,
    line: line ?? 1,
    endLine: endLine ?? line ?? 1,
    columns: text === undefined || range === null ? null : columnsOf(range, text),
    subject: stage === null ? file : `${file}, stage ${stage}`,
    bytes: price?.bytes ?? 0,
    fix,
    edits: edit?.edits.map((each) => ({ start: each.start, end: each.end, text: each.text })) ?? [],
    editNote: edit === null ? null : edit.safety === 'safe' ? '--fix does it' : `--fix=${rule} does it`,
    fingerprint: fingerprints.make([rule, file, stage ?? '', about]),
    acceptedBecause,
    fails: acceptedBecause === null && reaches(severity, failOn),
  };
}

function columnsOf(
  { start, end }: NonNullable<DockerfileFinding['range']>,
  text: string,
): NonNullable<Judgement['columns']> {
  const columnOf = (offset: number): number => offset - text.lastIndexOf('\n', offset - 1);
  // The last line is that of the last character, whose line end may be it.
  const last = Math.max(start, end - 1);
  const isPast = end > start && text[last] !== '\n';
  return { start: columnOf(start), end: columnOf(last) + (isPast ? 1 : 0) };
}
