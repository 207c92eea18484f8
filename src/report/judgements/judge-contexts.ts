// Findings about what builds send as judgements: they point at the ignore file or the Dockerfile, by line.
import type { ContextFinding } from '../../checks/context/context-finding.ts';
import type { ContextReport, ReportedBuild, ReportedContext } from '../context-report.ts';
import { formatBytes } from '../format-amount.ts';
import type { FailOn } from '../image-report.ts';
import { makeVisible } from '../visible-text.ts';
import { FingerprintMaker } from './fingerprint.ts';
import { judgeDockerfiles } from './judge-dockerfiles.ts';
import type { Judgement } from './judgement.ts';
import { reaches } from './reaches.ts';

const PATHS_TOLD = 3;

/** The findings of all builds, about their Dockerfiles first; those that are accepted too. */
export function judgeContexts({ builds, verdict }: ContextReport): readonly Judgement[] {
  const fingerprints = new FingerprintMaker();
  return builds.flatMap((build) => [
    ...judgeDockerfiles(
      build.dockerfileReport === undefined ? [] : [build.dockerfileReport],
      verdict.failOn,
      fingerprints,
    ),
    ...build.contexts.flatMap((context) => [
      ...context.findings.map((finding) =>
        judge(finding, null, context, build, verdict.failOn, fingerprints),
      ),
      ...context.ignored.map(({ finding, reason }) =>
        judge(finding, reason, context, build, verdict.failOn, fingerprints),
      ),
    ]),
  ]);
}

function judge(
  finding: ContextFinding,
  acceptedBecause: string | null,
  { folder, ignoreFile }: ReportedContext,
  { dockerfile, name }: ReportedBuild,
  failOn: FailOn,
  fingerprints: FingerprintMaker,
): Judgement {
  const { rule, severity, message, file, line, paths, pathCount, bytes, fate, fix } = finding;
  // What is sent without need is mended in the ignore file; what an instruction takes, at the instruction.
  const own = file ?? (fate !== null && fate.kind !== 'sent' ? dockerfile : (ignoreFile ?? dockerfile));
  const at = line ?? (own === dockerfile && fate !== null && fate.kind !== 'sent' ? fate.line : 1);
  const first = paths.slice(0, PATHS_TOLD).map((each) => `${each.path} (${formatBytes(each.bytes)})`);
  const more = pathCount - first.length;
  return {
    kind: 'judgement',
    rule,
    severity,
    message,
    details: [
      ...(first.length === 0
        ? []
        : [`In ${folder}: ${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`]),
      ...(fate === null ? [] : [tellFate(fate)]),
    ].map(makeVisible),
    file: own,
    line: at,
    endLine: at,
    columns: null,
    subject: name ?? folder,
    bytes,
    fix,
    edits: [],
    editNote: null,
    fingerprint: fingerprints.make([rule, own, paths[0]?.path ?? '']),
    acceptedBecause,
    fails: acceptedBecause === null && reaches(severity, failOn),
  };
}

function tellFate(fate: NonNullable<ContextFinding['fate']>): string {
  switch (fate.kind) {
    case 'final-stage':
      return `Line ${fate.line} copies it into the image.`;
    case 'stage':
      return `Line ${fate.line} copies it into stage ${fate.stage}, which is left behind.`;
    case 'mounted':
      return `Line ${fate.line} mounts it while it runs.`;
    case 'sent':
      return 'It is sent to the builder, and nothing uses it.';
  }
}
