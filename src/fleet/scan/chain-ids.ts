// ChainIds (image-spec config.md, "Layer ChainID"): a layer together with all that lies below it.
import { createHash } from 'node:crypto';
import type { Digest } from '../../oci/bytes/digest.ts';

/** The chainId of each layer, bottom first. */
export function listChainIds(diffIds: readonly Digest[]): readonly Digest[] {
  const chainIds: Digest[] = [];
  for (const diffId of diffIds) {
    const below = chainIds.at(-1);
    const hex = createHash('sha256').update(`${below} ${diffId}`).digest('hex');
    chainIds.push(below === undefined ? diffId : `sha256:${hex}`);
  }
  return chainIds;
}
