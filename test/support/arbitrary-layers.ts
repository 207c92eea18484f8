// Random layers for fast-check. Paths come from a small alphabet, so that layers overwrite and delete each other's entries.
import fc from 'fast-check';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { device, dir, type Fields, fifo, file, layer, link, opaque, symlink, whiteout } from './layers.ts';

/** How wild the layers are. */
export interface ArbitraryOptions {
  /** One entry per path within a layer, as the spec demands; true where it is not given. */
  readonly hasUniquePaths?: boolean;
  /** Most entries in a layer; 8 where it is not given. */
  readonly maxEntries?: number;
  /** Most layers in a stack; 4 where it is not given. */
  readonly maxLayers?: number;
}

const NAMES = ['a', 'b', 'c', 'd.pyc', 'é'] as const;

/** A path of one to three names out of five; never the root. */
export function arbitraryPath(): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
}

/** A regular file's content: mostly small and often equal to another file's. */
export function arbitraryContent(): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    fc.constantFrom('', 'same', 'other', '#!/bin/sh\n', '\x7fELF').map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom(1, 511, 512, 513, 1024).map((length) => Buffer.alloc(length, 7)),
  );
}

/** Modes, owners, times and extended attributes, ordinary ones most of the time. */
export function arbitraryFields(): fc.Arbitrary<Fields> {
  return fc.record(
    {
      mode: fc.constantFrom(0o644, 0o755, 0o600, 0o4755, 0o1777),
      uid: fc.constantFrom(0, 1000, 65534, 0xffffffff),
      gid: fc.constantFrom(0, 1000),
      mtimeSeconds: fc.constantFrom(0, 1_700_000_000, 1_700_000_000.5, -1),
      xattrs: fc.constantFrom({}, { 'user.a': '1' }, { 'user.b': 'x=y\n', 'security.capability': 'c' }),
    },
    { requiredKeys: [] },
  );
}

/** One entry of any kind, whiteouts and opaque markers among them. */
export function arbitraryItem(): fc.Arbitrary<TarItem> {
  const path = arbitraryPath();
  const fields = arbitraryFields();
  return fc.oneof(
    { weight: 6, arbitrary: fc.tuple(path, arbitraryContent(), fields).map((args) => file(...args)) },
    { weight: 4, arbitrary: fc.tuple(path, fields).map((args) => dir(...args)) },
    { weight: 2, arbitrary: fc.tuple(path, path, fields).map((args) => link(...args)) },
    { weight: 2, arbitrary: fc.tuple(path, path, fields).map((args) => symlink(...args)) },
    { weight: 1, arbitrary: fc.tuple(path, fields).map((args) => fifo(...args)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          path,
          fc.constantFrom('character' as const, 'block' as const),
          fc.constantFrom([0, 0] as const, [1, 3] as const),
          fields,
        )
        .map((args) => device(...args)),
    },
    { weight: 3, arbitrary: path.map((hidden) => whiteout(hidden)) },
    { weight: 1, arbitrary: fc.oneof(path, fc.constant('')).map((directory) => opaque(directory)) },
  );
}

/** The entries of one layer in random order; nothing is promised about parents, link targets or hidden paths. */
export function arbitraryItems(options: ArbitraryOptions = {}): fc.Arbitrary<TarItem[]> {
  const maxLength = options.maxEntries ?? 8;
  if (options.hasUniquePaths === false) return fc.array(arbitraryItem(), { maxLength });
  return fc.uniqueArray(arbitraryItem(), { maxLength, selector: (item) => String(item.path) });
}

/** One layer as a tar. */
export function arbitraryLayer(options: ArbitraryOptions = {}): fc.Arbitrary<Uint8Array> {
  return arbitraryItems(options).map(layer);
}

/** The layers of one image from the base, each as its entries; `items.map(layer)` makes the tars. */
export function arbitraryStack(options: ArbitraryOptions = {}): fc.Arbitrary<TarItem[][]> {
  return fc.array(arbitraryItems(options), { minLength: 1, maxLength: options.maxLayers ?? 4 });
}
