// Random stacks of layers over a small alphabet, made with an eye on what is there already, so that layers really meet:
// links find targets, whiteouts hide something, entries lie below symlinks.
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import {
  device,
  dir,
  type Fields,
  fifo,
  file,
  link,
  opaque,
  symlink,
  whiteout,
} from '../../support/layers.ts';

/** `tame` stacks are such as builders write; a `wild` one takes two or three liberties. */
export type Temper = 'tame' | 'wild';

const LIBERTIES = [
  'duplicate paths',
  'missing parents',
  'missing parents of whiteouts',
  'below symlinks',
  'below files',
  'whiteout and entry',
  'opaque after entries',
  'links to lower layers',
  'links with attributes',
  'entry for the root',
  'opaque root',
  'any order',
] as const;
type Liberty = (typeof LIBERTIES)[number];

const NAMES = ['a', 'b', 'c', 'd'];
const TARGETS = ['a', 'b/c', '/a', '/c/d', '../a', '../../../b', 'missing', '/missing/x', '.'];
const CONTENTS = ['', 'one', 'two', 'three and more'];
/** VFS_CAP_REVISION_2 with CAP_NET_RAW permitted and effective. */
const CAPABILITY = Buffer.from('0100000200200000000000000000000000000000', 'hex');

/** A stack of 2 to 6 layers; the same seed gives the same stack. */
export function randomStack(seed: number, temper: Temper): TarItem[][] {
  const random = new Dice(seed);
  const taken = temper === 'tame' ? [] : [0, 0, random.below(2)].map(() => random.pick(LIBERTIES));
  const known = new Map<string, TarItem['kind']>();
  const liberties = new Set(taken);
  return Array.from({ length: 2 + random.below(5) }, () => new LayerMaker(random, liberties, known).make());
}

class LayerMaker {
  readonly #random: Dice;
  readonly #liberties: ReadonlySet<Liberty>;
  /** Paths of this and lower layers, as far as names tell. */
  readonly #known: Map<string, TarItem['kind']>;
  readonly #items = new Map<string, TarItem>();
  #duplicates = 0;

  constructor(random: Dice, liberties: ReadonlySet<Liberty>, known: Map<string, TarItem['kind']>) {
    this.#random = random;
    this.#liberties = liberties;
    this.#known = known;
  }

  make(): TarItem[] {
    const count = 1 + this.#random.below(11);
    for (let i = 0; i < count; i++) this.#addSome();
    const items = [...this.#items.values()];
    return this.#may('any order', 30) ? this.#random.shuffle(items) : items;
  }

  /** Whether a liberty is taken now. */
  #may(liberty: Liberty, percent: number): boolean {
    return this.#liberties.has(liberty) && this.#random.chance(percent);
  }

