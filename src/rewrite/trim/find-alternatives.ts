// The groups of links that update-alternatives(1) made: when the last of its choices goes, a group goes whole.
import { readAlternative } from '../../contents/packages/dpkg/dpkg-alternatives.ts';
import { listMetadataFiles } from '../../contents/packages/metadata-history.ts';
import { NO_NODE } from '../../contents/view/path-tree.ts';
import type { SquashedView } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';

/** A group by its nodes. */
export interface LinkGroup {
  readonly name: string;
  /** All its links, those in `etc/alternatives` too, and the file that describes it. */
  readonly nodes: readonly number[];
  /** Nodes of what its master link can point at. */
  readonly choices: readonly number[];
}

const WALK_LIMIT_BYTES = 16 * 2 ** 20;

/** The groups of a view. */
export function findAlternatives(view: SquashedView): readonly LinkGroup[] {
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  const at = (path: string): readonly number[] => {
    const bytes = Buffer.from(path);
    const node = finder.find(bytes, 0, bytes.length);
    return node === NO_NODE ? [] : [node];
  };
  const groups: LinkGroup[] = [];
  for (const { path, parserId, versions } of listMetadataFiles(view).values()) {
    const shown = versions.at(-1);
    if (parserId !== 'dpkg-alternatives' || shown === undefined || shown.endedByLayer !== null) continue;
    const { metadata } = shown;
    if (metadata.kind !== 'text') continue;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const group = readAlternative(metadata.text, name);
    if (group === undefined) continue;
    const links = group.links.flatMap((link) => [...at(link.path), ...at(`etc/alternatives/${link.name}`)]);
    groups.push({
      name,
      nodes: [...links, ...at(path)],
      choices: group.choices.flatMap(({ paths }) => at(paths[0]!)),
    });
  }
  return groups;
}
