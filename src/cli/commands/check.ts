// `plimsoll check TARGET...`: the verdict on images, on Dockerfiles, and on what builds send.
import { PlimsollError } from '../../errors.ts';
import type { CliIo } from '../cli-io.ts';
import { readFixFlags } from '../dockerfile/fix-flag.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { findProject } from '../find-project.ts';
import { isJudgementFormat } from '../formats/format-names.ts';
import { RunOutput } from '../formats/run-output.ts';
import type { CheckFlags } from '../image-flags.ts';
import type { ReportFormats } from '../run-targets.ts';

/** Checks the projects, then the images, and resolves to the exit code. */
export async function runCheck(words: readonly string[], flags: CheckFlags, io: CliIo): Promise<number> {
  const wish = readFixFlags(words, flags);
  const { targets } = wish;
  const found = await Promise.all(targets.map(findProject));
  const projects = found.filter((project) => project !== undefined);
  const images = targets.filter((_, i) => found[i] === undefined);
  // A Dockerfile among others is looked at alone; a folder, and a Dockerfile for itself, with what the build sends.
  const isAlone = targets.length === 1;
  const isRepair = wish.named !== undefined;
  const hasContext = (i: number): boolean => !isRepair && (isAlone || projects[i]!.file === undefined);
  const withContext = projects.filter(
    (_, i) => flags.bake === undefined && flags.compose === undefined && hasContext(i),
  );
  const files = projects.filter((project) => !withContext.includes(project));
  const output = new RunOutput('check', flags, io);
  refuse(files.length, withContext.length, images, isRepair, output);
  const codes: number[] = [];
  if (projects.length > 0) {
    const { checkFiles, checkProject } = await import('../dockerfile/check-projects.ts');
    if (files.length > 0) codes.push(await checkFiles(files, wish, flags, io, output));
    for (const project of withContext) codes.push(await checkProject(project, wish, flags, io, output));
  }
  if (images.length > 0) codes.push(await checkImages(images, flags, io, output));
  await output.finish();
  return Math.max(EXIT_CODE.clean, ...codes);
}

/** What reads images is loaded where there are any. */
async function checkImages(
  images: readonly string[],
  flags: CheckFlags,
  io: CliIo,
  output: RunOutput,
): Promise<number> {
  const [{ runTargets }, { formatReportJson }, { formatCheckText }] = await Promise.all([
    import('../run-targets.ts'),
    import('../../report/json.ts'),
    import('../../report/text.ts'),
  ]);
  const formats: ReportFormats = {
    text: formatCheckText,
    json: formatReportJson,
    hasPage: true,
    judge: async (reports, errors) => {
      const { judgeImagePart } = await import('../formats/format-images.ts');
      return judgeImagePart(reports, errors, flags.dockerfile);
    },
  };
  return runTargets(images, flags, formats, io, output);
}

function refuse(
  files: number,
  projects: number,
  images: readonly string[],
  isRepair: boolean,
  output: RunOutput,
): void {
  if (isRepair && images.length > 0)
    throw new PlimsollError('USAGE', '--fix is for Dockerfiles', {
      subject: images[0]!,
      hint: 'Name a Dockerfile, or a folder that has one.',
    });
  if (projects + files > 0 && output.wants((format) => format === 'html'))
    throw new PlimsollError('USAGE', 'a page is about an image', {
      hint: 'Give --format text, json or sarif for a project.',
    });
  const kinds = projects + (files > 0 ? 1 : 0) + (images.length > 0 ? 1 : 0);
  const isDocument = (format: string): boolean => format !== 'text' && !isJudgementFormat(format);
  if (kinds > 1 && projects + files > 0 && output.wants(isDocument))
    throw new PlimsollError('USAGE', 'in JSON, a project is checked alone', {
      hint: 'Check each project, the Dockerfiles and the images in runs of their own.',
    });
}
