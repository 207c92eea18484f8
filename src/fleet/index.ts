// Many images together: what they cost in a registry and on a node.
export { FleetBuilder, type FoundImage } from './snapshot/fleet-builder.ts';
export type {
  FleetHistory,
  FleetImage,
  FleetLayers,
  FleetMoment,
  FleetSnapshot,
} from './snapshot/fleet-snapshot.ts';
export { writeSnapshot } from './snapshot/write-snapshot.ts';
export type { FleetOptions } from './sources/fleet-options.ts';
export { type ReadFleet, readFleet } from './sources/read-fleet.ts';
export type { Amount, FleetStorage, ImageStorage, LayerStorage } from './storage/fleet-storage.ts';
export { type FleetChurn, measureChurn } from './storage/measure-churn.ts';
export { measurePairs, type PairStorage } from './storage/measure-pairs.ts';
export { measureStorage } from './storage/measure-storage.ts';
export { type ImagePair, type PairRule, pairImages } from './storage/pair-images.ts';
