// The tree of the slow model: objects with names in maps.
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { type Attributes, hashContent, type Shown } from './shown.ts';

const NONE = new Uint8Array();

export interface File {
  readonly type: Exclude<TarItem['kind'], 'directory' | 'hardlink'>;
  attributes: Attributes;
  readonly item: TarItem;
}
export interface Directory {
  readonly type: 'directory';
  attributes: Attributes | null;
  isMtimeKnown: boolean;
  /** The layer of its entry, or that implied it. */
  changedBy: number;
  readonly names: Map<string, Name>;
}
export interface Name {
  node: File | Directory;
  /** The layer that wrote this name. */
  layer: number;
}

export function newDirectory(layer: number): Directory {
  return { type: 'directory', attributes: null, isMtimeKnown: false, changedBy: layer, names: new Map() };
}

export function contains(directory: Directory, other: Directory): boolean {
  if (directory === other) return true;
  return [...directory.names.values()].some(({ node }) => node.type === 'directory' && contains(node, other));
}

export function describe(node: File | Directory): Shown {
  const item = node.type === 'directory' ? undefined : node.item;
  const isDevice = node.type === 'character' || node.type === 'block';
  return {
    type: node.type,
    attributes: node.attributes,
    isMtimeKnown: node.type === 'directory' ? node.isMtimeKnown : true,
    target: node.type === 'symlink' ? String(item?.target ?? '') : '',
    device: isDevice ? `${item?.device?.major ?? 0}:${item?.device?.minor ?? 0}` : '',
    contentHash: item?.kind === 'file' ? hashContent((item.content as Uint8Array | undefined) ?? NONE) : '',
    identity: node,
  };
}

/** Whether the layer wrote the name or something below it. */
export function hasOwn(name: Name, layer: number): boolean {
  if (name.layer === layer) return true;
  return (
    name.node.type === 'directory' && [...name.node.names.values()].some((below) => hasOwn(below, layer))
  );
}

/** Whether it wrote the name and all below it. */
export function isOwnAlone(name: Name, layer: number): boolean {
  if (name.layer !== layer) return false;
  return (
    name.node.type !== 'directory' || [...name.node.names.values()].every((below) => isOwnAlone(below, layer))
  );
}
