// The findings of Dockerfiles and build contexts for tools of others.
import { basename, relative, resolve } from 'node:path';
import type { ContextReport } from '../../report/context-report.ts';
import type { DockerfileReport } from '../../report/dockerfile-report.ts';
import { formatBytes } from '../../report/format-amount.ts';
import type { TargetError } from '../../report/json.ts';
import { judgeContexts } from '../../report/judgements/judge-contexts.ts';
import { judgeDockerfiles } from '../../report/judgements/judge-dockerfiles.ts';
import { formatMarkdown } from '../../report/markdown.ts';
import { adoptEdits } from './adopt-edits.ts';
import type { JudgedPart } from './told-part.ts';

/** Dockerfiles without their contexts. */
export function judgeDockerfilePart({ files, errors, verdict }: DockerfileReport): JudgedPart {
  const judgements = adoptEdits(judgeDockerfiles(files, verdict.failOn), files);
  const names = [...files.map(({ file }) => file), ...errors.map(({ target }) => target)];
  const summary = { title: names.join(', '), passes: verdict.passes, lines: [], errors };
  return { judgements, errors, markdown: () => formatMarkdown(summary, judgements) };
}

/** Build contexts, and what is found in their Dockerfiles. */
export function judgeContextPart(report: ContextReport, errors: readonly TargetError[]): JudgedPart {
  const files = report.builds.flatMap(({ dockerfileReport }) => dockerfileReport ?? []);
  const judgements = adoptEdits(judgeContexts(report), files);
  const contexts = report.builds.flatMap((build) => build.contexts);
  const summary = {
    title: [...new Set(contexts.map(({ folder }) => nameFolder(folder)))].join(', '),
    passes: report.verdict.passes,
    lines: contexts.map(({ folder, sent }) => `${nameFolder(folder)}: ${formatBytes(sent.bytes)} are sent.`),
    errors,
  };
  return { judgements, errors, markdown: () => formatMarkdown(summary, judgements) };
}

/** As it lies in the working folder; that one itself has its name. */
function nameFolder(folder: string): string {
  const path = relative('.', folder);
  return path === '' ? basename(resolve('.')) : path.startsWith('..') ? folder : path;
}
