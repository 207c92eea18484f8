// `plimsoll update plan [FOLDER...]`: what is stale and why, and what would be done about it.
import { planUpdate } from '../../fleet/update/planning/plan-update.ts';
import { formatUpdatePlanBake } from '../../report/update-plan-bake.ts';
import { formatGithubJobs, formatGitlabJobs } from '../../report/update-plan-jobs.ts';
import { formatUpdatePlanJson } from '../../report/update-plan-json.ts';
import { formatUpdatePlanText } from '../../report/update-plan-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import { openGraph } from '../update/open-graph.ts';
import { openPlan } from '../update/open-plan.ts';
import type { UpdatePlanFlags } from '../update/update-flags.ts';

/** Tells the plan and resolves to the exit code: 1 where something is stale and `--check` asks. */
export async function runUpdatePlan(
  folders: readonly string[],
  flags: UpdatePlanFlags,
  io: CliIo,
): Promise<number> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  try {
    status.showStep('reading the graph');
    const opened = await openGraph(folders, flags, io);
    const { inputs } = await openPlan(opened, flags, io, status);
    const report = {
      graph: opened.graph,
      plan: planUpdate(inputs),
      bases: inputs.bases,
      ...(flags.since === undefined ? {} : { since: flags.since }),
      ifChanged: flags.ifChanged ?? [],
    };
    const write = {
      json: formatUpdatePlanJson,
      bake: formatUpdatePlanBake,
      github: formatGithubJobs,
      gitlab: formatGitlabJobs,
    };
    status.clear();
    await writePieces(
      io.stdout,
      flags.format === 'text'
        ? [formatUpdatePlanText(report, chooseLayout(flags, io))]
        : write[flags.format](report),
    );
    return flags.check === true && report.plan.waves > 0 ? EXIT_CODE.findings : EXIT_CODE.clean;
  } finally {
    status.clear();
  }
}
