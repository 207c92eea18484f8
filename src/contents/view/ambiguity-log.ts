// Collects the places that engines read in different ways while layers are merged.
import type { Ambiguity, AmbiguityKind } from './squashed-view.ts';

/** Of one kind of ambiguity, no more places than this are kept of a layer; one is enough to know it. */
const AMBIGUITIES_KEPT = 1000;

export class AmbiguityLog {
  readonly ambiguities: Ambiguity[] = [];
  #layer = 0;
  #counts = new Map<AmbiguityKind, number>();

  startLayer(layer: number): void {
    this.#layer = layer;
    this.#counts = new Map();
  }

  /** Entry `entry` of the layer makes such a place. */
  note(kind: AmbiguityKind, entry: number): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (count <= AMBIGUITIES_KEPT) this.ambiguities.push({ kind, layer: this.#layer, entry });
  }
}
