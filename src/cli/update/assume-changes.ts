// The changes that `--since` and `--if-changed` ask about.
import { PlimsollError } from '../../errors.ts';
import { GraphIndex } from '../../fleet/update/graph/graph-index.ts';
import { fullName } from '../../fleet/update/graph/image-names.ts';
import type { UpdateGraph } from '../../fleet/update/graph/update-graph.ts';
import { entryName } from '../../fleet/update/lock/update-lock.ts';
import { platformsOf } from '../../fleet/update/planning/image-bases.ts';
import type { AssumedChanges } from '../../fleet/update/planning/plan-update.ts';
import { findTouched } from '../../fleet/update/planning/touched/find-touched.ts';
import { listChangedFiles } from '../../fleet/update/planning/touched/list-changed-files.ts';
import type { ReasonStep } from '../../fleet/update/planning/update-plan.ts';
import type { CliIo } from '../cli-io.ts';
import type { UpdatePlanFlags } from './update-flags.ts';

/** Undefined where neither is asked. Throws USAGE for a name or a reference that is not there. */
export async function assumeChanges(
  graph: UpdateGraph,
  { since, ifChanged = [] }: UpdatePlanFlags,
  io: CliIo,
): Promise<AssumedChanges | undefined> {
  if (since === undefined && ifChanged.length === 0) return undefined;
  const files =
    since === undefined ? undefined : await listChangedFiles(graph.root, since, io.env, io.signal);
  const images = new Map<string, readonly ReasonStep[]>(
    files === undefined ? [] : await findTouched(graph, files, io.signal),
  );
  const bases = new Set<string>();
  const index = new GraphIndex(graph);
  for (const name of ifChanged) {
    const found = findImages(index, name);
    for (const image of found)
      for (const platform of platformsOf(image)) {
        const entry = entryName(image.id, platform);
        images.set(entry, [...(images.get(entry) ?? []), { subject: image.id, kind: 'assumed' }]);
      }
    if (found.length === 0) bases.add(fullName(name));
  }
  return { images, bases };
}

/** The images of a name; none for a base of elsewhere that something stands on. */
export function findImages(index: GraphIndex, name: string): ReturnType<GraphIndex['find']> {
  const found = index.find(name);
  if (found.length === 0 && index.usersOf({ kind: 'external', reference: fullName(name) }).length === 0)
    throw new PlimsollError('USAGE', 'there is no such image in the graph, and nothing stands on it', {
      subject: name,
      hint: "'plimsoll update graph --all' lists them.",
    });
  return found;
}
