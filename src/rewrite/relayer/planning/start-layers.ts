// Where merging starts: as many layers as can be of use.
import type { PlanningFleet } from './planning-fleet.ts';
import { WorkingLayers } from './working-layers.ts';

/** A layer for all components that the same images hold and that change together. */
export function startLayers(fleet: PlanningFleet): WorkingLayers {
  const layers = new WorkingLayers(fleet);
  addClasses(layers, fleet.imagesOf);
  return layers;
}

/** The same where other layers are there already: components are held by what is given of each, which may be nothing. */
export function addClasses(layers: WorkingLayers, imagesOf: readonly Int32Array[]): void {
  const { fleet } = layers;
  const classes = new Map<string, number[]>();
  for (let c = 0; c < fleet.componentCount; c++) {
    const images = imagesOf[c]!;
    if (images.length === 0) continue;
    const key = `${fleet.origins[c]} ${images.join(' ')}`;
    const members = classes.get(key);
    if (members) members.push(c);
    else classes.set(key, [c]);
  }
  for (const members of classes.values()) layers.add(Int32Array.from(members), imagesOf[members[0]!]!);
}
