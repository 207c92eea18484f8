// Bytes after the two zero blocks that end a tar: they are shipped and hashed, and no engine reads them.
import type { LayerRule } from './rule.ts';

export const unreadData: LayerRule = {
  kind: 'layer',
  id: 'unread-data',
  title: 'Data after the end of a layer’s tar',
  tier: 'advice',
  severity: 'warning',
  floorBytes: 0,
  fix: 'Find out what wrote it; build the layer again with a builder that ends its tars where they end.',
  judge: ({ layers }) =>
    layers
      .filter(({ facts }) => facts.trailingBytes > 0)
      .map(({ index, facts }) => ({
        layer: index,
        severity: 'warning',
        message: `${facts.trailingBytes} bytes that are not zero after the end of the tar, which no engine reads and every pull brings`,
        paths: [],
        pathCount: 0,
      })),
};
