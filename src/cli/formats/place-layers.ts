// Where each layer of an image comes from in its Dockerfile: the instruction that made it, or the FROM that brought it.
import type { DockerfileModel, ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { InstructionPlace } from '../../report/judgements/judgement.ts';
import { listLayerSteps, type MatchedLayer } from '../dockerfile/match-layers.ts';
import { testOf } from '../dockerfile/step-texts.ts';
import type { PlacedImage } from './place-instructions.ts';

type Lines = Pick<ModelStep, 'line' | 'endLine'>;

/** Every layer's place, by its index; `matched` is in their order. */
export function placeLayers(
  { layers, base }: PlacedImage,
  model: DockerfileModel,
  matched: readonly MatchedLayer[],
  file: string,
): ReadonlyMap<number, InstructionPlace> {
  const steps = listLayerSteps(model).filter((step) => testOf(step) !== undefined);
  const stages = model.stages.filter(({ ships }) => ships === 'whole');
  const [bottom, top] = [stages[0]!, stages.at(-1)!].map(({ from: { instruction } }) => ({
    line: instruction.startLine,
    endLine: instruction.endLine,
  })) as [Lines, Lines];
  const places = new Map<number, InstructionPlace>();
  const place = (index: number, { line, endLine }: Lines): void => {
    places.set(index, { file, line, endLine });
  };
  for (const { step, layer } of matched) place(layer.index, step);
  // What lies below the first layer that is known, and is not known to be above the base, is the base's.
  const first = matched[0]?.layer.index ?? layers.length;
  const own = Math.min(base?.layerCount ?? first, first);
  for (let index = 0; index < own; index++) place(index, bottom);
  const ends = [...matched, undefined];
  let [layerAt, stepAt] = [own, 0];
  for (const end of ends) {
    const layersHere = range(layerAt, end?.layer.index ?? layers.length);
    const stepsHere = steps.slice(stepAt, end === undefined ? undefined : steps.indexOf(end.step));
    // As many of both are each other's, whatever they say; of others only the stage is known.
    for (const [i, index] of layersHere.entries())
      place(index, layersHere.length === stepsHere.length ? stepsHere[i]! : top);
    layerAt = (end?.layer.index ?? layers.length) + 1;
    stepAt = end === undefined ? steps.length : steps.indexOf(end.step) + 1;
  }
  return places;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(to - from, 0) }, (_, i) => from + i);
}
