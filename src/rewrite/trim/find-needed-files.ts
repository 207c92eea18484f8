// What an image that is trimmed needs to run: the programs that it starts, the interpreters of the scripts that stay, and the
// shared libraries of the programs that stay.
import { CONTENT_TYPE, ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { readNodes } from '../../contents/read-nodes.ts';
import { findPrograms } from '../../contents/uses/find-programs.ts';
import { resolveLibraries } from '../../contents/uses/resolve-libraries.ts';
import { followPath } from '../../contents/view/follow-link.ts';
import { locateEntry } from '../../contents/view/locate-entry.ts';
import { nodePath } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import type { TrimRequest } from './trim-request.ts';

/** A use of a file: `by` needs it. */
export interface FileUse {
  readonly by: number;
  readonly nodes: readonly number[];
  /** Why it must stay as long as `by` does. */
  readonly reason: string;
}

/** Uses that hold whatever goes (`by` is -1), and those that hold while the user stays. */
export interface FileUses {
  readonly always: readonly FileUse[];
  readonly whileKept: readonly FileUse[];
}

const NOBODY = -1;
const WALK_LIMIT_BYTES = 64 * 2 ** 20;
const SCRIPT_LIMIT_BYTES = 256 * 1024;
const SCRIPTS_LIMIT_BYTES = 64 * 2 ** 20;
const EXECUTABLE = 0o111;
const FOLDERS = ['usr/local/sbin', 'usr/local/bin', 'usr/sbin', 'usr/bin', 'sbin', 'bin'];

/** Finds them; scripts are read out of their layers. Throws as reading layers does. */
export async function findFileUses(request: TrimRequest, signal?: AbortSignal): Promise<FileUses> {
  const { opened, contents } = request;
  const { view } = contents;
  const { programs } = await findPrograms(opened, contents, signal);
  const always = programs.map(
    ({ nodes, namedBy }): FileUse => ({ by: NOBODY, nodes, reason: `the image starts it (${namedBy})` }),
  );
  const libraries = resolveLibraries(contents).map(
    ({ user, library }): FileUse => ({
      by: user,
      nodes: library,
      reason: `${nodePath(view, user)} is linked with it`,
    }),
  );
  return { always, whileKept: [...libraries, ...(await findInterpreters(request, signal))] };
}

async function findInterpreters(
  { opened, contents: { view } }: TrimRequest,
  signal: AbortSignal | undefined,
): Promise<readonly FileUse[]> {
  const scripts: number[] = [];
  let sumBytes = 0;
  for (let node = 1; node < view.tree.nodeCount; node++) {
    if (view.tree.kinds[node] !== ENTRY_KIND.file) continue;
    const { facts, i } = locateEntry(view, view.inodes[node]!);
    if (facts.contentTypes[i] !== CONTENT_TYPE.script || (facts.modes[i]! & EXECUTABLE) === 0) continue;
    sumBytes += facts.sizes[i]!;
    if (sumBytes > SCRIPTS_LIMIT_BYTES) break;
    scripts.push(node);
  }
  const options = { limitBytes: SCRIPT_LIMIT_BYTES, ...(signal === undefined ? {} : { signal }) };
  const files = await readNodes(view, scripts, (layer) => ({ image: opened, layer }), options);
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  const known = new Map<string, readonly number[]>();
  const find = (name: string): readonly number[] => {
    let nodes = known.get(name);
    if (nodes === undefined) {
      const places = name.startsWith('/') ? [name] : FOLDERS.map((folder) => `${folder}/${name}`);
      nodes = places.map((place) => followPath(view, finder, place)).find((found) => found.length > 0) ?? [];
      known.set(name, nodes);
    }
    return nodes;
  };
  return [...files].flatMap(([node, content]): readonly FileUse[] => {
    const [program, ...words] = content
      .toString('utf8', 0, 512)
      .split('\n', 1)[0]!
      .slice(2)
      .trim()
      .split(/\s+/);
    if (program === undefined || program === '') return [];
    const named = /(?:^|\/)env$/.test(program)
      ? words.find((word) => word !== '' && !word.startsWith('-') && !word.includes('='))
      : undefined;
    const reason = `${nodePath(view, node)} is a script for it`;
    return [program, named]
      .filter((name) => name !== undefined)
      .map((name) => ({ by: node, nodes: find(name), reason }));
  });
}
