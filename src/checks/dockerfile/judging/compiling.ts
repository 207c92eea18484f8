// Where programs are built in the stages that are shipped.
import type { CompileEffect } from '../../../dockerfile/commands/effect.ts';
import type { DockerfileModel, ModelStep } from '../../../dockerfile/model/dockerfile-model.ts';
import { listShippedSteps } from './shipped-steps.ts';

/** A step that builds a program, and how. */
export interface Compilation {
  readonly step: ModelStep;
  readonly effect: CompileEffect;
}

/** All of them, but for those that take away in the same step what they built with. */
export function compilesInTarget(model: DockerfileModel): readonly Compilation[] {
  return listShippedSteps(model).flatMap(({ step }) => {
    if (step.effects.some(({ kind }) => kind === 'uninstall')) return [];
    const effect = step.effects.find(
      (each): each is CompileEffect => each.kind === 'compile' && each.certainty === 'always',
    );
    return effect === undefined ? [] : [{ step, effect }];
  });
}
