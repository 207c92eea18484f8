// What builds, debugs or edits and came without a package: told by the name of a program that is ELF and that no package has,
// and by the folders that come with it. An unpacked archive, a `make install`, a copy from another image.
import { CONTENT_TYPE, decodeBytes, ENTRY_KIND } from '../../facts/layer-facts.ts';
import { locateEntry } from '../../view/locate-entry.ts';
import { ABSENT, NO_NODE } from '../../view/path-tree.ts';
import { nodePath, type SquashedView } from '../../view/squashed-view.ts';
import { NO_OWNER } from '../inventory.ts';
import type { PackageRole } from './package-role.ts';
import { KITS, type ToolKit } from './tool-kits.ts';

/** Some program or kit that no package has. */
export interface UnownedTool extends PackageRole {
  /** The program's name: `javac`. */
  readonly name: string;
  /** The program that it was told by. */
  readonly path: string;
}

/** The tools of an image that no package has, and which of them each node belongs to. */
export interface UnownedTools {
  readonly tools: readonly UnownedTool[];
  /** From a node of a file to the position of its tool; nodes of no tool are not in it. */
  readonly toolOf: ReadonlyMap<number, number>;
}

const PROGRAM_FOLDERS: ReadonlySet<string> = new Set(['bin', 'sbin', 'dotnet', 'zig']);
/** Programs are looked at; more than this only an image made to be so has. */
const TOOL_LIMIT = 1000;

/** Finds them; `owners` is the inventory's. */
export function findUnownedTools(view: SquashedView, owners: Int32Array): UnownedTools {
  const { tree } = view;
  const tools: UnownedTool[] = [];
  const toolOf = new Map<number, number>();
  const take = (node: number, tool: number): void => {
    if (tree.kinds[node] !== ENTRY_KIND.file || owners[node] !== NO_OWNER || toolOf.has(node)) return;
    toolOf.set(node, tool);
  };
  const folders = new Set<number>();
  const seen = new Set<number>();
  for (let node = 1; node < tree.nodeCount && tools.length < TOOL_LIMIT; node++) {
    const parent = tree.parents[node]!;
    if (tree.kinds[node] === ENTRY_KIND.directory && PROGRAM_FOLDERS.has(nameOf(view, node)))
      folders.add(node);
    if (!folders.has(parent) || tree.kinds[node] !== ENTRY_KIND.file || owners[node] !== NO_OWNER) continue;
    const kit = KITS.get(nameOf(view, node));
    if (kit === undefined || !isProgram(view, node)) continue;
    const root = kit.isBesideRoot ? parent : tree.parents[parent]!;
    if (kit.needs.some((path) => findBelow(view, root, path) === NO_NODE)) continue;
    const tool = tools.length;
    tools.push({
      role: kit.role,
      because: `${kit.what}, of no package`,
      name: nameOf(view, node),
      path: nodePath(view, node),
    });
    if (!kit.servesItself) take(node, tool);
    takeKit(view, root, kit, seen, (file) => take(file, tool));
  }
  return { tools, toolOf };
}

function takeKit(
  view: SquashedView,
  root: number,
  kit: ToolKit,
  seen: Set<number>,
  take: (node: number) => void,
): void {
  const { tree } = view;
  const isShared = SHARED_ROOTS.has(nodePath(view, root));
  if (kit.isWhole && !isShared) return visitBelow(view, root, seen, take);
  for (const path of kit.parts) {
    const node = findBelow(view, root, path);
    if (node === NO_NODE) continue;
    if (tree.kinds[node] === ENTRY_KIND.directory) visitBelow(view, node, seen, take);
    else take(node);
  }
}

/** Folders that hold more than a kit. */
const SHARED_ROOTS: ReadonlySet<string> = new Set([
  '',
  'usr',
  'usr/local',
  'opt',
  'opt/conda',
  'home',
  'root/.local',
]);

/** Visits the files below; of kits within kits the first has a folder, so that no folder is visited twice. */
function visitBelow(
  { tree }: SquashedView,
  root: number,
  seen: Set<number>,
  visit: (node: number) => void,
): void {
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    for (let child = tree.firstChildren[folder]!; child !== NO_NODE; child = tree.nextSiblings[child]!) {
      if (tree.kinds[child] === ABSENT) continue;
      if (tree.kinds[child] === ENTRY_KIND.directory) open.push(child);
      else visit(child);
    }
  }
}

function findBelow({ tree }: SquashedView, root: number, path: string): number {
  let node = root;
  for (const name of path.split('/')) {
    const bytes = Buffer.from(name);
    node = tree.find(node, bytes, 0, bytes.length);
    if (node === NO_NODE || tree.kinds[node] === ABSENT) return NO_NODE;
  }
  return node;
}

function nameOf({ tree }: SquashedView, node: number): string {
  return decodeBytes(tree.names, tree.nameStart(node), tree.nameEnds[node]!);
}

function isProgram(view: SquashedView, node: number): boolean {
  const { facts, i } = locateEntry(view, view.inodes[node]!);
  const type = facts.contentTypes[i]!;
  return type === CONTENT_TYPE.elfExecutable || type === CONTENT_TYPE.elfShared;
}
