// What of each stage ends up in the image of a build.
import type { EvaluatedBuild, EvaluatedStage } from '../evaluation/evaluate-build.ts';
import { absolute } from '../evaluation/stage-environment.ts';
import type { StagedDockerfile } from '../stages/read-stages.ts';
import type { CopiedPart, StageShips } from './dockerfile-model.ts';

/** What is known of one stage's way into the image. */
export interface Shipping {
  readonly ships: StageShips;
  readonly copiedOut: readonly CopiedPart[];
}

/** Follows FROM, COPY --from and mounts from the target down. */
export function followShipping(staged: StagedDockerfile, build: EvaluatedBuild): readonly Shipping[] {
  const byIndex = new Map(build.stages.map((stage) => [stage.index, stage]));
  const whole = new Set<number>();
  let next = build.stages.find(({ isTarget }) => isTarget);
  while (next !== undefined) {
    whole.add(next.index);
    next = next.base.kind === 'stage' ? byIndex.get(next.base.index) : undefined;
  }
  const copied = staged.stages.map((): CopiedPart[] => []);
  const reads = new Map<number, Set<number>>();
  for (const stage of build.stages) {
    const copies = new Set<number>();
    for (const { source, part } of partsTakenBy(stage, staged)) {
      copied[source]!.push(part);
      if (part.kind === 'copy') copies.add(source);
    }
    if (stage.base.kind === 'stage') copies.add(stage.base.index);
    reads.set(stage.index, copies);
  }
  const reached = new Set(whole);
  for (const index of reached) for (const source of reads.get(index) ?? []) reached.add(source);
  return staged.stages.map(({ index }) => ({
    ships: whole.has(index) ? 'whole' : reached.has(index) ? 'parts' : 'nothing',
    copiedOut: copied[index]!,
  }));
}

function partsTakenBy(
  stage: EvaluatedStage,
  staged: StagedDockerfile,
): readonly { source: number; part: CopiedPart }[] {
  return stage.steps.flatMap(({ expanded, mounts }) => {
    const { startLine: line } = expanded.instruction;
    const of = (from: string | undefined, part: Omit<CopiedPart, 'line' | 'stageIndex'>) => {
      const source = from === undefined ? undefined : findStage(from, stage.index, staged);
      return source === undefined ? [] : [{ source, part: { ...part, line, stageIndex: stage.index } }];
    };
    if (expanded.kind === 'copy')
      return of(expanded.from, {
        paths: expanded.sources.map((path) => absolute('/', path)),
        to: expanded.destination,
        kind: 'copy',
      });
    return mounts.flatMap(({ from, source }) => of(from, { paths: [absolute('/', source)], kind: 'mount' }));
  });
}

/** A stage by its name or number, as COPY --from means it: only what stands before. */
function findStage(from: string, before: number, { stages }: StagedDockerfile): number | undefined {
  const lower = from.toLowerCase();
  const named = stages.findLast(({ name, index }) => name === lower && index < before);
  if (named !== undefined) return named.index;
  const number = /^\d{1,6}$/.test(from) ? Number(from) : undefined;
  return number !== undefined && number < before ? number : undefined;
}
