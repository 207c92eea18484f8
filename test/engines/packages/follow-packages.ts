// Packages through the layers by their manager's own answers, in lines that ours are compared in.
import type { PackageSummary } from '../../../src/contents/packages/package-summary.ts';
import type { RootFiles } from './root-files.ts';
import type { SystemOracle } from './system-oracles.ts';

/** `NAME VERSION ARCHITECTURE, layer LAYER[ to LAYER]: BYTES in FILES`. */
export function tell(
  item: Pick<PackageSummary, 'name' | 'version' | 'architecture' | 'layer' | 'bytes' | 'fileCount'> & {
    readonly removedByLayer: number | null;
  },
): string {
  const { name, version, architecture, layer, removedByLayer, bytes, fileCount } = item;
  const until = removedByLayer === null ? '' : ` to ${removedByLayer}`;
  return `${name} ${version} ${architecture}, layer ${layer}${until}: ${bytes} bytes in ${fileCount} files`;
}

/** Asks the manager after each layer, so that its own answers tell which layer brought and which removed a package. */
export async function followPackages(
  oracle: SystemOracle,
  roots: readonly RootFiles[],
): Promise<readonly string[]> {
  const told: string[] = [];
  let present = new Map<string, number>();
  let before: Awaited<ReturnType<SystemOracle['listPackages']>> = [];
  const keyOf = (item: (typeof before)[number]): string =>
    `${item.name} ${item.version} ${item.architecture}`;
  for (const [layer, root] of roots.entries()) {
    const has = root.stat(oracle.databasePath);
    if (has === undefined || has.ino === roots[layer - 1]?.stat(oracle.databasePath)?.ino) continue;
    const now = await oracle.listPackages(root);
    const next = new Map(now.map((item) => [keyOf(item), present.get(keyOf(item)) ?? layer]));
    for (const item of before) {
      if (next.has(keyOf(item))) continue;
      const sum = roots[layer - 1]!.sumReplaced(item.paths, root);
      told.push(tell({ ...item, ...sum, layer: present.get(keyOf(item))!, removedByLayer: layer }));
    }
    [present, before] = [next, now];
  }
  for (const item of before) {
    const sum = roots.at(-1)!.sum(item.paths);
    told.push(tell({ ...item, ...sum, layer: present.get(keyOf(item))!, removedByLayer: null }));
  }
  return told;
}
