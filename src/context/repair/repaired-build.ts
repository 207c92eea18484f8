// The builds that one ignore file serves: every target of each Dockerfile, with what each uses of the folder.

import type { ContextUse } from '../../dockerfile/evaluation/context-use.ts';
import type { EvaluatedBuild } from '../../dockerfile/evaluation/evaluate-build.ts';
import { sourcesOfTransfer } from '../find-uses.ts';
import type { ContextSources } from '../follow-links/narrow-context.ts';
import { UseAnchors } from './use-anchors.ts';

/** One build whose needs the ignore file must meet. */
export interface RepairedBuild {
  readonly dockerfilePath: string;
  /** The stage that is built; undefined for the last. */
  readonly target: string | undefined;
  readonly build: EvaluatedBuild;
}

/** A build, and where its uses lead in the folder. */
export interface AnchoredBuild extends RepairedBuild {
  readonly uses: readonly ContextUse[];
  readonly sources: ContextSources;
  readonly anchors: UseAnchors;
}

const READS_NOTHING: ReadonlySet<string> = new Set(['add-git', 'tmpfs-mount']);

/** Follows the uses of a build's main context. Throws CONTEXT_UNREADABLE where the build fails too. */
export function anchorBuild(build: RepairedBuild, folder: string): AnchoredBuild {
  const { mainContext } = build.build;
  const uses = mainContext.uses.filter(({ kind }) => !READS_NOTHING.has(kind));
  return {
    ...build,
    uses,
    sources: sourcesOfTransfer(mainContext),
    anchors: new UseAnchors(folder, uses),
  };
}
