// What `plimsoll update plan` tells, before it becomes text, JSON, a bake file or a matrix of jobs.
import type { UpdateGraph } from '../fleet/update/graph/update-graph.ts';
import type { BaseResolution } from '../fleet/update/planning/base-resolution.ts';
import type { UpdatePlan } from '../fleet/update/planning/update-plan.ts';

/** A plan, and what it was asked. */
export interface UpdatePlanReport {
  readonly graph: UpdateGraph;
  readonly plan: UpdatePlan;
  /** External bases as they are now. */
  readonly bases: ReadonlyMap<string, BaseResolution>;
  /** Changes since this git reference were asked for, and not those since the lock. */
  readonly since?: string;
  /** What a change of these would touch was asked for. */
  readonly ifChanged: readonly string[];
}
