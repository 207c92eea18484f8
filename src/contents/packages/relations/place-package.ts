// What every ecosystem's graph says alike of an installed package.
import type { InventoryPackage } from '../inventory.ts';
import type { GraphPackage } from './relation-graph.ts';

/** An installed package and its position in the inventory. */
export interface PlacedPackage {
  readonly position: number;
  readonly item: InventoryPackage;
}

/** The package without what it needs. */
export function placePackage({
  position,
  item,
}: PlacedPackage): Omit<GraphPackage, 'needs' | 'refusals' | 'installedWith'> {
  const { name, version, architecture, source, sourceVersion, fields } = item.record;
  return {
    position,
    name,
    version,
    architecture,
    source: source || name,
    sourceVersion: sourceVersion || version,
    bytes: item.bytes,
    isAutomatic: item.isAutomatic === true,
    fields,
  };
}
