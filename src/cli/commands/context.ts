// `plimsoll context [DIR]`: what a build sends, why, and what of it should not be sent.
import { ContextCrew } from '../../context/crew/context-crew.ts';
import type { InspectedContext } from '../../context/inspection/inspect-context.ts';
import { PlimsollError } from '../../errors.ts';
import { formatContextJson } from '../../report/context-json.ts';
import type { ContextReport, ReportedBuild } from '../../report/context-report.ts';
import { formatContextText } from '../../report/context-text.ts';
import type { ReportedDockerfile } from '../../report/dockerfile-report.ts';
import type { TargetError } from '../../report/json.ts';
import type { CliIo } from '../cli-io.ts';
import { acceptFindings, reachContextVerdict } from '../context/accept-findings.ts';
import { chooseBuilds } from '../context/choose-builds.ts';
import type { ChosenBuild } from '../context/chosen-build.ts';
import type { ContextFlags } from '../context/context-flags.ts';
import { inspectBuild } from '../context/inspect-build.ts';
import type { ContextsSearch } from '../context/search-contexts.ts';
import { summariseContext } from '../context/summarise-context.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { RunOutput } from '../formats/run-output.ts';
import type { ToldPart } from '../formats/told-part.ts';
import { keepKnown, openKnown } from '../known-findings/known-flags.ts';
import { dropEnded } from '../settings/drop-ended.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { IgnoreSetting, Settings } from '../settings/settings.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { toTargetError } from '../to-target-error.ts';

/** What is told of the Dockerfile beside its main context; the files that are sent say what some of it costs. */
export type TellDockerfile = (main: InspectedContext) => ReportedDockerfile;

/** Lists and judges the contexts and resolves to the exit code. */
export async function runContext(
  folder: string,
  flags: ContextFlags,
  io: CliIo,
  tellDockerfile?: TellDockerfile,
  shared?: RunOutput,
): Promise<number> {
  refuseToWrite(flags);
  if (flags.fix !== undefined || flags.dryRun === true) return fixContext(folder, flags, io);
  if (flags.why !== undefined)
    return (await import('../context/run-why-sent.ts')).runWhySent(folder, flags.why, flags, io);
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const settings = await readSettings(flags.config, async () => (await loadKnownRules()).RULE_IDS);
  const chosen = await chooseBuilds(folder, flags, (line) => status.notice(line));
  const output = shared ?? new RunOutput('context', flags, io);
  const isBare = isBareList(flags, output);
  const search = flags.secrets && !isBare ? await makeSearch(flags, settings, status) : undefined;
  const ignores = dropEnded(settings, io.now, status);
  const used = new Set<IgnoreSetting>();
  const builds: ReportedBuild[] = [];
  const crew = new ContextCrew(io.signal, flags.workers);
  const errors: TargetError[] = [];
  try {
    for (const build of chosen) {
      try {
        builds.push(
          await reportBuild(build, flags, isBare, crew, search, ignores, used, io.signal, tellDockerfile),
        );
      } catch (error) {
        if (chosen.length === 1 || io.signal.aborted) throw error;
        errors.push(await toTargetError(build.name ?? build.dockerfilePath, error));
        await (await import('../print-error.ts')).printError(error, flags.debug === true, io);
      }
    }
  } finally {
    await crew.close();
    if (!io.signal.aborted) search?.save();
  }
  const findings = builds.flatMap(({ contexts, dockerfileReport }) => [
    ...(dockerfileReport?.findings ?? []),
    ...contexts.flatMap((context) => context.findings),
  ]);
  const verdict = reachContextVerdict(findings, flags.failOn ?? settings.failOn ?? 'warning');
  const known = await openKnown(flags);
  const judged = { builds: shareFolders(builds), verdict, isSearched: search !== undefined };
  const report =
    known === undefined
      ? judged
      : (await import('../known-findings/accept-known.ts')).acceptKnownOfContexts(judged, known);
  await output.tell(toPart(report, errors, flags));
  if (shared === undefined) await output.finish();
  const unused = errors.length > 0 || isBare ? [] : ignores.filter((setting) => !used.has(setting));
  for (const setting of unused)
    if ((await loadKnownRules()).isContextRule(setting.rule))
      status.notice(`${settings.file}:${setting.line}: the ignore of '${setting.rule}' matches nothing`);
  if (errors.length > 0) return EXIT_CODE.couldNotRun;
  const isKept = await keepKnown(flags, async () =>
    (await import('../../report/judgements/judge-contexts.ts')).judgeContexts(report),
  );
  return isKept || report.verdict.passes ? EXIT_CODE.clean : EXIT_CODE.findings;
}

