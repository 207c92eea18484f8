// From atoms to components: what a layer can be made of. All atoms of a component are in the same images, so that a cover by
// components costs no byte twice, and a component is named by its content, so that it is the same one in every fleet.
import { hash } from 'node:crypto';
import type { RelayerComponents } from '../relayer-plan.ts';
import type { AtomTable } from './atom-table.ts';
import { rateOfFiles, rateOfPackage } from './change-rates.ts';
import { estimateShippedBytes, estimateTarBytes } from './estimate-shipping.ts';
import type { FolderFrames } from './folder-frames.ts';
import { UniformFolders } from './uniform-folders.ts';

/** What a fleet is cut into. */
export interface CutFleet {
  readonly components: RelayerComponents;
  /** The atoms of each component. */
  readonly atoms: readonly Uint32Array[];
  /** What each component is to people: a package's name and version, a path. */
  readonly titles: readonly ComponentTitle[];
  /** For each image the atoms that are in no component. */
  readonly remainders: readonly Uint32Array[];
}

/** What a component is. */
export interface ComponentTitle {
  readonly kind: 'package' | 'file' | 'folder' | 'files';
  readonly name: string;
}

/** A file of nobody's that is this large is a component by itself. */
const LARGE_FILE_BYTES = 2 ** 20;
/** A folder with less in it goes with what else the same images have. */
const SMALL_FOLDER_BYTES = 64 * 1024;
/** Packages' files there are settings and states, which images change. */
const CHANGED_IN_PLACE = /^(?:etc|var|root|home|run|tmp)\//;

interface Group {
  readonly title: ComponentTitle;
  /** What the component is called in every version; its key where it has no such name. */
  readonly name?: string;
  readonly origin?: string;
  readonly rate: number;
  readonly atoms: number[];
}

interface PackageName {
  readonly purl: string;
  readonly source: string;
  readonly isOfSystem: boolean;
  readonly type: string;
}

/** Cuts the atoms of a classified table. */
export function cutComponents(table: AtomTable, frames: FolderFrames): CutFleet {
  return new ComponentCutter(table, frames).cut();
}

class ComponentCutter {
  readonly #table: AtomTable;
  readonly #frames: FolderFrames;
  readonly #isAlone: boolean;
  readonly #groups = new Map<string, Group>();
  /** 1 for each atom that stays with its image. */
  readonly #isLeft: Uint8Array;

  constructor(table: AtomTable, frames: FolderFrames) {
    this.#table = table;
    this.#frames = frames;
    this.#isAlone = table.images.length === 1;
    this.#isLeft = new Uint8Array(table.count);
  }

