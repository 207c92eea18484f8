// The layout file: which components lie in which layer, kept from one run to the next (schema/relayer-layout.json).
import type { LayerOrder } from '../relayer-plan.ts';

/** A frozen plan: later runs keep its layers, and place only what is new. */
export interface RelayerLayout {
  readonly schemaVersion: 1;
  readonly kind: 'relayer-layout';
  readonly order: LayerOrder;
  /** The layers, roughly bottom first: each image has an order of its own. */
  readonly layers: readonly LayoutLayer[];
  /** The layers of each image, by its name, as numbers into `layers`, bottom first. */
  readonly images: Readonly<Record<string, readonly number[]>>;
}

/** One layer of a layout. */
export interface LayoutLayer {
  /** The hash of its components' keys. */
  readonly key: string;
  readonly components: readonly LayoutComponent[];
  /** The blob that it was written as, where it was. */
  readonly blob?: LayoutBlob;
}

/** A component as a layout remembers it. */
export interface LayoutComponent {
  readonly key: string;
  /** What it is called in every version; left out where it has no name. */
  readonly name?: string;
}

/** A blob that exists for a layer: it is used again, whatever an encoder makes of the same bytes today. */
export interface LayoutBlob {
  readonly diffId: string;
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
}
