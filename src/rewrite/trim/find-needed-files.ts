// What an image that is trimmed needs to run: the programs that it starts, the interpreters of the scripts that stay, and the
// shared libraries of the programs that stay.
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { NO_OWNER } from '../../contents/packages/inventory.ts';
import { readNodes } from '../../contents/read-nodes.ts';
import { ElfReader } from '../../contents/uses/elf-reader.ts';
import { findPrograms } from '../../contents/uses/find-programs.ts';
import { PROGRAM_FOLDERS, readInterpreters } from '../../contents/uses/read-interpreters.ts';
import { resolveLibraries } from '../../contents/uses/resolve-libraries.ts';
import { followPath } from '../../contents/view/follow-link.ts';
import { nodePath, type SquashedView } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import { findOpenedLibraries } from './find-opened-libraries.ts';
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
const DIVERSIONS = 'var/lib/dpkg/diversions';
const DIVERSIONS_LIMIT_BYTES = 16 * 2 ** 20;
const WALK_LIMIT_BYTES = 64 * 2 ** 20;

/** Finds them; scripts are read out of their layers. Throws as reading layers does. */
export async function findFileUses(request: TrimRequest, signal?: AbortSignal): Promise<FileUses> {
  const { contents } = request;
  const { view } = contents;
  const { programs } = await findPrograms(request.opened, contents, signal);
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
  const interpreters = await findInterpreters(request, signal);
  const opened = request.packages.size === 0 ? [] : await findOpenedLibraries(request, signal);
  return {
    always: [...always, ...(await findDiverters(request, signal))],
    whileKept: [...libraries, ...findLoaders(view), ...interpreters, ...opened],
  };
}

/** Packages that put other packages' files aside (dpkg-divert(1)): only their own scripts can put those back. */
async function findDiverters(
  { opened, contents: { view, inventory } }: TrimRequest,
  signal: AbortSignal | undefined,
): Promise<readonly FileUse[]> {
  const found = followPath(view, new ViewFinder(view, WALK_LIMIT_BYTES), DIVERSIONS).at(-1);
  if (found === undefined) return [];
  const options = { limitBytes: DIVERSIONS_LIMIT_BYTES, ...(signal === undefined ? {} : { signal }) };
  const files = await readNodes(view, [found], (layer) => ({ image: opened, layer }), options);
  const lines = (files.get(found)?.toString('latin1') ?? '').split('\n');
  // What is diverted, to where, and by whom.
  const names = new Set(lines.filter((_, i) => i % 3 === 2));
  const firstNodes = new Map<number, number>();
  for (let node = 1; node < view.tree.nodeCount; node++) {
    const owner = inventory.owners[node]!;
    if (owner !== NO_OWNER && !firstNodes.has(owner)) firstNodes.set(owner, node);
  }
  return [...firstNodes].flatMap(([owner, node]): readonly FileUse[] => {
    const { type, name } = inventory.packages[owner]!.record;
    if (type !== 'deb' || !names.has(name)) return [];
    return [{ by: NOBODY, nodes: [node], reason: 'it diverts files of other packages' }];
  });
}

/** The loaders that programs name (PT_INTERP). */
function findLoaders(view: SquashedView): readonly FileUse[] {
  const elf = new ElfReader(view);
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  const known = new Map<string, readonly number[]>();
  const uses: FileUse[] = [];
  for (let node = 1; node < view.tree.nodeCount; node++) {
    if (view.tree.kinds[node] !== ENTRY_KIND.file || !elf.has(node)) continue;
    const { interpreter } = elf.read(node)!;
    if (interpreter === '') continue;
    const nodes = known.get(interpreter) ?? followPath(view, finder, interpreter);
    known.set(interpreter, nodes);
    uses.push({ by: node, nodes, reason: `it is the loader of ${nodePath(view, node)}` });
  }
  return uses;
}

async function findInterpreters(
  { opened, contents: { view } }: TrimRequest,
  signal: AbortSignal | undefined,
): Promise<readonly FileUse[]> {
  const interpreters = await readInterpreters(opened, view, () => true, signal);
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  const known = new Map<string, readonly number[]>();
  const find = (name: string): readonly number[] => {
    let nodes = known.get(name);
    if (nodes === undefined) {
      const places = name.startsWith('/') ? [name] : PROGRAM_FOLDERS.map((folder) => `${folder}/${name}`);
      nodes = places.map((place) => followPath(view, finder, place)).find((found) => found.length > 0) ?? [];
      known.set(name, nodes);
    }
    return nodes;
  };
  return [...interpreters].flatMap(([node, { program, lookedFor }]): readonly FileUse[] => {
    const reason = `${nodePath(view, node)} is a script for it`;
    return [program, lookedFor]
      .filter((name) => name !== undefined)
      .map((name) => ({ by: node, nodes: find(name), reason }));
  });
}
