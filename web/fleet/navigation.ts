// Where one goes within a fleet's page: to an image or a layer, in the view that tells of it.

/** What is looked at. */
export interface Chosen {
  readonly image: number | null;
  readonly layer: number | null;
  readonly finding: number | null;
}

/** Nothing. */
export const NOTHING: Chosen = { image: null, layer: null, finding: null };

/** Goes there; undefined for nothing chosen. */
export interface Navigation {
  readonly chosen: Chosen;
  readonly choose: (chosen: Partial<Chosen>) => void;
  readonly openImage: (image: number) => void;
  readonly openLayer: (layer: number) => void;
  readonly openFinding: (finding: number) => void;
}
