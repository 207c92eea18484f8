// A run's images made current: for `update promote`, and for `update run --promote`.

import type { DurableStore } from '../../fleet/durable/durable-store.ts';
import { collectMembers, type RunOutcome } from '../../fleet/update/generations/collect-members.ts';
import { type Promotion, promote } from '../../fleet/update/generations/promote.ts';
import type { UpdateGraph } from '../../fleet/update/graph/update-graph.ts';
import type { CliIo } from '../cli-io.ts';
import type { Settings } from '../settings/settings.ts';
import type { StatusLine } from '../terminal/status-line.ts';
import { createCheckGate, type GateFlags } from './check-gate.ts';
import { createMayFail, listOwnNames, toGenerationOptions } from './open-generations.ts';

/** Where and how it is promoted. */
export interface PromoteRunFlags extends GateFlags {
  readonly generations?: string;
  readonly keep?: number;
  readonly gate?: 'error' | 'warning' | 'none';
}

/** Promotes what the run has left; throws as `promote`. */
export function promoteRun(
  outcome: RunOutcome & { readonly graph: UpdateGraph },
  flags: PromoteRunFlags,
  settings: Settings,
  store: DurableStore,
  io: CliIo,
  status: StatusLine,
): Promise<Promotion> {
  const { graph, lock, to } = outcome;
  const own = listOwnNames(graph, lock, to);
  const failOn = flags.gate ?? settings.update.gate ?? 'none';
  status.showStep('promoting');
  // Ignores and budgets of the project whose images they are, from wherever it is promoted.
  const config = settings.file === null ? {} : { config: settings.file };
  const place = { ...flags, ...(to === undefined ? {} : { to }) };
  return promote(collectMembers(outcome), {
    ...toGenerationOptions(place, settings, store, io, status),
    keep: flags.keep ?? settings.update.keep,
    mayMove: (reference) => own.has(reference),
    mayFail: createMayFail(settings),
    ...(failOn === 'none' ? {} : { gate: createCheckGate(failOn, { ...flags, ...config }, io) }),
  });
}
