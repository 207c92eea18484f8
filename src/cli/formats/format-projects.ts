// The findings of Dockerfiles and build contexts for tools of others.
import type { ContextReport } from '../../report/context-report.ts';
import type { DockerfileReport } from '../../report/dockerfile-report.ts';
import { formatBytes } from '../../report/format-amount.ts';
import { judgeContexts } from '../../report/judgements/judge-contexts.ts';
import { judgeDockerfiles } from '../../report/judgements/judge-dockerfiles.ts';
import type { CliIo } from '../cli-io.ts';
import type { JudgementFormat } from './format-names.ts';
import { writeJudgements } from './judgement-formats.ts';

/** Writes the findings of Dockerfiles to stdout. */
export function writeDockerfileJudgements(
  format: JudgementFormat,
  { files, verdict }: DockerfileReport,
  io: CliIo,
): Promise<void> {
  const summary = { title: files.map(({ file }) => file).join(', '), passes: verdict.passes, lines: [] };
  return writeJudgements(format, judgeDockerfiles(files, verdict.failOn), summary, io);
}

/** Writes the findings of build contexts, and those of their Dockerfiles, to stdout. */
export function writeContextJudgements(
  format: JudgementFormat,
  report: ContextReport,
  io: CliIo,
): Promise<void> {
  const contexts = report.builds.flatMap((build) => build.contexts);
  const summary = {
    title: contexts.map(({ folder }) => folder).join(', '),
    passes: report.verdict.passes,
    lines: contexts.map(({ folder, sent }) => `${folder}: ${formatBytes(sent.bytes)} are sent.`),
  };
  return writeJudgements(format, judgeContexts(report), summary, io);
}
