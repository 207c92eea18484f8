// Questions about a graph: what an image needs, what needs it, directly and in the end.
import { ImageNames } from './image-names.ts';
import { withTag } from './name-images.ts';
import { orderGraph } from './order-graph.ts';
import { readNeeds } from './sort-graph.ts';
import type { BaseOrigin, BaseUse, UpdateGraph, UpdateImage } from './update-graph.ts';

/** A graph that answers. Ids that it does not know have nothing and need nothing. */
export class GraphIndex {
  readonly graph: UpdateGraph;
  /** How many waves there are. */
  readonly waveCount: number;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #usesOf: readonly (readonly BaseUse[])[];
  readonly #usersOf = new Map<string, BaseUse[]>();
  readonly #needs: readonly (readonly number[])[];
  readonly #waves: readonly number[];
  readonly #names = new ImageNames<string>();

  constructor(graph: UpdateGraph) {
    this.graph = graph;
    const { images, uses } = graph;
    this.#numbers = new Map(images.map(({ id }, i) => [id, i]));
    const { needs, usesOf } = readNeeds(images, uses);
    this.#usesOf = usesOf;
    this.#needs = needs;
    this.#waves = orderGraph(needs).waves;
    this.waveCount = this.#waves.reduce((most, wave) => Math.max(most, wave), -1) + 1;
    for (const use of uses) {
      const key = keyOf(use.origin);
      const users = this.#usersOf.get(key);
      if (users === undefined) this.#usersOf.set(key, [use]);
      else users.push(use);
    }
    for (const { id, references, build } of images)
      for (const reference of references) this.#names.add(reference, id, build?.platforms ?? []);
  }

  /** The image with that id. */
  image(id: string): UpdateImage | undefined {
    const number = this.#numbers.get(id);
    return number === undefined ? undefined : this.graph.images[number];
  }

  /** Images by id or by any of their names; several where they share a name, each for platforms of its own. */
  find(name: string): readonly UpdateImage[] {
    const own = this.image(name);
    const ids = own === undefined ? new Set(this.#names.all(withTag(name))) : [own.id];
    return [...ids].flatMap((id) => this.image(id) ?? []);
  }

  /** All edges from the image to what it needs. */
  usesOf(id: string): readonly BaseUse[] {
    return this.#usesOf[this.#numbers.get(id) ?? -1] ?? [];
  }

  /** All edges to the image, or to an image of elsewhere. */
  usersOf(origin: BaseOrigin): readonly BaseUse[] {
    return this.#usersOf.get(keyOf(origin)) ?? [];
  }

  /** From 0; -1 for images of cycles and for what needs them. */
  waveOf(id: string): number {
    return this.#waves[this.#numbers.get(id) ?? -1] ?? -1;
  }

  /** Ids of all that the image needs in the end, without itself but where it is in a cycle. */
  ancestors(id: string): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [this.#numbers.get(id) ?? -1];
    for (let node = open.pop(); node !== undefined; node = open.pop())
      for (const needed of this.#needs[node] ?? []) {
        const { id: neededId } = this.graph.images[needed]!;
        if (found.has(neededId)) continue;
        found.add(neededId);
        open.push(needed);
      }
    return found;
  }

  /** Ids of all that needs one of the origins in the end; of the origins only those that need another one, or themselves. */
  descendants(origins: readonly BaseOrigin[]): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [...origins];
    for (let origin = open.pop(); origin !== undefined; origin = open.pop())
      for (const { image } of this.usersOf(origin)) {
        if (found.has(image)) continue;
        found.add(image);
        open.push({ kind: 'image', id: image });
      }
    return found;
  }
}

function keyOf(origin: BaseOrigin): string {
  return origin.kind === 'image' ? `i${origin.id}` : `e${origin.reference}`;
}
