// `plimsoll context [DIR]`: what a build sends, and why.
import { type InspectedContext, inspectContexts } from '../../context/inspection/inspect-context.ts';
import { readBuild } from '../../context/inspection/read-build.ts';
import { PlimsollError } from '../../errors.ts';
import { formatContextJson } from '../../report/context-json.ts';
import type { ReportedBuild } from '../../report/context-report.ts';
import { formatContextText } from '../../report/context-text.ts';
import type { CliIo } from '../cli-io.ts';
import { type ChosenBuild, chooseBuilds } from '../context/choose-builds.ts';
import type { ContextFlags } from '../context/context-flags.ts';
import { summariseContext } from '../context/summarise-context.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { chooseLayout } from '../prepare-run.ts';
import { writePieces } from '../terminal/write-pieces.ts';

/** Lists the contexts and resolves to the exit code. */
export async function runContext(folder: string, flags: ContextFlags, io: CliIo): Promise<number> {
  if (flags.fix !== undefined || flags.dryRun === true) return fixContext(folder, flags, io);
  if (flags.why !== undefined)
    return (await import('../context/run-why-sent.ts')).runWhySent(folder, flags.why, flags, io);
  const builds = chooseBuilds(folder, flags).map((build) => reportBuild(build, flags, io.signal));
  const report = { builds };
  await writePieces(
    io.stdout,
    flags.format === 'json'
      ? formatContextJson(report)
      : formatContextText(report, chooseLayout(flags, io), flags.list === true),
  );
  return EXIT_CODE.clean;
}

const FIX_MODES = ['minimal', 'allowlist'] as const;

/** `--fix DIR` reads as if DIR were the mode; it is the folder where it is none. */
async function fixContext(folder: string, flags: ContextFlags, io: CliIo): Promise<number> {
  const { fix } = flags;
  if (fix === undefined)
    throw new PlimsollError('USAGE', '--dry-run needs --fix', { hint: 'Write --fix --dry-run.' });
  if (flags.why !== undefined || flags.list === true)
    throw new PlimsollError('USAGE', '--fix cannot be combined with --why or --list');
  const mode = fix === true ? 'minimal' : FIX_MODES.find((known) => known === fix);
  if (mode === undefined && folder !== '.')
    throw new PlimsollError('USAGE', '--fix knows minimal and allowlist', { subject: String(fix) });
  const { runRepair } = await import('../context/run-repair.ts');
  return runRepair(mode === undefined ? String(fix) : folder, mode ?? 'minimal', flags, io);
}

function reportBuild(build: ChosenBuild, flags: ContextFlags, signal: AbortSignal): ReportedBuild {
  const contexts = inspectBuild(build, flags, signal);
  return {
    name: build.name,
    dockerfile: build.dockerfilePath,
    target: build.inputs.target ?? null,
    engine: flags.engine,
    contexts: contexts.map((context) => summariseContext(context, flags.list === true)),
  };
}

function inspectBuild(
  { folder, dockerfilePath, inputs }: ChosenBuild,
  { engine }: ContextFlags,
  signal: AbortSignal,
): readonly InspectedContext[] {
  return inspectContexts(readBuild(dockerfilePath, inputs), { folder, engine, signal });
}
