// The layout file: which components lie in which layer, kept from one run to the next (schema/relayer-layout.json).

/** A frozen plan: later runs keep its layers, and place only what is new. */
export interface RelayerLayout {
  readonly schemaVersion: 1;
  readonly kind: 'relayer-layout';
  /** The layers, bottom first in the order of the fleet. */
  readonly layers: readonly LayoutLayer[];
  /** The layers of each image, by its name, as numbers into `layers`, bottom first. */
  readonly images: Readonly<Record<string, readonly number[]>>;
}

/** One layer of a layout. */
export interface LayoutLayer {
  readonly key: string;
  readonly components: readonly LayoutComponent[];
}

/** A component as a layout remembers it. */
export interface LayoutComponent {
  readonly key: string;
  /** What it is called in every version; the key where it has no name. */
  readonly name: string;
}
