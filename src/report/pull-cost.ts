// Whether the stored layers tell what a pull costs.
import type { ImageReport } from './image-report.ts';

/** A registry ships what it stores; other places often keep layers uncompressed that a registry would not. */
export function isPullCostKnown({ target, layers }: ImageReport): boolean {
  return (
    target.transport === 'docker' ||
    layers.length === 0 ||
    layers.some(({ compression }) => compression !== 'plain')
  );
}
