// Which layer of an image each instruction made: the image's history and the Dockerfile side by side, in their order.
import type { DockerfileModel, ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { ReportLayer } from '../../report/image-report.ts';
import { type LayerTest, testOf, tidyText } from './step-texts.ts';

/** An instruction and its layer. */
export interface MatchedLayer {
  readonly step: ModelStep;
  readonly layer: ReportLayer;
}

/** No image has more layers, and no more steps before them are looked at. */
const LOOKED_AT = 250;

/**
 * Pairs as much as fits in the order of both, the last layers first: an image's own are at its end, and its base may have been built
 * with the same words. Layers of the base and instructions without one are left out.
 */
export function matchLayers(
  model: DockerfileModel,
  layers: readonly Pick<ReportLayer, 'instruction'>[],
): readonly MatchedLayer[] {
  const tests = listLayerSteps(model)
    .flatMap((step): { step: ModelStep; test: LayerTest }[] => {
      const test = testOf(step);
      return test === undefined ? [] : [{ step, test }];
    })
    .slice(-LOOKED_AT);
  const told = layers.slice(-LOOKED_AT);
  const texts = told.map(({ instruction }) => tidyText(instruction ?? ''));
  const weights = tests.map(({ test }) => texts.map(test));
  const best = sumBest(weights, texts.length);
  const matched: MatchedLayer[] = [];
  for (let i = 0, j = 0; i < tests.length && j < texts.length; ) {
    const here = best[i]![j]!;
    if (here === best[i]![j + 1]!) j++;
    else if (here === best[i + 1]![j]!) i++;
    else matched.push({ step: tests[i++]!.step, layer: told[j++] as ReportLayer });
  }
  return matched;
}

/** The steps of all stages whose layers are the image's, in their order. */
export function listLayerSteps({ stages }: DockerfileModel): readonly ModelStep[] {
  return stages.filter(({ ships }) => ships === 'whole').flatMap((stage) => stage.steps);
}

/** Of each step and layer, how well they and all that follow fit at best. */
function sumBest(
  weights: readonly (readonly number[])[],
  layerCount: number,
): readonly (readonly number[])[] {
  const best: number[][] = Array.from({ length: weights.length + 1 }, () =>
    new Array(layerCount + 1).fill(0),
  );
  for (let i = weights.length - 1; i >= 0; i--)
    for (let j = layerCount - 1; j >= 0; j--) {
      const weight = weights[i]![j]!;
      const together = weight === 0 ? 0 : weight + best[i + 1]![j + 1]!;
      best[i]![j] = Math.max(best[i + 1]![j]!, best[i]![j + 1]!, together);
    }
  return best;
}
