// The merged view once more, slow and simple: objects, maps and strings, written from the words of layer.md ("Applying
// Changesets", "Whiteouts"). It can also take on the habits by which umoci and containers/storage leave those words.
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { areEqual, attributesOf, split } from './reference-entry.ts';
import {
  contains,
  type Directory,
  describe,
  type File,
  hasOwn,
  isOwnAlone,
  type Name,
  newDirectory,
} from './reference-tree.ts';
import type { Listing, Shown } from './shown.ts';

/** Where an engine does something else than the spec says; docs/decisions/layer-semantics.md has the words. */
export type Habit =
  | 'umoci-whiteout-keeps-attributes'
  | 'storage-whiteout-hides-own'
  | 'storage-opaque-keeps-literal-paths'
  | 'storage-opaque-not-through-symlink'
  | 'storage-whiteout-makes-parents'
  | 'storage-link-sets-attributes'
  | 'storage-directory-keeps-xattrs'
  | 'storage-copy-splits-links'
  | 'storage-times-by-path';

const LINK_LIMIT = 40;
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** Applies layers and returns what shows by path ('' is the root), with the habits that made a difference. */
export function applyLayers(
  layers: readonly (readonly TarItem[])[],
  habits: ReadonlySet<Habit> = new Set(),
): { shown: Listing; fired: ReadonlySet<Habit> } {
  const model = new Model(habits);
  for (const items of layers) model.apply(items);
  return { shown: model.list(), fired: model.fired };
}

class Model {
  readonly fired = new Set<Habit>();
  readonly #habits: ReadonlySet<Habit>;
  readonly #root = newDirectory(0);
  #layer = -1;
  #literalPaths = new Set<string>();

  constructor(habits: ReadonlySet<Habit>) {
    this.#habits = habits;
  }

