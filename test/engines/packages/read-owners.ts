// Whose each file of an image is, by path: what the reports sum up and do not print.
import type { PackageType } from '../../../src/contents/packages/package-record.ts';
import { readImage } from '../../../src/contents/read-image.ts';
import { nodePath } from '../../../src/contents/view/squashed-view.ts';
import { openImage } from '../../../src/oci/open-image.ts';

/** A package that has files. */
export interface Owner {
  readonly type: PackageType;
  readonly name: string;
}

/** The owner of each path that has one. */
export async function readOwners(reference: string): Promise<ReadonlyMap<string, Owner>> {
  const image = await openImage(reference, {});
  try {
    const { view, inventory } = await readImage(image, { workers: 0 });
    const owners = new Map<string, Owner>();
    inventory.owners.forEach((position, node) => {
      const owner = inventory.packages[position]?.record;
      if (owner !== undefined) owners.set(nodePath(view, node), owner);
    });
    return owners;
  } finally {
    await image.close();
  }
}
