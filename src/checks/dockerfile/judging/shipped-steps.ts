// The steps whose layers are in the image: those of the target, and of the stages that it is built on.
import type { DockerfileModel, ModelStage, ModelStep } from '../../../dockerfile/model/dockerfile-model.ts';

/** A step and its stage. */
export interface ShippedStep {
  readonly stage: ModelStage;
  readonly step: ModelStep;
}

/** No image has so many layers (127 are what engines take); rules compare each step with each. */
const MOST_STEPS = 1000;
const MOST_EFFECTS = 4000;

/** In the order of the layers. What ONBUILD brought is left out: it stands elsewhere. */
export function listShippedSteps({ stages }: DockerfileModel): readonly ShippedStep[] {
  const shipped: ShippedStep[] = [];
  let effects = 0;
  for (const stage of stages) {
    if (stage.ships !== 'whole') continue;
    for (const step of stage.steps) {
      if (step.evaluated.isTriggered) continue;
      effects += step.effects.length;
      if (effects > MOST_EFFECTS || shipped.length >= MOST_STEPS) return shipped;
      shipped.push({ stage, step });
    }
  }
  return shipped;
}

/** The stage that the build is for. */
export function targetOf({ stages }: DockerfileModel): ModelStage | undefined {
  return stages.find(({ isTarget }) => isTarget);
}

/** The text of a stage's last CMD and ENTRYPOINT, for whatever runs in the image. */
export function startWords(model: DockerfileModel): readonly string[] {
  const started = listShippedSteps(model).flatMap(({ step: { evaluated } }) => {
    const { expanded } = evaluated;
    return expanded.kind === 'cmd' || expanded.kind === 'entrypoint' ? [expanded] : [];
  });
  return [
    started.findLast(({ kind }) => kind === 'entrypoint'),
    started.findLast(({ kind }) => kind === 'cmd'),
  ].flatMap((each) => each?.texts ?? []);
}