  #addSome(): void {
    const roll = this.#random.below(100);
    const lower = [...this.#known.keys()].filter((path) => !this.#items.has(path));
    if (roll < 20 && lower.length > 0) return this.#addWhiteout(this.#random.pick(lower));
    if (roll < 24) return this.#addOpaque();
    if (this.#may('whiteout and entry', 12)) return this.#addWhiteout(this.#ownFolder() ?? 'a');
    if (this.#may('opaque after entries', 20)) return this.#putOpaque(this.#ownFolder() ?? 'a');
    if (roll < 28 && this.#may('entry for the root', 100))
      return this.#add('', dir('./', this.#fields(true)));
    const path = this.#path();
    if (roll < 36) return this.#addLink(path);
    const fields = this.#fields(true);
    const plain = this.#fields(false);
    if (roll < 58) this.#add(path, dir(path, fields));
    else if (roll < 70) this.#add(path, symlink(path, this.#random.pick(TARGETS), plain));
    else if (roll < 73) this.#add(path, fifo(path, plain));
    else if (roll < 76) this.#add(path, device(path, 'character', [1, 3 + this.#random.below(3)], plain));
    else if (roll < 77) this.#add(path, device(path, 'block', [7, this.#random.below(3)], plain));
    else this.#add(path, file(path, this.#random.pick(CONTENTS), this.#fileFields()));
  }

  #addWhiteout(path: string): void {
    const isBoth = below(this.#items, path).length > 0 || this.#isBelowWhiteout(path);
    if (isBoth && !this.#may('whiteout and entry', 70)) return;
    if (!this.#may('missing parents of whiteouts', 60)) this.#addParents(path);
    this.#put(`.wh. ${path}`, whiteout(path));
    for (const key of below(this.#known, path)) if (!this.#items.has(key)) this.#known.delete(key);
  }

  #addOpaque(): void {
    const directories = [...this.#known].filter(([, kind]) => kind === 'directory').map(([path]) => path);
    const isRoot = this.#may('opaque root', 40);
    if (directories.length === 0 && !isRoot) return;
    const path = isRoot ? '' : this.#random.pick(directories);
    if (this.#items.has(`opq ${path}`) && !this.#may('duplicate paths', 20)) return;
    if (path !== '' && !this.#may('missing parents of whiteouts', 60)) this.#addParents(`${path}/x`);
    this.#putOpaque(path);
  }

  #putOpaque(path: string): void {
    this.#put(`opq ${path}`, opaque(path));
  }

  /** A path of this layer or a folder above it. */
  #ownFolder(): string | undefined {
    const own = [...this.#items.keys()].filter((key) => !key.includes(' ') && key !== '');
    if (own.length === 0) return undefined;
    const parts = this.#random.pick(own).split('/');
    return parts.slice(0, 1 + this.#random.below(parts.length)).join('/');
  }

  #addLink(path: string): void {
    const lower = this.#may('links to lower layers', 60);
    const isFile = ([target, kind]: readonly [string, TarItem['kind']]): boolean =>
      kind !== 'directory' && target !== path && (lower || this.#items.has(target));
    const targets = [...this.#known].filter(isFile).map(([target]) => target);
    if (targets.length === 0) return;
    const target = this.#random.pick(targets);
    const owner = this.#items.get(target);
    const { mode, uid, gid, mtimeSeconds, xattrs } = owner ?? file('x', '', this.#fileFields());
    const item = link(path, target);
    if (this.#may('links with attributes', 50))
      return this.#add(path, link(path, target, this.#fileFields()));
    const same = Object.entries({ mode, uid, gid, mtimeSeconds, xattrs }).filter(
      ([, value]) => value !== undefined,
    );
    this.#add(path, { ...item, ...Object.fromEntries(same) });
  }

  /** The entry, with its parents before it. */
  #add(path: string, item: TarItem): void {
    if (this.#items.has(path) && !this.#may('duplicate paths', 30)) return;
    const isReplaced = this.#items.has(`.wh. ${path}`) && item.kind !== 'directory';
    if (!isReplaced && this.#isBelowWhiteout(path) && !this.#may('whiteout and entry', 70)) return;
    if (item.kind !== 'directory') {
      if (below(this.#items, path).length > 0 && !this.#may('duplicate paths', 30)) return;
      for (const key of below(this.#known, path)) this.#known.delete(key);
    }
    if (!this.#may('missing parents', 60)) this.#addParents(path);
    this.#put(path, item);
    if (path !== '') this.#known.set(path, item.kind);
  }

  #isBelowWhiteout(path: string): boolean {
    const parts = path.split('/');
    return parts.some((_, i) => this.#items.has(`.wh. ${parts.slice(0, i + 1).join('/')}`));
  }

  #addParents(path: string): void {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const parent = parts.slice(0, depth).join('/');
      const kind = this.#known.get(parent) ?? 'directory';
      if (this.#items.has(parent) || kind !== 'directory') continue;
      if (this.#items.has(`.wh. ${parent}`) && !this.#may('whiteout and entry', 50)) continue;
      this.#put(parent, dir(parent, this.#fields(true)));
      this.#known.set(parent, 'directory');
    }
  }

  #put(key: string, item: TarItem): void {
    this.#items.set(this.#items.has(key) ? `${key} again ${this.#duplicates++}` : key, item);
  }

  #path(): string {
    const known = [...this.#known.keys()];
    if (known.length > 0 && this.#random.chance(35)) return this.#random.pick(known);
    const folders = [...this.#known].filter(
      ([path, kind]) =>
        path.split('/').length < 4 &&
        (kind === 'directory' ||
          (kind === 'symlink' && this.#may('below symlinks', 70)) ||
          (kind !== 'symlink' && this.#may('below files', 20))),
    );
    const name = this.#random.pick(NAMES);
    if (folders.length > 0 && this.#random.chance(70)) return `${this.#random.pick(folders)[0]}/${name}`;
    const depth = this.#random.chance(15) ? 3 : 1;
    const path = [name];
    while (path.length < depth && !this.#known.has(path.join('/'))) path.push(this.#random.pick(NAMES));
    return path.join('/');
  }

  #fields(canHaveXattrs: boolean): Fields {
    const random = this.#random;
    return {
      mode: random.pick([0o755, 0o755, 0o700, 0o644, 0o1777, 0o2755, 0o555]),
      uid: random.pick([0, 0, 0, 1000, 65534]),
      gid: random.pick([0, 0, 0, 1000, 5]),
      mtimeSeconds: random.chance(5) ? 1_600_000_000.25 : 1 + random.below(1_700_000_000),
      ...(canHaveXattrs && random.chance(15) ? { xattrs: { 'user.a': random.pick(['1', '22']) } } : {}),
    };
  }

  #fileFields(): Fields {
    const random = this.#random;
    const mode = random.pick([0o644, 0o644, 0o755, 0o600, 0o4755, 0o2755, 0]);
    const xattrs = random.chance(10) ? { xattrs: { 'security.capability': CAPABILITY } } : {};
    return { ...this.#fields(true), mode, ...xattrs };
  }
}

function below(paths: ReadonlyMap<string, unknown>, path: string): string[] {
  return [...paths.keys()].filter((key) => key === path || key.startsWith(`${path}/`));
}

/** Mulberry32 (public domain, T. Ettinger): small, and the same everywhere. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  shuffle<T>(values: readonly T[]): T[] {
    return values
      .map((value) => ({ value, order: this.below(2 ** 31) }))
      .sort((a, b) => a.order - b.order)
      .map(({ value }) => value);
  }
}
