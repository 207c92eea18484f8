// Takes known findings out of reports, as plimsoll.yaml's ignores are taken out, and says anew whether they pass. Bytes stay what they
// are: a budget is about the image, whoever knows of it.
import type { ContextReport, ReportedContext } from '../../report/context-report.ts';
import type { DockerfileReport, ReportedDockerfile } from '../../report/dockerfile-report.ts';
import type { ImageReport } from '../../report/image-report.ts';
import { judgeContexts } from '../../report/judgements/judge-contexts.ts';
import { judgeDockerfiles } from '../../report/judgements/judge-dockerfiles.ts';
import { judgeImages } from '../../report/judgements/judge-images.ts';
import type { Judgement } from '../../report/judgements/judgement.ts';
import { reaches } from '../../report/judgements/reaches.ts';
import { reachContextVerdict } from '../context/accept-findings.ts';
import type { KnownFindings } from './known-file.ts';

interface Accepted<Finding> {
  readonly findings: readonly Finding[];
  readonly ignored: readonly {
    readonly finding: Finding;
    readonly reason: string;
    readonly until: string | null;
  }[];
}

/** An image without its known findings. */
export function acceptKnownOfImage(report: ImageReport, known: KnownFindings): ImageReport {
  const judgements = judgeImages([report], { dockerfile: '', byReport: [] });
  const { verdict } = report;
  const { findings, ignored } = accept(report, judgements, known);
  const failingCount = findings.filter(
    ({ origin, severity }) => origin === 'yours' && reaches(severity, verdict.failOn),
  ).length;
  const passes = failingCount === 0 && verdict.budgets.every(({ isExceeded }) => !isExceeded);
  return { ...report, findings, ignored, verdict: { ...verdict, failingCount, passes } };
}

/** Dockerfiles without their known findings. */
export function acceptKnownOfDockerfiles(report: DockerfileReport, known: KnownFindings): DockerfileReport {
  const { failOn } = report.verdict;
  const queue = queueOf(judgeDockerfiles(report.files, failOn));
  const files = report.files.map((file) => acceptFile(file, queue, known));
  return {
    ...report,
    files,
    verdict: reachContextVerdict(
      files.flatMap(({ findings }) => findings),
      failOn,
    ),
  };
}

/** Contexts and their Dockerfiles without known findings. */
export function acceptKnownOfContexts(report: ContextReport, known: KnownFindings): ContextReport {
  const { failOn } = report.verdict;
  const queue = queueOf(judgeContexts(report));
  const builds = report.builds.map((build) => {
    const { dockerfileReport } = build;
    const file = dockerfileReport === undefined ? undefined : acceptFile(dockerfileReport, queue, known);
    const contexts = build.contexts.map(
      (context): ReportedContext => ({
        ...context,
        ...accept(context, queue(context.findings.length + context.ignored.length), known),
      }),
    );
    return { ...build, contexts, ...(file === undefined ? {} : { dockerfileReport: file }) };
  });
  const findings = builds.flatMap(({ contexts, dockerfileReport }) => [
    ...(dockerfileReport?.findings ?? []),
    ...contexts.flatMap((context) => context.findings),
  ]);
  return { ...report, builds, verdict: reachContextVerdict(findings, failOn) };
}

/** Judgements come in the order of the reports: findings, then those that are accepted already. */
function queueOf(judgements: readonly Judgement[]): (count: number) => readonly Judgement[] {
  let next = 0;
  return (count) => {
    next += count;
    return judgements.slice(next - count, next);
  };
}

function acceptFile(
  file: ReportedDockerfile,
  queue: (count: number) => readonly Judgement[],
  known: KnownFindings,
): ReportedDockerfile {
  const judgements = queue(file.findings.length + file.ignored.length + file.suppressed.length);
  return { ...file, ...accept(file, judgements, known) };
}

function accept<Finding>(
  { findings, ignored }: Accepted<Finding>,
  judgements: readonly Judgement[],
  { file, fingerprints }: KnownFindings,
): Accepted<Finding> {
  const isKnown = (i: number): boolean => fingerprints.has(judgements[i]!.fingerprint);
  const reason = `known in ${file}`;
  return {
    findings: findings.filter((_, i) => !isKnown(i)),
    ignored: [
      ...ignored,
      ...findings.flatMap((finding, i) => (isKnown(i) ? [{ finding, reason, until: null }] : [])),
    ],
  };
}
