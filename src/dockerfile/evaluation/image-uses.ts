// Which images a build stands on or takes files of, stage by stage, and which secrets it mounts.
import { posix } from 'node:path';
import type { StagedDockerfile } from '../stages/read-stages.ts';
import type { EvaluatedBuild, EvaluatedStage } from './evaluate-build.ts';
import type { StageBase } from './stage-state.ts';

/** One place of a Dockerfile that needs something of elsewhere. */
export interface ImageUse {
  /** Whether the target stands on it, another stage does, or only files are taken of it. */
  readonly kind: 'from' | 'builder-from' | 'copy-from' | 'mount-from';
  readonly base: Extract<StageBase, { readonly kind: 'image' | 'named-context' }>;
  readonly stageIndex: number;
  /** Name or number of the stage, as Docker names it. */
  readonly stage: string;
  readonly line: number;
  /** As it is written, before arguments are put in. */
  readonly written: string;
  /** The platform that its FROM names; undefined for that of the build. */
  readonly platform?: string;
}

/** All of them for one evaluated build, stage by stage in the order of the file. */
export function listImageUses(
  staged: StagedDockerfile,
  { stages }: Pick<EvaluatedBuild, 'stages'>,
): readonly ImageUse[] {
  const below = stagesBelowTarget(stages);
  return stages.flatMap((stage) => {
    const { from } = staged.stages[stage.index]!;
    const place = { stageIndex: stage.index, stage: stage.name ?? String(stage.index) };
    const uses: ImageUse[] = [];
    if (isOutside(stage.base))
      uses.push({
        kind: below.has(stage.index) ? 'from' : 'builder-from',
        base: stage.base,
        ...place,
        line: from.instruction.startLine,
        written: from.base,
        ...(stage.platform === undefined ? {} : { platform: stage.platform }),
      });
    for (const { written, sources, mounts } of stage.steps)
      for (const [i, base] of sources.entries()) {
        if (base === undefined || !isOutside(base) || mounts[i]?.type === 'tmpfs') continue;
        const name = written.kind === 'copy' ? written.from : mounts[i]?.from;
        uses.push({
          kind: written.kind === 'copy' ? 'copy-from' : 'mount-from',
          base,
          ...place,
          line: written.instruction.startLine,
          written: name ?? '',
        });
      }
    return uses;
  });
}

/** Ids of the secrets that the build's RUN instructions mount, sorted. */
export function listSecretIds({ stages }: Pick<EvaluatedBuild, 'stages'>): readonly string[] {
  const ids = new Set<string>();
  for (const { steps } of stages)
    for (const { mounts } of steps)
      for (const { type, id, source, target } of mounts)
        if (type === 'secret') ids.add(id || source || posix.basename(target));
  return [...ids].sort();
}

/** The target, and the stages of the file that it is built on. */
function stagesBelowTarget(stages: readonly EvaluatedStage[]): ReadonlySet<number> {
  const byIndex = new Map(stages.map((stage) => [stage.index, stage]));
  const below = new Set<number>();
  let stage = stages.find(({ isTarget }) => isTarget);
  while (stage !== undefined && !below.has(stage.index)) {
    below.add(stage.index);
    stage = stage.base.kind === 'stage' ? byIndex.get(stage.base.index) : undefined;
  }
  return below;
}

function isOutside(base: StageBase): base is ImageUse['base'] {
  return base.kind === 'image' || base.kind === 'named-context';
}
