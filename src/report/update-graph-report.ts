// What `plimsoll update graph` tells, before it becomes text, JSON or dot.
import type { UpdateGraph } from '../fleet/update/graph/update-graph.ts';

/** A graph with its waves. */
export interface UpdateGraphReport {
  readonly graph: UpdateGraph;
  /** In the order of its images; -1 where a cycle is in the way. */
  readonly waves: readonly number[];
  readonly waveCount: number;
}
