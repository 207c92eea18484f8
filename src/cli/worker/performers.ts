// Who performs steps of which kind. Each is loaded with the worker that wants it.
import type { StepPerformer } from '../../fleet/durable/durable-store.ts';
import type { WorkerRun } from './worker-run.ts';

/** Undefined where this machine has not what it takes. */
type LoadPerformer = (run: WorkerRun) => Promise<StepPerformer | undefined>;

const PERFORMERS: Readonly<Record<string, LoadPerformer>> = {
  'make-image': async (run) => (await import('./perform-make-image.ts')).createMakePerformer(run),
  'scan-layer': async (run) => (await import('./perform-scan-layer.ts')).createScanPerformer(run),
};

/** All kinds of steps. */
export const STEP_KINDS = Object.keys(PERFORMERS);

/** One performer for several kinds, and those that it does. */
export async function loadPerformer(
  kinds: readonly string[],
  run: WorkerRun,
): Promise<{ readonly kinds: readonly string[]; readonly perform: StepPerformer }> {
  const loaded = new Map<string, StepPerformer>();
  for (const kind of kinds) {
    const performer = await PERFORMERS[kind]!(run);
    if (performer !== undefined) loaded.set(kind, performer);
  }
  return { kinds: [...loaded.keys()], perform: (step, context) => loaded.get(step.kind)!(step, context) };
}
