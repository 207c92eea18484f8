// The graph in dependency order, with its cycles told.
import { toGraphPath } from './find-files.ts';
import { orderGraph } from './order-graph.ts';
import type { BaseUse, GraphFinding, UpdateGraph, UpdateImage } from './update-graph.ts';

const NAMES_TOLD = 8;

/** Sorts images by wave and id, edges by image, and adds a finding for each cycle. */
export function sortGraph({
  root,
  images,
  uses,
  findings,
}: Pick<UpdateGraph, 'root' | 'images' | 'uses' | 'findings'>): UpdateGraph {
  const byId = images.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { needs, usesOf } = readNeeds(byId, uses);
  const { order, cycles } = orderGraph(needs);
  return {
    kind: 'update-graph',
    root,
    images: order.map((node) => byId[node]!),
    uses: order.flatMap((node) => usesOf[node]!),
    findings: [...findings, ...cycles.map((cycle) => tellCycle(root, cycle, byId, usesOf))],
  };
}

/** What each image needs, as numbers of images; edges to images that are not there are left out. */
export function readNeeds(
  images: readonly UpdateImage[],
  uses: readonly BaseUse[],
): { readonly needs: readonly (readonly number[])[]; readonly usesOf: readonly (readonly BaseUse[])[] } {
  const numbers = new Map(images.map(({ id }, i) => [id, i]));
  const needs: number[][] = images.map(() => []);
  const usesOf: BaseUse[][] = images.map(() => []);
  for (const use of uses) {
    const node = numbers.get(use.image);
    if (node === undefined) continue;
    usesOf[node]!.push(use);
    const needed = use.origin.kind === 'image' ? numbers.get(use.origin.id) : undefined;
    if (needed !== undefined) needs[node]!.push(needed);
  }
  return { needs, usesOf };
}

function tellCycle(
  root: string,
  cycle: readonly number[],
  images: readonly UpdateImage[],
  usesOf: readonly (readonly BaseUse[])[],
): GraphFinding {
  const members = new Map(cycle.map((node) => [images[node]!.id, node]));
  const within = (node: number): BaseUse =>
    usesOf[node]!.find(({ origin }) => origin.kind === 'image' && members.has(origin.id))!;
  const way: string[] = [];
  const seen = new Set<number>();
  let node = cycle[0]!;
  while (!seen.has(node) && way.length < NAMES_TOLD) {
    seen.add(node);
    way.push(images[node]!.id);
    const { origin } = within(node);
    node = members.get((origin as { readonly id: string }).id)!;
  }
  way.push(seen.has(node) ? images[node]!.id : `... (${cycle.length} images)`);
  const { place, build } = images[cycle[0]!]!;
  const { line } = within(cycle[0]!);
  return {
    kind: 'cycle',
    file:
      build === undefined || build.inlineDockerfile !== undefined
        ? place.file
        : toGraphPath(root, build.dockerfilePath),
    ...(line === undefined ? {} : { line }),
    message: `images need each other: ${way.join(' needs ')}`,
  };
}