  apply(items: readonly TarItem[]): void {
    this.#layer++;
    this.#literalPaths = new Set();
    for (const item of items) this.#applyItem(item);
    if (this.#habits.has('storage-times-by-path')) this.#setTimes(items);
    if (this.#habits.has('storage-copy-splits-links')) this.#splitLinks();
  }

  list(): Listing {
    const shown = new Map<string, Shown>([['', describe(this.#root)]]);
    const visit = (directory: Directory, prefix: string): void => {
      for (const [name, { node }] of directory.names) {
        shown.set(prefix + name, describe(node));
        if (node.type === 'directory') visit(node, `${prefix}${name}/`);
      }
    };
    visit(this.#root, '');
    return shown;
  }

  #applyItem(item: TarItem): void {
    const parts = split(item.path);
    const name = parts.pop();
    if (name === undefined) {
      if (item.kind === 'directory') this.#setAttributes(this.#root, item);
      return;
    }
    if (name === OPAQUE) return this.#applyOpaque(parts);
    if (name.startsWith(WHITEOUT)) return this.#applyWhiteout(parts, name.slice(WHITEOUT.length));
    const parent = this.#find(parts, true);
    if (parent === undefined) return;
    if (item.kind === 'hardlink') this.#link(parent, name, item);
    else if (item.kind === 'directory') this.#placeDirectory(parent, name, item);
    else this.#place(parent, name, { type: item.kind, attributes: attributesOf(item), item });
    this.#literalPaths.add([...parts, name].join('/'));
  }

  /** "a whiteout file ... signifies a path should be deleted", "MUST only apply to resources in lower/parent layers". */
  #applyWhiteout(parts: readonly string[], hidden: string): void {
    const parent = this.#findMarked(parts);
    if (parent === undefined || hidden === '') return;
    this.#touch(parent);
    const name = parent.names.get(hidden);
    if (name === undefined) return;
    if (this.#habits.has('storage-whiteout-hides-own')) {
      if (hasOwn(name, this.#layer)) this.fired.add('storage-whiteout-hides-own');
      parent.names.delete(hidden);
    } else if (!this.#keepOwn(name)) parent.names.delete(hidden);
  }

  /** "all siblings are hidden in the lower layer", "regardless of the ordering". */
  #applyOpaque(parts: readonly string[]): void {
    const isHabit = this.#habits.has('storage-opaque-not-through-symlink') && this.#endsInSymlink(parts);
    const directory = this.#findMarked(parts);
    if (directory === undefined) return;
    this.#touch(directory);
    if (isHabit) {
      if ([...directory.names.values()].some((name) => !isOwnAlone(name, this.#layer)))
        this.fired.add('storage-opaque-not-through-symlink');
      return;
    }
    if (this.#habits.has('storage-opaque-keeps-literal-paths'))
      return this.#clearExceptLiteral(directory, parts.join('/'));
    this.#clearLower(directory);
  }

  /** Keeps of `name` only what this layer wrote; false where that is nothing. */
  #keepOwn(name: Name): boolean {
    if (name.node.type !== 'directory') return name.layer === this.#layer;
    const directory = name.node;
    if (this.#clearLower(directory)) directory.isMtimeKnown = false;
    if (name.layer === this.#layer) return true;
    if (directory.names.size === 0) return false;
    if (this.#habits.has('umoci-whiteout-keeps-attributes')) {
      if (directory.attributes !== null) this.fired.add('umoci-whiteout-keeps-attributes');
    } else {
      directory.attributes = null;
      name.layer = this.#layer;
    }
    return true;
  }

  #clearLower(directory: Directory): boolean {
    let hasChanged = false;
    for (const [key, name] of directory.names) {
      if (this.#keepOwn(name)) continue;
      directory.names.delete(key);
      hasChanged = true;
    }
    return hasChanged;
  }

  #clearExceptLiteral(directory: Directory, path: string): void {
    for (const [key, name] of directory.names) {
      const below = path === '' ? key : `${path}/${key}`;
      if (!this.#literalPaths.has(below)) {
        if (hasOwn(name, this.#layer)) this.fired.add('storage-opaque-keeps-literal-paths');
        directory.names.delete(key);
        directory.isMtimeKnown &&= directory.changedBy === this.#layer;
      } else if (name.node.type === 'directory') this.#clearExceptLiteral(name.node, below);
    }
  }

  #place(parent: Directory, key: string, node: File): void {
    parent.names.set(key, { node, layer: this.#layer });
    this.#touch(parent);
  }

  /** "If the entry and the existing path are both directories, then the existing path's attributes MUST be replaced". */
  #placeDirectory(parent: Directory, key: string, item: TarItem): void {
    const before = parent.names.get(key);
    this.#touch(parent);
    if (before?.node.type === 'directory') {
      before.layer = this.#layer;
      return this.#setAttributes(before.node, item);
    }
    const node = newDirectory(this.#layer);
    this.#setAttributes(node, item);
    parent.names.set(key, { node, layer: this.#layer });
  }

  #setAttributes(directory: Directory, item: TarItem): void {
    const before = directory.attributes;
    directory.attributes = attributesOf(item);
    directory.changedBy = this.#layer;
    directory.isMtimeKnown = true;
    if (!this.#habits.has('storage-directory-keeps-xattrs') || before === null) return;
    const xattrs = new Map([...before.xattrs, ...directory.attributes.xattrs]);
    if (xattrs.size > directory.attributes.xattrs.size) this.fired.add('storage-directory-keeps-xattrs');
    directory.attributes = { ...directory.attributes, xattrs };
  }

  /** "one or more directory entries for the same file": what the file is like, its first entry says. */
  #link(parent: Directory, key: string, item: TarItem): void {
    const parts = split(item.target ?? '');
    const last = parts.pop();
    const folder = this.#find(parts, false);
    const target = last === undefined ? undefined : folder?.names.get(last)?.node;
    const before = parent.names.get(key)?.node;
    const isSelf = folder === parent && last === key;
    const isInside = before?.type === 'directory' && folder !== undefined && contains(before, folder);
    const isUsable = target !== undefined && target.type !== 'directory' && !isSelf && !isInside;
    if (!isUsable) return;
    parent.names.set(key, { node: target, layer: this.#layer });
    this.#touch(parent);
    if (this.#habits.has('storage-link-sets-attributes')) this.#takeLinkAttributes(target, item);
  }

  #takeLinkAttributes(file: File, item: TarItem): void {
    const before = file.attributes;
    const stated = attributesOf(item);
    const { uid, gid } = stated;
    const xattrs = new Map(before.xattrs);
    if (uid !== before.uid || gid !== before.gid) xattrs.delete('security.capability');
    for (const [name, value] of stated.xattrs) xattrs.set(name, value);
    const { mode, mtimeSeconds } = file.type === 'symlink' ? before : stated;
    file.attributes = { mode, uid, gid, mtimeSeconds, xattrs };
    if (!areEqual(before, file.attributes)) this.fired.add('storage-link-sets-attributes');
  }

  /** containers/storage with vfs copies the tree below each layer and each container, and links only regular files there. */
  #splitLinks(): void {
    const seen = new Set<File>();
    const visit = (directory: Directory): void => {
      for (const [key, name] of directory.names)
        if (name.node.type === 'directory') visit(name.node);
        else if (name.node.type !== 'file') {
          if (seen.has(name.node)) {
            this.fired.add('storage-copy-splits-links');
            directory.names.set(key, { ...name, node: { ...name.node } });
          }
          seen.add(name.node);
        }
    };
    visit(this.#root);
  }

  /** containers/storage sets the times of a layer's directories last, at whatever is at their paths then. */
  #setTimes(items: readonly TarItem[]): void {
    for (const item of items) {
      const parts = split(item.path);
      const last = parts.pop();
      if (item.kind !== 'directory' || last === undefined) continue;
      const node = this.#find(parts, false)?.names.get(last)?.node;
      if (node === undefined || node.type === 'directory' || node.type === 'symlink') continue;
      node.attributes = { ...node.attributes, mtimeSeconds: item.mtimeSeconds ?? 0 };
      this.fired.add('storage-times-by-path');
    }
  }

  /** The directory that a whiteout stands in. */
  #findMarked(parts: readonly string[]): Directory | undefined {
    const found = this.#find(parts, false);
    if (found !== undefined || !this.#habits.has('storage-whiteout-makes-parents')) return found;
    const blocked = parts.some((part, i) => {
      const node = this.#find(parts.slice(0, i), false)?.names.get(part)?.node;
      return node !== undefined && this.#find(parts.slice(0, i + 1), false) === undefined;
    });
    if (blocked) return undefined;
    this.fired.add('storage-whiteout-makes-parents');
    return this.#find(parts, true);
  }

  /** The directory at a path, symlinks followed as by the kernel under chroot; made where it is not there, if asked. */
  #find(parts: readonly string[], isMade: boolean): Directory | undefined {
    let links = 0;
    const walk = (from: readonly Directory[], names: readonly string[]): readonly Directory[] | undefined => {
      let trail = from;
      for (const part of names) {
        const here = trail[trail.length - 1] as Directory;
        const next = here.names.get(part)?.node;
        if (part === '..') trail = trail.length > 1 ? trail.slice(0, -1) : trail;
        else if (next?.type === 'directory') trail = [...trail, next];
        else if (next?.type === 'symlink') {
          const target = String(next.item.target ?? '');
          if (++links > LINK_LIMIT) return undefined;
          const start = target.startsWith('/') ? [this.#root] : trail;
          const found = walk(
            start,
            target.split('/').filter((name) => name !== '' && name !== '.'),
          );
          if (found === undefined) return undefined;
          trail = found;
        } else if (!isMade) return undefined;
        else {
          const made = newDirectory(this.#layer);
          here.names.set(part, { node: made, layer: this.#layer });
          here.isMtimeKnown = false;
          trail = [...trail, made];
        }
      }
      return trail;
    };
    return walk([this.#root], parts)?.at(-1);
  }

  #endsInSymlink(parts: readonly string[]): boolean {
    const folder = this.#find(parts.slice(0, -1), false);
    return folder?.names.get(parts.at(-1) ?? '')?.node.type === 'symlink';
  }

  /** A name in the directory changed: its time is known only where this layer has an entry for it, before or after. */
  #touch(directory: Directory): void {
    if (directory.changedBy !== this.#layer) directory.isMtimeKnown = false;
  }
}
