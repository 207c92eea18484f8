// What paths of the build context cost, by the files that are sent for the instructions that name them.
import type { DockerfilePricing } from '../../checks/dockerfile/pricing.ts';
import type { InspectedContext } from '../../context/inspection/inspect-context.ts';

/** Prices sources of COPY and ADD, as they are after expansion. */
export function priceByContext(context: InspectedContext): DockerfilePricing['priceContext'] {
  const { uses, usesOf, listing } = context;
  return (paths) => {
    const wanted = new Set<number>();
    for (const path of paths) {
      const clean = cleanSource(path);
      const found = uses.flatMap((use, i) => (use.path === clean ? [i] : []));
      if (found.length === 0) return undefined;
      for (const i of found) wanted.add(i);
    }
    let [bytes, files] = [0, 0];
    listing.entries.forEach((entry, i) => {
      if (entry.kind !== 'file' || !usesOf[i]!.some((use) => wanted.has(use))) return;
      bytes += entry.sizeBytes;
      files++;
    });
    return { kind: 'context', bytes, files };
  };
}

/** As uses of contexts have it: from the root, without dots. */
function cleanSource(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return `/${parts.join('/')}`;
}
