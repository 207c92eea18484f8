// From a fleet, and what its Dockerfiles and layers tell, to its hierarchy.
import type { FleetSnapshot } from '../../snapshot/fleet-snapshot.ts';
import { findEqualSizes } from './find-equal-sizes.ts';
import { findOlderBases } from './find-older-bases.ts';
import type { FleetTree, TreeImage } from './fleet-tree.ts';
import { type ContentGroup, groupContents } from './group-contents.ts';
import type { LayerContent } from './layer-content.ts';
import { linkImages } from './link-images.ts';
import type { DockerfileReading } from './read-dockerfiles.ts';

/** What is known beside the snapshot. */
export interface TreeKnowledge {
  readonly dockerfiles?: DockerfileReading;
  /** By layer number. */
  readonly contents?: ReadonlyMap<number, LayerContent>;
}

/** Builds it. */
export function buildTree(fleet: FleetSnapshot, { dockerfiles, contents }: TreeKnowledge = {}): FleetTree {
  const { images, layers } = fleet;
  const links = linkImages(images, dockerfiles?.bases ?? new Map());
  const parents = links.map(({ parent }) => parent);
  const depths = depthsOf(parents);
  const descendants = countDescendants(parents, depths);
  const placed = links.map(({ parent, evidence }, image): TreeImage => {
    const own = images[image]!.layers.subarray(
      evidence.includes('layers') && parent !== null ? images[parent]!.layers.length : 0,
    );
    return {
      image,
      parent,
      evidence,
      depth: depths[image]!,
      ownLayers: own.length,
      ownBytes: own.reduce((sum, layer) => sum + (layers.shippedBytes[layer] || 0), 0),
      descendants: descendants[image]!,
      outsideBase: parent === null ? (dockerfiles?.bases.get(image) ?? images[image]!.base ?? null) : null,
      builtWith: dockerfiles?.builtWith.get(image) ?? [],
    };
  });
  const groups = findEqualSizes(fleet);
  const isRead = contents !== undefined && contents.size > 0;
  return {
    kind: 'fleet-tree',
    images: placed,
    depths: Array.from(
      { length: depths.reduce((deepest, depth) => Math.max(deepest, depth), 0) },
      (_, i) => depths.filter((depth) => depth === i + 1).length,
    ),
    edges: parents.filter((parent) => parent !== null).length,
    olderBases: findOlderBases(fleet),
    equalSizes: {
      groups,
      layers: groups.reduce((sum, group) => sum + group.layers.length - 1, 0),
      bytes: groups.reduce((sum, group) => sum + group.sizeBytes * (group.layers.length - 1), 0),
    },
    contents: isRead ? readContents(fleet, contents) : null,
    notes: [
      ...(dockerfiles?.notes ?? []),
      ...(isRead
        ? []
        : ['No layer was read: equal sizes are a hint, not a proof. --contents reads the layers.']),
    ],
  };
}

function readContents(
  fleet: FleetSnapshot,
  contents: ReadonlyMap<number, LayerContent>,
): readonly ContentGroup[] {
  return groupContents(fleet, contents);
}

function depthsOf(parents: readonly (number | null)[]): Uint32Array {
  const depths = new Uint32Array(parents.length);
  for (const start of parents.keys()) {
    const path: number[] = [];
    let at: number | null = start;
    for (; at !== null && depths[at] === 0; at = parents[at]!) path.push(at);
    let depth = at === null ? 0 : depths[at]!;
    for (const image of path.reverse()) depths[image] = ++depth;
  }
  return depths;
}

function countDescendants(parents: readonly (number | null)[], depths: Uint32Array): Uint32Array {
  const counts = new Uint32Array(parents.length);
  const deepestFirst = [...parents.keys()].sort((a, b) => depths[b]! - depths[a]!);
  for (const image of deepestFirst) {
    const parent = parents[image]!;
    if (parent !== null) counts[parent]! += counts[image]! + 1;
  }
  return counts;
}
