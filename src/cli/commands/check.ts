// `plimsoll check TARGET...`: the verdict on images, and on the build contexts of projects.
import { PlimsollError } from '../../errors.ts';
import { formatReportJson } from '../../report/json.ts';
import { formatCheckText } from '../../report/text.ts';
import type { CliIo } from '../cli-io.ts';
import type { ContextFlags } from '../context/context-flags.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { findProject, type Project } from '../find-project.ts';
import type { ImageFlags } from '../image-flags.ts';
import { runTargets } from '../run-targets.ts';
import { StatusLine } from '../terminal/status-line.ts';

/** Checks the projects, then the images, and resolves to the exit code. */
export async function runCheck(targets: readonly string[], flags: ImageFlags, io: CliIo): Promise<number> {
  const found = await Promise.all(targets.map(findProject));
  const projects = found.filter((project) => project !== undefined);
  const images = targets.filter((_, i) => found[i] === undefined);
  if (projects.length > 0 && targets.length > 1 && flags.format === 'json')
    throw new PlimsollError('USAGE', 'in JSON, a project is checked alone', {
      hint: 'Check each project and the images in runs of their own.',
    });
  const codes: number[] = [];
  for (const project of projects) codes.push(await checkProject(project, flags, io));
  if (images.length > 0)
    codes.push(await runTargets(images, flags, { text: formatCheckText, json: formatReportJson }, io));
  return Math.max(EXIT_CODE.clean, ...codes);
}

async function checkProject({ folder, file }: Project, flags: ImageFlags, io: CliIo): Promise<number> {
  const { runContext } = await import('./context.ts');
  const { platform, failOn, config, cacheDir, workers, all, quiet, debug } = flags;
  const code = await runContext(
    folder,
    {
      ...(file === undefined ? {} : { file }),
      ...(platform === undefined ? {} : { platform }),
      ...(failOn === undefined ? {} : { failOn }),
      ...(config === undefined ? {} : { config }),
      ...(cacheDir === undefined ? {} : { cacheDir }),
      ...(workers === undefined ? {} : { workers }),
      ...(all === undefined ? {} : { all }),
      ...(quiet === undefined ? {} : { quiet }),
      ...(debug === undefined ? {} : { debug }),
      engine: 'buildkit',
      format: flags.format === 'json' ? 'json' : 'text',
      secrets: flags.rules?.includes('secrets') ?? true,
      cache: flags.cache,
      color: flags.color,
    } satisfies ContextFlags,
    io,
  );
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  status.notice(
    'this is about what the build sends; the image it makes is checked by its name: plimsoll check NAME',
  );
  return code;
}
