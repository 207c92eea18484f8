// Many Dockerfiles in one run, each on its own: no context is walked.

import type { DockerfileReport, ReportedDockerfile } from '../../report/dockerfile-report.ts';
import type { FailOn } from '../../report/image-report.ts';
import type { TargetError } from '../../report/json.ts';
import type { CliIo } from '../cli-io.ts';
import { reachContextVerdict } from '../context/accept-findings.ts';
import { toTargetError } from '../to-target-error.ts';
import { type ChosenDockerfile, type DockerfileRun, reportFile } from './report-file.ts';

/** Reports on all files; one that cannot be read hides no other. */
export async function runDockerfiles(
  chosen: readonly ChosenDockerfile[],
  run: DockerfileRun,
  failOn: FailOn,
  io: CliIo,
  isDebugging: boolean,
): Promise<DockerfileReport> {
  const files: ReportedDockerfile[] = [];
  const errors: TargetError[] = [];
  for (const each of chosen) {
    io.signal.throwIfAborted();
    try {
      files.push(reportFile(each, run).report);
    } catch (error) {
      if (chosen.length === 1 || io.signal.aborted) throw error;
      errors.push(await toTargetError(each.file, error));
      await (await import('../print-error.ts')).printError(error, isDebugging, io);
    }
  }
  const verdict = reachContextVerdict(
    files.flatMap(({ findings }) => findings),
    failOn,
  );
  return { files, errors, verdict };
}
