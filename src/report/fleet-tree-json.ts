// The JSON of `plimsoll fleet tree` (schema/fleet-tree.json). Images are told by their names.
import type { ContentGroup } from '../fleet/hierarchy/tree/group-contents.ts';
import type { FleetTreeReport } from './fleet-tree-report.ts';
import { compact, SCHEMA_VERSION, WrittenItems, writeJson } from './write-json.ts';

/** What `fleet tree --format json` prints, in pieces; together they end with a newline. */
export function formatFleetTreeJson({ snapshot, tree }: FleetTreeReport): Iterable<string> {
  const nameOf = (image: number): string => snapshot.images[image]!.name;
  const digestsOf = (layers: readonly number[]): readonly string[] =>
    layers.map((layer) => snapshot.layers.digests[layer]!);
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    at: snapshot.at ?? null,
    images: snapshot.images.length,
    edges: tree.edges,
    depths: tree.depths,
    olderBases: tree.olderBases.map(({ newest, older, ...rest }) => ({
      ...rest,
      newest: { digest: newest.digest, images: newest.images.map(nameOf) },
      older: older.map(({ digest, images }) => ({ digest, images: images.map(nameOf) })),
    })),
    equalSizes: {
      isHint: true,
      layers: tree.equalSizes.layers,
      bytes: tree.equalSizes.bytes,
      groups: tree.equalSizes.groups.map(({ layers, ...rest }) => ({ ...rest, layers: digestsOf(layers) })),
    },
    sameContents:
      tree.contents?.map(({ layers, ...rest }: ContentGroup) => ({ ...rest, layers: digestsOf(layers) })) ??
      null,
    notes: tree.notes,
    perImage: new WrittenItems(writeImages()),
  });

  function* writeImages(): Iterable<string> {
    for (const { image, parent, ...rest } of tree.images)
      yield compact({
        reference: nameOf(image),
        parent: parent === null ? null : nameOf(parent),
        ...rest,
      });
  }
}
