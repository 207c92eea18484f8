// Libraries that programs name without being linked with them, as those do that open them while they run.
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { NO_OWNER } from '../../contents/packages/inventory.ts';
import { findNamedLibraries } from '../../contents/uses/find-named-libraries.ts';
import { followNode } from '../../contents/view/follow-link.ts';
import { nodePath } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import type { FileUse } from './find-needed-files.ts';
import type { TrimRequest } from './trim-request.ts';

const WALK_LIMIT_BYTES = 64 * 2 ** 20;
/** `libx.so` without a version is what linkers look for, and belongs to development packages. */
const RUNTIME_NAME = /^lib[^/]*\.so\.[0-9][0-9.]*$/;

/** Uses of packaged libraries by what stands in ELF files. Throws as reading layers does. */
export async function findOpenedLibraries(
  { opened, contents: { view, inventory } }: TrimRequest,
  signal?: AbortSignal,
): Promise<readonly FileUse[]> {
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  const libraries = new Map<string, readonly number[]>();
  for (let node = 1; node < view.tree.nodeCount; node++) {
    const kind = view.tree.kinds[node];
    if (kind !== ENTRY_KIND.file && kind !== ENTRY_KIND.symlink) continue;
    if (inventory.owners[node] === NO_OWNER) continue;
    const path = nodePath(view, node);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (RUNTIME_NAME.test(name)) libraries.set(name, followNode(view, finder, node));
  }
  const named = await findNamedLibraries(opened, view, new Set(libraries.keys()), signal);
  return [...named].flatMap(([by, names]) =>
    [...names].map((name): FileUse => {
      return { by, nodes: libraries.get(name)!, reason: `${nodePath(view, by)} names ${name}` };
    }),
  );
}
