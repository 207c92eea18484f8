// The layers of one image of a planned fleet, bottom first: those that others have too, what is its own, its folders on top.
import type { SquashedView } from '../../../contents/view/squashed-view.ts';
import type { GatheredFleet } from '../components/gather-fleet.ts';
import { describeLayer, REMAINDER, SKELETON } from '../describe-layer.ts';
import type { RelayerPlan } from '../relayer-plan.ts';
import type { LayerSpec } from './layer-store.ts';
import { listSkeleton, listSteps } from './list-steps.ts';

/** A layer and what it holds in words. */
export interface DescribedSpec extends LayerSpec {
  readonly comment: string;
}

/** The layers of the image with this number, which shows this view. */
export function listSpecs(
  { table, frames, cut }: GatheredFleet,
  plan: RelayerPlan,
  image: number,
  view: SquashedView,
): readonly DescribedSpec[] {
  const remainder = cut.remainders[image]!;
  return [
    ...Array.from(plan.imageLayers[image]!, (number): DescribedSpec => {
      const { components } = plan.layers[number]!;
      return {
        key: `layer ${number}`,
        comment: describeLayer(table, cut, components),
        steps: () => listSteps(table, frames, listAtoms(cut.atoms, components)),
      };
    }),
    ...(remainder.length === 0
      ? []
      : [
          {
            key: `remainder ${image}`,
            comment: REMAINDER,
            steps: () => listSteps(table, frames, remainder),
          },
        ]),
    { key: `folders ${image}`, comment: SKELETON, steps: () => listSkeleton(view) },
  ];
}

function* listAtoms(atoms: readonly Uint32Array[], components: Iterable<number>): Generator<number> {
  for (const component of components) yield* atoms[component]!;
}
