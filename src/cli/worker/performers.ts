// Who performs steps of which kind. Each is loaded with the worker that wants it.
import type { StepPerformer } from '../../fleet/durable/durable-store.ts';
import type { WorkerRun } from './worker-run.ts';

type LoadPerformer = (run: WorkerRun) => Promise<StepPerformer>;

const PERFORMERS: Readonly<Record<string, LoadPerformer>> = {
  'scan-layer': async (run) => (await import('./perform-scan-layer.ts')).createScanPerformer(run),
};

/** All kinds of steps. */
export const STEP_KINDS = Object.keys(PERFORMERS);

/** One performer for several kinds. */
export async function loadPerformer(kinds: readonly string[], run: WorkerRun): Promise<StepPerformer> {
  const loaded = new Map<string, StepPerformer>();
  for (const kind of kinds) loaded.set(kind, await PERFORMERS[kind]!(run));
  return (step, context) => loaded.get(step.kind)!(step, context);
}
