// All atoms of a fleet, each once, with where one image has it and which images do.
import { hash, randomInt } from 'node:crypto';
import type { LayerFacts } from '../../../contents/facts/layer-facts.ts';
import { AtomDescriber } from './describe-atom.ts';

/** An atom as one image has it. */
export interface AtomPlace {
  readonly facts: LayerFacts;
  /** The entry with its content and attributes. */
  readonly i: number;
  /** Its names in bytewise order. */
  readonly paths: readonly Uint8Array[];
  /** For each name the frame of its folders. */
  readonly frames: readonly number[];
  /** As it is to be, in whole seconds. */
  readonly mtimeSeconds: number;
}

const DRAW_LIMIT = 2 ** 47;

/** Atoms by number, in the order in which they were met. */
export class AtomTable {
  /** Hashes of what is shown; atoms that differ in their folders alone have the same. */
  readonly keys: string[] = [];
  /** The same without times. */
  readonly timelessKeys: string[] = [];
  readonly places: AtomPlace[] = [];
  /** The position in `owners`, or -1. */
  readonly ownerOf: number[] = [];
  readonly owners: string[] = [];
  /** For each atom the number of its class: atoms of one class are in the same images. Set by `classify`. */
  classes = new Uint32Array(0);
  /** The images of each class, ascending. */
  classImages: Uint32Array[] = [];

  readonly #numbers = new Map<string, number>();
  readonly #ownerNumbers = new Map<string, number>();
  readonly #describer = new AtomDescriber();
  readonly #images: Uint32Array[] = [];

  get count(): number {
    return this.places.length;
  }

  /** For each image its atoms. */
  get images(): readonly Uint32Array[] {
    return this.#images;
  }

  /** The number of the atom; an owner that one image knows holds for all. */
  add(place: AtomPlace, owner: string | undefined): number {
    const { facts, i, paths, frames, mtimeSeconds } = place;
    const key = hash('sha256', this.#describer.describe(facts, i, paths, mtimeSeconds), 'hex');
    const placed = `${key} ${frames.join()}`;
    let number = this.#numbers.get(placed);
    if (number === undefined) {
      number = this.places.push(place) - 1;
      this.#numbers.set(placed, number);
      this.keys.push(key);
      this.timelessKeys.push(hash('sha256', this.#describer.describe(facts, i, paths, undefined), 'hex'));
      this.ownerOf.push(-1);
    }
    if (owner !== undefined) this.#own(number, owner);
    return number;
  }

  /** The atoms of the next image. */
  addImage(atoms: Uint32Array): void {
    this.#images.push(atoms);
  }

  /** Finds the classes, once all images are there. */
  classify(): void {
    // Drawn anew in each run, so that nobody can make images whose sums fall together.
    const sums = new Float64Array(this.count);
    const counts = new Uint32Array(this.count);
    for (const atoms of this.#images) {
      const drawn = randomInt(1, DRAW_LIMIT);
      for (const atom of atoms) {
        sums[atom]! += drawn;
        // Sums stay exact: whole numbers below 2^53.
        if (sums[atom]! >= DRAW_LIMIT) sums[atom]! -= DRAW_LIMIT;
        counts[atom]! += 1;
      }
    }
    const numbers = new Map<string, number>();
    this.classes = Uint32Array.from(sums, (sum, atom) => {
      const text = `${sum} ${counts[atom]}`;
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, numbers.size);
      return numbers.size - 1;
    });
    this.classImages = this.#listClassImages(numbers.size);
  }

  #listClassImages(classCount: number): Uint32Array[] {
    const images: number[][] = Array.from({ length: classCount }, () => []);
    for (const [image, atoms] of this.#images.entries())
      for (const atom of atoms) {
        const list = images[this.classes[atom]!]!;
        if (list.at(-1) !== image) list.push(image);
      }
    return images.map((list) => Uint32Array.from(list));
  }

  /** Of several owners the first by name, so that the order of images decides nothing. */
  #own(atom: number, origin: string): void {
    let owner = this.#ownerNumbers.get(origin);
    if (owner === undefined) {
      owner = this.owners.push(origin) - 1;
      this.#ownerNumbers.set(origin, owner);
    }
    const known = this.ownerOf[atom]!;
    if (known === -1 || origin < this.owners[known]!) this.ownerOf[atom] = owner;
  }
}
