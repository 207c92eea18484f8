// The largest folders in which everything is of one class, that is, in the same images: what these images have alike can lie in
// one layer as a whole.

/** A folder of the paths that were put in; its number is greater than its parent's. */
export class UniformFolders {
  readonly #children: Map<string, number>[] = [new Map()];
  readonly #parents: number[] = [-1];
  readonly #names: string[] = [''];
  /** The one class of all below, or MIXED. */
  readonly #classes: number[] = [NONE];

  /** Puts in an atom at this path (as latin1) and gives the number of its folder. */
  add(path: string, atomClass: number): number {
    let folder = 0;
    this.#mix(0, atomClass);
    const names = path.split('/');
    for (let at = 0; at < names.length - 1; at++) {
      const name = names[at]!;
      let child = this.#children[folder]!.get(name);
      if (child === undefined) {
        child = this.#parents.push(folder) - 1;
        this.#children.push(new Map());
        this.#names.push(name);
        this.#classes.push(NONE);
        this.#children[folder]!.set(name, child);
      }
      folder = child;
      this.#mix(folder, atomClass);
    }
    return folder;
  }

  /** The largest folder of one class around `folder`; undefined where it is mixed itself. */
  find(folder: number): number | undefined {
    if (this.#classes[folder] === MIXED) return undefined;
    let top = folder;
    for (let up = this.#parents[top]!; up !== -1 && this.#classes[up] !== MIXED; up = this.#parents[up]!)
      top = up;
    return top;
  }

  /** Its path, as latin1. */
  pathOf(folder: number): string {
    const names: string[] = [];
    for (let at = folder; at > 0; at = this.#parents[at]!) names.push(this.#names[at]!);
    return names.reverse().join('/');
  }

  #mix(folder: number, atomClass: number): void {
    const known = this.#classes[folder]!;
    if (known === NONE) this.#classes[folder] = atomClass;
    else if (known !== atomClass) this.#classes[folder] = MIXED;
  }
}

const NONE = -2;
const MIXED = -1;