  cut(): CutFleet {
    const rest: number[] = [];
    const splits = this.#countClassesOfOwners();
    for (let atom = 0; atom < this.#table.count; atom++) {
      const owner = this.#ownerOf(atom);
      const isOwn = this.#isOfOneImage(atom);
      if (owner !== -1 && !(isOwn && splits[owner]! > 1)) this.#addToPackage(atom, owner);
      else if (this.#sizeOf(atom) >= LARGE_FILE_BYTES) this.#addAlone(atom);
      else if (isOwn) this.#isLeft[atom] = 1;
      else rest.push(atom);
    }
    this.#addRest(rest);
    return this.#finish();
  }

  /** Packages keep what lies where images change it out of their component. */
  #ownerOf(atom: number): number {
    const owner = this.#table.ownerOf[atom]!;
    return owner !== -1 && CHANGED_IN_PLACE.test(this.#pathOf(atom)) ? -1 : owner;
  }

  /** In how many sorts of images each package's files are: of a package that all have alike, one. */
  #countClassesOfOwners(): readonly number[] {
    const classes = this.#table.owners.map(() => new Set<number>());
    for (let atom = 0; atom < this.#table.count; atom++) {
      const owner = this.#ownerOf(atom);
      if (owner !== -1) classes[owner]!.add(this.#table.classes[atom]!);
    }
    return classes.map(({ size }) => size);
  }

  #addToPackage(atom: number, owner: number): void {
    const { purl, source, isOfSystem, type } = readOrigin(this.#table.owners[owner]!);
    this.#add(`package ${owner} ${this.#table.classes[atom]}`, atom, () => ({
      title: { kind: 'package', name: nameAndVersion(purl) },
      name: purl.replace(/[@?].*$/, ''),
      ...(isOfSystem ? { origin: `${type}:${source}` } : {}),
      rate: rateOfPackage(source, isOfSystem),
      atoms: [],
    }));
  }

  #addAlone(atom: number): void {
    const path = showPath(this.#pathOf(atom));
    this.#add(`file ${atom}`, atom, () => ({
      title: { kind: 'file', name: path },
      name: `file:${path}`,
      rate: rateOfFiles('file'),
      atoms: [],
    }));
  }

  /** By the largest folders of one class; what these leave, and small ones, by class alone. */
  #addRest(rest: readonly number[]): void {
    const folders = new UniformFolders();
    const add = (atom: number): number => folders.add(this.#pathOf(atom), this.#table.classes[atom]!);
    const folderOf = rest.map(add);
    for (let atom = 0; atom < this.#table.count; atom++) if (this.#isLeft[atom] === 1) add(atom);
    const tops = folderOf.map((folder) => folders.find(folder) ?? -1);
    const bytes = new Map<number, number>();
    for (const [k, top] of tops.entries()) bytes.set(top, (bytes.get(top) ?? 0) + this.#tarBytesOf(rest[k]!));
    for (const [k, atom] of rest.entries()) {
      const top = tops[k]!;
      if (top > 0 && bytes.get(top)! >= SMALL_FOLDER_BYTES)
        this.#add(`folder ${top}`, atom, () => ({
          title: { kind: 'folder', name: showPath(folders.pathOf(top)) },
          name: `folder:${showPath(folders.pathOf(top))}`,
          rate: rateOfFiles('folder'),
          atoms: [],
        }));
      else
        this.#add(`class ${this.#table.classes[atom]}`, atom, () => ({
          title: { kind: 'files', name: '' },
          rate: rateOfFiles('folder'),
          atoms: [],
        }));
    }
  }

  #add(key: string, atom: number, make: () => Group): void {
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = make();
      this.#groups.set(key, group);
    }
    group.atoms.push(atom);
  }

  #finish(): CutFleet {
    const { classImages, classes, images } = this.#table;
    const made = [...this.#groups.values()].map((group) => ({ ...group, key: this.#keyOf(group.atoms) }));
    // By key, so that neither the order of images nor that of layers decides anything.
    made.sort((a, b) => (a.key < b.key ? -1 : 1));
    const names = new Set<string>();
    const sum = (atoms: readonly number[], of: (atom: number) => number): number =>
      atoms.reduce((total, atom) => total + of(atom), 0);
    const tarBytes = made.map(({ atoms }) => sum(atoms, (atom) => this.#tarBytesOf(atom)));
    // Of several parts of one package the largest has its name.
    const order = made.map((_, c) => c).sort((a, b) => tarBytes[b]! - tarBytes[a]! || a - b);
    const nameOf: string[] = [];
    for (const c of order) {
      const { name, key } = made[c]!;
      nameOf[c] = name === undefined || names.has(name) ? key : name;
      names.add(nameOf[c]);
    }
    return {
      components: {
        keys: made.map(({ key }) => key),
        names: nameOf,
        origins: made.map(({ origin, key }) => origin ?? key),
        weights: Float64Array.from(made, ({ atoms }) => sum(atoms, (atom) => this.#shippedBytesOf(atom))),
        tarBytes: Float64Array.from(tarBytes),
        changeRates: Float64Array.from(made, ({ rate }) => rate),
        images: made.map(({ atoms }) => classImages[classes[atoms[0]!]!]!),
      },
      atoms: made.map(({ atoms }) => Uint32Array.from(atoms)),
      titles: made.map(({ title }) => title),
      remainders: images.map((atoms) => atoms.filter((atom) => this.#isLeft[atom] === 1)),
    };
  }

  #keyOf(atoms: readonly number[]): string {
    const { keys, places } = this.#table;
    const texts = atoms.map(
      (atom) => `${keys[atom]} ${places[atom]!.frames.map((frame) => this.#frames.hash(frame)).join()}`,
    );
    return `sha256:${hash('sha256', texts.sort().join('\n'), 'hex')}`;
  }

  #isOfOneImage(atom: number): boolean {
    const { classes, classImages } = this.#table;
    return this.#isAlone || classImages[classes[atom]!]!.length === 1;
  }

  #pathOf(atom: number): string {
    const path = this.#table.places[atom]!.paths[0]!;
    return Buffer.from(path.buffer, path.byteOffset, path.byteLength).toString('latin1');
  }

  #sizeOf(atom: number): number {
    const { facts, i } = this.#table.places[atom]!;
    return facts.sizes[i]!;
  }

  #tarBytesOf(atom: number): number {
    const { facts, i, paths } = this.#table.places[atom]!;
    return estimateTarBytes(facts, i, paths.length);
  }

  #shippedBytesOf(atom: number): number {
    const { facts, i, paths } = this.#table.places[atom]!;
    return estimateShippedBytes(facts, i, paths.length);
  }
}

function readOrigin(text: string): PackageName {
  const [type, purl, , source, isOfSystem] = JSON.parse(text) as [string, string, string, string, boolean];
  return { type, purl, source, isOfSystem };
}

/** `openssl 3.0.11-1`, from a package URL. */
function nameAndVersion(purl: string): string {
  const bare = purl.replace(/^pkg:[^/]+\//, '').replace(/[?#].*$/, '');
  const at = bare.lastIndexOf('@');
  const parts = at === -1 ? [bare] : [bare.slice(0, at), bare.slice(at + 1)];
  return parts.map(decodeURIComponent).join(' ');
}

/** A path that was kept as latin1, for people. */
function showPath(path: string): string {
  return Buffer.from(path, 'latin1').toString('utf8');
}
