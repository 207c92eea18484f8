// Where programs are built in the stages that are shipped.
import type { CompileEffect } from '../../../dockerfile/commands/effect.ts';
import type { DockerfileModel, ModelStep } from '../../../dockerfile/model/dockerfile-model.ts';
import { isWithin } from './paths.ts';
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
      (each): each is CompileEffect =>
        each.kind === 'compile' &&
        each.certainty === 'always' &&
        !isErrand(each) &&
        !isTreeRemoved(each, step),
    );
    return effect === undefined ? [] : [{ step, effect }];
  });
}

/** The tree that it was built in goes in the same layer: what is left is what was installed. */
function isTreeRemoved({ cwd }: CompileEffect, { effects }: ModelStep): boolean {
  return (
    cwd !== undefined &&
    effects.some(
      (each) => each.kind === 'remove' && each.recursive && each.paths.some((path) => isWithin(cwd, path)),
    )
  );
}

/** `make deploy`, `make fetch-data`: what a Makefile does for a target of its own is not known. */
function isErrand({ tool, argv }: CompileEffect): boolean {
  if (tool !== 'make') return false;
  const targets = argv.slice(1).filter(({ value }) => !/^-|=|^\d+$/.test(value ?? '-'));
  return (
    targets.length > 0 && !targets.some(({ value }) => /^(?:all|install|build|release|compile)/.test(value!))
  );
}
