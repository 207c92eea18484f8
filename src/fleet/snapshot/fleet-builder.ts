// Puts a fleet together, image by image, whatever place they come from.
import type { FleetImage, FleetLayers, FleetSnapshot } from './fleet-snapshot.ts';
import { type KnownLayer, LayerTable } from './layer-table.ts';
import { nameImage, type TakenNames } from './name-image.ts';

/** An image as a place knows it. */
export interface FoundImage extends Omit<FleetImage, 'name' | 'layers'> {
  /** Where the place has a better one than `REPOSITORY:TAG`. */
  readonly name?: string;
  /** Bottom first. */
  readonly layers: readonly KnownLayer[];
}

/** Takes images and gives the fleet. */
export class FleetBuilder {
  readonly table: LayerTable;
  readonly #images: FleetImage[] = [];
  readonly #taken: TakenNames = new Map();

  /** Fleets that share a table have the same numbers for the same layers. */
  constructor(table = new LayerTable()) {
    this.table = table;
  }

  /** Adds an image; throws FLEET_INVALID where it contradicts what is known of its layers. */
  add({ layers, name, ...image }: FoundImage): FleetImage {
    const numbers = Uint32Array.from(layers, (layer) => this.table.add(layer));
    return this.addNumbered({ ...image, ...(name === undefined ? {} : { name }), layers: numbers });
  }

  /** Adds an image whose layers are in the table. */
  addNumbered({ name, ...image }: Omit<FleetImage, 'name'> & { readonly name?: string }): FleetImage {
    const named = { name: nameImage(image, name, this.#taken), ...image };
    this.#images.push(named);
    return named;
  }

  /** Adds an image of another moment as it is, name and all. */
  addSame(image: FleetImage): void {
    this.#taken.set(image.name, 2);
    this.#images.push(image);
  }

  get images(): readonly FleetImage[] {
    return this.#images;
  }

  /** The fleet; nothing may be added afterwards. */
  finish(at: string | undefined, layers: FleetLayers = this.table.finish()): FleetSnapshot {
    return { kind: 'fleet-snapshot', at, images: this.#images, layers };
  }
}