/** Not before it is needed: with the rules comes half of the program. */
function loadKnownRules(): Promise<typeof import('../settings/known-rules.ts')> {
  return import('../settings/known-rules.ts');
}

/** A list as text is a question, as `--why` is: it shows no findings, so none are looked for. */
function isBareList({ list }: ContextFlags, output: RunOutput): boolean {
  return list === true && !output.wants((format) => format !== 'text');
}

function refuseToWrite({ write, fix, dryRun, why }: ContextFlags): void {
  if (write !== undefined && (fix !== undefined || dryRun === true || why !== undefined))
    throw new PlimsollError('USAGE', '--write is for what a context is found to have', {
      hint: 'Leave out --fix and --why, or --write.',
    });
}

async function makeSearch(
  flags: ContextFlags,
  settings: Settings,
  status: StatusLine,
): Promise<ContextsSearch> {
  const [{ FactsCache }, { joinRuleFiles }, { readRuleFiles }, { ContextsSearch }] = await Promise.all([
    import('../../contents/cache/facts-cache.ts'),
    import('../../secrets/join-rule-files.ts'),
    import('../settings/read-rule-files.ts'),
    import('../context/search-contexts.ts'),
  ]);
  const addedRules = joinRuleFiles(await readRuleFiles(settings, (line) => status.notice(line)));
  const cache = flags.cache
    ? new FactsCache(flags.cacheDir === undefined ? {} : { folder: flags.cacheDir })
    : undefined;
  return new ContextsSearch({ addedRules, cacheFolder: cache?.folder });
}

async function reportBuild(
  build: ChosenBuild,
  flags: ContextFlags,
  isBare: boolean,
  crew: ContextCrew,
  search: ContextsSearch | undefined,
  ignores: readonly IgnoreSetting[],
  used: Set<IgnoreSetting>,
  signal: AbortSignal,
  tellDockerfile: TellDockerfile | undefined,
): Promise<ReportedBuild> {
  const judged = isBare
    ? (await inspectBuild(build, flags, crew)).map((context) => ({ context, findings: [] }))
    : await (await import('../context/judge-build.ts')).judgeBuild(build, flags, crew, search, signal);
  return {
    name: build.name,
    dockerfile: build.dockerfilePath,
    target: build.inputs.target ?? null,
    engine: flags.engine,
    contexts: judged.map(({ context, findings }) => ({
      ...summariseContext(context, {
        withPaths: flags.list === true,
        withTree: !isBare,
      }),
      ...acceptFindings(findings, ignores, used),
      sharedWith: [],
    })),
    ...(tellDockerfile === undefined ? {} : { dockerfileReport: tellDockerfile(judged[0]!.context) }),
  };
}

/** Says of each folder which other builds send from it: an ignore file in it is theirs too. */
function shareFolders(builds: readonly ReportedBuild[]): readonly ReportedBuild[] {
  const users = new Map<string, Set<string>>();
  for (const { name, contexts } of builds)
    for (const { folder } of contexts) users.set(folder, (users.get(folder) ?? new Set()).add(name ?? ''));
  return builds.map((build) => ({
    ...build,
    contexts: build.contexts.map((context) => ({
      ...context,
      sharedWith: [...users.get(context.folder)!].filter((name) => name !== (build.name ?? '')),
    })),
  }));
}

function toPart(report: ContextReport, errors: readonly TargetError[], { list }: ContextFlags): ToldPart {
  return {
    text: (layout) => formatContextText(report, layout, list === true),
    documents: { json: () => formatContextJson(report) },
    judge: async () => (await import('../formats/format-projects.ts')).judgeContextPart(report, errors),
  };
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
