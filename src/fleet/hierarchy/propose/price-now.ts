// The price of a fleet as it is, in the terms of the model: real layers, each made anew with all above it when something in it or
// below it changes.
import type { FleetSnapshot } from '../../snapshot/fleet-snapshot.ts';
import type { ImageParts } from '../parts/image-parts.ts';
import { countUsers, findApplicationDepth, isSystemPart } from './application-layers.ts';
import { changeRateOf, LAYER_RATE, OWN_RATE, REST_RATE } from './change-rates.ts';
import type { FleetProblem } from './fleet-problems.ts';
import { type ProposalPrice, toProposalPrice } from './fleet-proposal.ts';
import type { CostModel } from './platform-problem.ts';
import { LayerSums } from './price-plan.ts';

interface Chain {
  readonly layer: number;
  readonly keeps: number;
  users: number;
}

/** Prices the images of one problem as they are. */
export function priceNow(
  fleet: FleetSnapshot,
  { images, baseDepth, problem }: FleetProblem,
  parts: ReadonlyMap<number, ImageParts>,
  model: CostModel,
): ProposalPrice {
  const chains = new Map<string, Chain>();
  const users = countUsers(fleet, images);
  for (const image of images) {
    let key = '';
    let keeps = 1;
    for (const [index, layer] of fleet.images[image]!.layers.entries()) {
      key += ` ${layer}`;
      keeps *= keepOf(index, layer, image);
      const known = chains.get(key);
      if (known === undefined) chains.set(key, { layer, keeps, users: 1 });
      else known.users++;
    }
  }
  const sums = new LayerSums(images.length, model);
  const stored = new Set<number>();
  for (const { layer, keeps, users: count } of chains.values()) {
    const bytes = fleet.layers.shippedBytes[layer] || fleet.layers.entryBytes[layer] || 0;
    sums.add(bytes, count, 1 - keeps, stored.has(layer));
    stored.add(layer);
  }
  return toProposalPrice({ ...sums.totals, extraBytes: 0, cost: sums.cost });

  function keepOf(index: number, layer: number, image: number): number {
    if (index === 0) return 1 - problem.groundRate;
    if (index < baseDepth) return 1;
    const known = parts.get(image)?.parts;
    if (known === undefined) return 1 - LAYER_RATE;
    const isShared = users.get(layer)! > 1;
    const depth = findApplicationDepth(fleet.images[image]!.layers, known, users);
    return known.reduce(
      // What is not of a distribution changes with the application that brings it.
      (product, part) =>
        part.layer === index && (index < depth || isSystemPart(part))
          ? product * (1 - changeRateOf(part))
          : product,
      isShared ? 1 - REST_RATE : index === depth ? 1 - OWN_RATE : 1,
    );
  }
}
