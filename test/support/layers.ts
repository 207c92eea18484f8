// Layers and images for tests, made in code: `layer([file('a/b', 'text'), whiteout('a/x')])`.
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { LayerFacts } from '../../src/contents/facts/layer-facts.ts';
import { type LayerScan, type ScanOptions, scanStream } from '../../src/contents/scan/scan-layer.ts';
import type { Descriptor } from '../../src/oci/image/descriptor.ts';
import { type LayoutImage, type LayoutStep, writeLayout } from '../../src/oci/layout/write-layout.ts';
import type { Xattr } from '../../src/oci/tar/pax.ts';
import { type TarItem, writeTar } from '../../src/oci/tar/write-tar.ts';

/** What every kind of entry may have beside its path; xattrs as `{ 'user.a': 'text or bytes' }`. */
export interface Fields {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtimeSeconds?: number;
  readonly xattrs?: Readonly<Record<string, string | Uint8Array>>;
}

/** A regular file. */
export function file(
  path: string | Uint8Array,
  content: string | Uint8Array = '',
  fields: Fields = {},
): TarItem {
  return { kind: 'file', path, content: Buffer.from(content as string), ...toItemFields(fields) };
}

/** A directory; the trailing slash is added. */
export function dir(path: string | Uint8Array, fields: Fields = {}): TarItem {
  return { kind: 'directory', path, ...toItemFields(fields) };
}

/** A hard link to `target`, a path within the layer. */
export function link(path: string | Uint8Array, target: string | Uint8Array, fields: Fields = {}): TarItem {
  return { kind: 'hardlink', path, target, ...toItemFields(fields) };
}

/** A symbolic link. */
export function symlink(
  path: string | Uint8Array,
  target: string | Uint8Array,
  fields: Fields = {},
): TarItem {
  return { kind: 'symlink', path, target, ...toItemFields(fields) };
}

/** A named pipe. */
export function fifo(path: string | Uint8Array, fields: Fields = {}): TarItem {
  return { kind: 'fifo', path, ...toItemFields(fields) };
}

/** A device node. */
export function device(
  path: string | Uint8Array,
  kind: 'character' | 'block',
  [major, minor]: readonly [number, number],
  fields: Fields = {},
): TarItem {
  return { kind, path, device: { major, minor }, ...toItemFields(fields) };
}

/** The whiteout that deletes `path` of lower layers: `whiteout('a/x')` is the entry `a/.wh.x`. */
export function whiteout(path: string, fields: Fields = {}): TarItem {
  const slash = path.lastIndexOf('/') + 1;
  return file(`${path.slice(0, slash)}.wh.${path.slice(slash)}`, '', fields);
}

/** The marker that hides what lower layers have in a directory: `opaque('a')` is `a/.wh..wh..opq`; `''` is the root. */
export function opaque(directory: string, fields: Fields = {}): TarItem {
  return file(directory === '' ? '.wh..wh..opq' : `${directory}/.wh..wh..opq`, '', fields);
}

/** The uncompressed layer with these entries, in this order. */
export function layer(items: readonly TarItem[]): Uint8Array {
  return writeTar(items);
}

/** Scans one layer's stored bytes in pieces of any size (the whole at once where it is not given). */
export async function scanBytes(
  stored: Uint8Array,
  pieceBytes = Math.max(1, stored.byteLength),
  options: ScanOptions = {},
): Promise<LayerScan> {
  return scanStream(Readable.from(cutIntoPieces(stored, pieceBytes)), options);
}

/** The facts of each layer, from its tar (compressed or not). */
export async function scanLayers(tars: readonly Uint8Array[]): Promise<LayerFacts[]> {
  const facts: LayerFacts[] = [];
  for (const tar of tars) facts.push((await scanBytes(tar)).facts);
  return facts;
}

/** A layer of a test image: the tar alone, or with the instruction that made it and how it is stored. */
export type TestLayer = Uint8Array | LayoutStep;

/**
 * Writes an OCI layout with these layers into the new folder `directory` and returns the manifest's descriptor.
 * A bare tar gets the instruction `RUN /bin/sh -c step N # buildkit`.
 */
export async function makeLayout(
  directory: string,
  layers: readonly TestLayer[],
  options: Omit<LayoutImage, 'steps'> = {},
): Promise<Descriptor> {
  const steps = layers.map((item, i) =>
    item instanceof Uint8Array ? { tar: item, createdBy: `RUN /bin/sh -c step ${i} # buildkit` } : item,
  );
  return writeLayout(directory, { ...options, steps });
}

/** The tar as a gzip blob, the same bytes each time. */
export function gzip(tar: Uint8Array): Uint8Array {
  return gzipSync(tar);
}

/** The bytes in pieces of this length; the last may be shorter. */
export function cutIntoPieces(bytes: Uint8Array, pieceBytes: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  return pieces;
}

function toItemFields({ xattrs, ...fields }: Fields): Omit<TarItem, 'kind' | 'path'> {
  if (xattrs === undefined) return fields;
  const list: Xattr[] = Object.entries(xattrs).map(([name, value]) => ({
    name,
    value: Buffer.from(value as string),
  }));
  return { ...fields, xattrs: list };
}
