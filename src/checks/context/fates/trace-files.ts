// How far a file that is sent gets: into the image, into a stage that is left behind, or only to the builder. What RUN makes
// of a file nobody can tell; what COPY --from takes on is followed.
import type { ContextUse } from '../../../dockerfile/evaluation/context-use.ts';
import type { EvaluatedBuild, EvaluatedStage } from '../../../dockerfile/evaluation/evaluate-build.ts';
import type { EvaluatedStep } from '../../../dockerfile/evaluation/evaluate-step.ts';
import type { CopyInstruction } from '../../../dockerfile/stages/checked-instruction.ts';
import type { FileFate } from '../context-finding.ts';
import { landPath } from './landing.ts';

const MOUNTS: ReadonlySet<ContextUse['kind']> = new Set(['bind-mount', 'cache-mount']);

/** Answers for the files of one context. */
export class FileTracer {
  readonly #stages: readonly EvaluatedStage[];
  /** Numbers of the stages whose layers the image has. */
  readonly #final = new Set<number>();

  constructor({ stages }: Pick<EvaluatedBuild, 'stages'>) {
    this.#stages = stages;
    for (let at = stages.find(({ isTarget }) => isTarget); at !== undefined; ) {
      this.#final.add(at.index);
      const { base } = at;
      at = base.kind === 'stage' ? stages.find(({ index }) => index === base.index) : undefined;
    }
  }

  /** The farthest that the file gets by these uses; the line is that of the instruction that begins it. */
  trace(path: string, uses: readonly ContextUse[]): FileFate {
    let best: FileFate = { kind: 'sent' };
    for (const use of uses) {
      const fate = this.#traceUse(path, use);
      if (rankOf(fate) > rankOf(best)) best = fate;
    }
    return best;
  }

  #traceUse(path: string, use: ContextUse): FileFate {
    const place = { stage: use.stageName ?? String(use.stageIndex), line: use.line };
    if (MOUNTS.has(use.kind)) return { kind: 'mounted', ...place };
    if (use.kind === 'stage')
      return { kind: this.#final.has(use.stageIndex) ? 'final-stage' : 'stage', ...place };
    if (use.kind !== 'copy' && use.kind !== 'add') return { kind: 'sent' };
    const step = this.#stages
      .find(({ index }) => index === use.stageIndex)
      ?.steps.find(({ written }) => written.instruction === use.instruction);
    if (step === undefined || !isCopy(step)) return { kind: 'stage', ...place };
    const landing = landPath(step, step.expanded, use.path, path);
    if (landing === undefined) return { kind: 'sent' };
    return { kind: this.#reachesFinal(use.stageIndex, landing) ? 'final-stage' : 'stage', ...place };
  }

  #reachesFinal(stageIndex: number, landing: string): boolean {
    const open = [{ stageIndex, path: landing }];
    const seen = new Set<string>();
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const key = `${at.stageIndex} ${at.path}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (this.#final.has(at.stageIndex)) return true;
      for (const stage of this.#stages) {
        if (stage.base.kind === 'stage' && stage.base.index === at.stageIndex)
          open.push({ stageIndex: stage.index, path: at.path });
        for (const step of stage.steps) {
          if (!isCopy(step) || !this.#isFrom(step.expanded, at.stageIndex)) continue;
          for (const source of step.expanded.sources) {
            const path = landPath(step, step.expanded, source, at.path.slice(1));
            if (path !== undefined) open.push({ stageIndex: stage.index, path });
          }
        }
      }
    }
    return false;
  }

  #isFrom({ from }: CopyInstruction, stageIndex: number): boolean {
    if (from === undefined) return false;
    if (from === String(stageIndex)) return true;
    return this.#stages.find(({ index }) => index === stageIndex)?.name === from.toLowerCase();
  }
}

function isCopy(step: EvaluatedStep): step is EvaluatedStep & { readonly expanded: CopyInstruction } {
  return step.expanded.kind === 'copy' || step.expanded.kind === 'add';
}

function rankOf({ kind }: FileFate): number {
  return ['sent', 'mounted', 'stage', 'final-stage'].indexOf(kind);
}
