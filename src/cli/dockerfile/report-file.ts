// One Dockerfile from its path to what is told of it; it is repaired first where that was asked for.
import type { DockerfileFinding } from '../../checks/dockerfile/dockerfile-finding.ts';
import type { DockerfileLook } from '../../checks/dockerfile/dockerfile-rule.ts';
import { fixDockerfile } from '../../checks/dockerfile/fixes/fix-dockerfile.ts';
import { readDockerfileBytes } from '../../context/inspection/read-build.ts';
import { replaceFile } from '../../context/repair/replace-file.ts';
import { type DockerfileText, decodeDockerfile, encodeDockerfile } from '../../dockerfile/dockerfile-text.ts';
import { formatUnifiedDiff } from '../../dockerfile/editing/unified-diff.ts';
import type { ModelInputs } from '../../dockerfile/model/model-dockerfile.ts';
import { PlimsollError } from '../../errors.ts';
import type { DockerfileRepair, ReportedDockerfile } from '../../report/dockerfile-report.ts';
import type { IgnoreSetting } from '../settings/settings.ts';
import type { FixChoice } from './fix-choice.ts';
import {
  acceptDockerfileFindings,
  type JudgedDockerfile,
  judgeRead,
  judgeText,
  type TextSurroundings,
  tellInvalid,
} from './judge-text.ts';

/** A Dockerfile and the ways in which it is built. */
export interface ChosenDockerfile {
  readonly file: string;
  /** Where a definition holds it; such a file is not repaired. */
  readonly text?: string;
  readonly builds: readonly ModelInputs[];
}

/** What all files of a run share. */
export interface DockerfileRun {
  readonly ignores: readonly IgnoreSetting[];
  readonly usedIgnores: Set<IgnoreSetting>;
  /** Undefined where nothing is to be repaired. */
  readonly fixes: FixChoice | undefined;
  lookOf(file: string): DockerfileLook;
}

/** What is told, and what it is told from; without models the file is one that no builder would build. */
export interface ReadDockerfile {
  readonly report: ReportedDockerfile;
  readonly judged?: JudgedDockerfile;
}

/** Reads, repairs and judges; throws FILE_UNREADABLE, DESTINATION_UNWRITABLE. */
export function reportFile({ file, text, builds }: ChosenDockerfile, run: DockerfileRun): ReadDockerfile {
  const bytes = text === undefined ? readDockerfileBytes(file) : Buffer.from(text);
  const around: TextSurroundings = { builds, look: run.lookOf(file), ignores: run.ignores };
  try {
    const source = decodeDockerfile(bytes);
    const fixes = text === undefined ? run.fixes : undefined;
    if (fixes === undefined) return finish(judgeText(source, around), file, null, run);
    return repair(file, bytes, source, around, fixes, run);
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code !== 'DOCKERFILE_INVALID') throw error;
    const { findings, ignored, usedIgnores } = acceptDockerfileFindings(
      [tellInvalid(error, file)],
      run.ignores,
    );
    for (const setting of usedIgnores) run.usedIgnores.add(setting);
    return { report: { file, findings, ignored, suppressed: [], repair: null } };
  }
}

/** Tells of a file that was read before, and not repaired, what another run says of it. */
export function reportAgain(file: string, judged: JudgedDockerfile, run: DockerfileRun): ReportedDockerfile {
  const again = judgeRead(judged, { look: run.lookOf(file), ignores: run.ignores });
  return finish(again, file, null, run).report;
}

function repair(
  file: string,
  bytes: Buffer,
  source: DockerfileText,
  around: TextSurroundings,
  fixes: FixChoice,
  run: DockerfileRun,
): ReadDockerfile {
  const outcome = fixDockerfile(source, {
    judge: (changed) => judgeText(changed, around),
    permit: fixes.permit,
  });
  const { applied, skipped } = outcome;
  const diff = formatUnifiedDiff(file, source.text, outcome.source.text);
  const isWritten = !fixes.isDryRun && diff !== '';
  if (isWritten)
    replaceFile({
      path: file,
      before: bytes,
      bytes: encodeDockerfile(outcome.source),
      what: 'the Dockerfile',
    });
  const report = { applied, skipped, isDryRun: fixes.isDryRun, diff };
  // A dry run tells what is there, not what would be.
  const told = isWritten ? (outcome.judged as JudgedDockerfile) : judgeText(source, around);
  return finish(told, file, report, run);
}

function finish(
  judged: JudgedDockerfile,
  file: string,
  done: DockerfileRepair | null,
  run: DockerfileRun,
): ReadDockerfile {
  const { ignored, suppressed, usedIgnores } = judged;
  for (const setting of usedIgnores) run.usedIgnores.add(setting);
  const { findSecrets } = run.lookOf(file);
  const findings = judged.findings.map((finding) => withoutSecrets(finding, findSecrets));
  const { text } = judged.dockerfile.source;
  return { report: { file, text, findings, ignored, suppressed, repair: done }, judged };
}

/** An edit may move text in which a secret stands: that is not told. */
function withoutSecrets(
  finding: DockerfileFinding,
  findSecrets: DockerfileLook['findSecrets'],
): DockerfileFinding {
  const isTelling = finding.edit?.edits.some(({ text }) => findSecrets(text).length > 0) === true;
  return isTelling ? { ...finding, edit: null } : finding;
}
