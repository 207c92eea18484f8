// Early cut-off: whether a rebuilt image has the content of the one before. The squashed view and the config decide, times aside,
// and what differs after every build aside; what was set aside is named (docs/decisions/early-cut-off.md).
import type { ImageContents } from '../../../../contents/image-contents.ts';
import { readNodes } from '../../../../contents/read-nodes.ts';
import { NO_NODE } from '../../../../contents/view/path-tree.ts';
import { nodePath } from '../../../../contents/view/squashed-view.ts';
import type { OpenedImage } from '../../../../oci/image/image.ts';
import { findDifferences, type NodeDifference } from '../../../../rewrite/proof/compare-shown.ts';
import { compareRunConfigs } from './compare-run-configs.ts';
import { areSettledSame, findPartlyVolatile, type PartlyVolatile } from './compare-volatile-parts.ts';
import { nameAside } from './name-aside.ts';
import { findVolatile } from './volatile-paths.ts';

/** An image that is compared: opened for reading its files, and read as facts. */
export interface ComparedContent {
  readonly opened: OpenedImage;
  readonly contents: ImageContents;
}

/** What came out. */
export interface ContentComparison {
  readonly isSame: boolean;
  /** Names of what differs and does not count, with the number of paths where there are several. */
  readonly setAside: readonly string[];
  /** The first of what counts: `usr/lib/libz.so.1 (content)`. */
  readonly differences: readonly string[];
  readonly differenceCount: number;
}

/** A file of which a part does not count. */
interface Suspended extends NodeDifference {
  readonly kind: PartlyVolatile;
  readonly path: string;
}

const DIFFERENCES_KEPT = 5;
/** Larger files of these kinds are taken for different. */
const PARTLY_LIMIT_BYTES = 16 * 1024 * 1024;

/** Compares them; throws as reading layers does. */
export async function compareContent(
  before: ComparedContent,
  after: ComparedContent,
  signal: AbortSignal,
): Promise<ContentComparison> {
  const differences: string[] = [];
  let differenceCount = 0;
  const count = (text: string): void => {
    if (++differenceCount <= DIFFERENCES_KEPT) differences.push(text);
  };
  const configs = compareRunConfigs(before.contents.storedConfig.json, after.contents.storedConfig.json);
  for (const field of configs.differing) count(`${field} (config)`);
  const aside = new Map<string, number>(configs.setAside.map((name) => [name, 1]));
  const putAside = (name: string): void => void aside.set(name, (aside.get(name) ?? 0) + 1);
  const suspended: Suspended[] = [];
  const [old, now] = [before.contents.view, after.contents.view];
  findDifferences(old, now, { ignoresTimes: true }, (difference) => {
    const { node, place, what } = difference;
    const path = node === NO_NODE ? nodePath(now, place) : nodePath(old, node);
    const volatile = findVolatile(path);
    const kind = what === 'content' ? findPartlyVolatile(path) : undefined;
    if (volatile !== undefined) putAside(volatile.name);
    else if (kind !== undefined) suspended.push({ ...difference, kind, path });
    else count(`${path} (${what})`);
  });
  // Reading files costs more than all else, and is in vain where something counts already.
  if (differenceCount === 0 && suspended.length > 0) {
    const inOld = await readFiles(
      before,
      suspended.map(({ node }) => node),
      signal,
    );
    const inNew = await readFiles(
      after,
      suspended.map(({ place }) => place),
      signal,
    );
    for (const { kind, path, node, place } of suspended) {
      const [a, b] = [inOld.get(node), inNew.get(place)];
      if (a !== undefined && b !== undefined && areSettledSame(kind, a, b)) putAside(kind.name);
      else count(`${path} (content)`);
    }
  }
  return { isSame: differenceCount === 0, setAside: nameAside(aside), differences, differenceCount };
}

function readFiles(
  { opened, contents }: ComparedContent,
  nodes: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Buffer>> {
  const options = { limitBytes: PARTLY_LIMIT_BYTES, signal };
  return readNodes(contents.view, nodes, (layer) => ({ image: opened, layer }), options);
}
