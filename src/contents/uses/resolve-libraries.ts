// Which file meets each shared library that an ELF file of the image needs (DT_NEEDED), as the dynamic loader would look for
// it (ld.so(8)): rpath and runpath, the usual folders, then any other that the image has, since ld.so.conf may name it.

import type { ElfFacts } from '../elf/elf-facts.ts';
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import type { ImageContents } from '../image-contents.ts';
import { followNode } from '../view/follow-link.ts';
import { nodePath, type SquashedView } from '../view/squashed-view.ts';
import { ViewFinder } from '../view/view-finder.ts';
import { ElfReader } from './elf-reader.ts';

/** One library that one program or library needs. */
export interface LibraryUse {
  /** Nodes of the view's tree. */
  readonly user: number;
  readonly soname: string;
  /** The library's file, and the symlinks that lead to it. */
  readonly library: readonly number[];
}

/** Bytes of symlink targets walked for one image; a real one needs some 100 KB. */
const WALK_LIMIT_BYTES = 64 * 2 ** 20;
/** Of one name; the others are not looked at. */
const MOST_CANDIDATES = 64;
const USUAL_FOLDER = /^(?:usr\/)?(?:local\/)?lib(?:32|64|x32)?(?:\/[a-z0-9_]+-linux-[a-z0-9]+)?$/;

/** All uses whose library is in the image; programs as `users` allows. */
export function resolveLibraries(
  { view }: Pick<ImageContents, 'view'>,
  users: (node: number) => boolean = () => true,
): readonly LibraryUse[] {
  const elfOf = new ElfReader(view);
  const wanted: { readonly node: number; readonly facts: ElfFacts }[] = [];
  const sonames = new Set<string>();
  for (let node = 1; node < view.tree.nodeCount; node++) {
    if (view.tree.kinds[node] !== ENTRY_KIND.file || !elfOf.has(node) || !users(node)) continue;
    const facts = elfOf.read(node)!;
    if (facts.needed.length === 0) continue;
    wanted.push({ node, facts });
    for (const soname of facts.needed) sonames.add(soname);
  }
  if (wanted.length === 0) return [];
  const candidates = findByName(view, sonames);
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  return wanted.flatMap(({ node, facts }) => {
    const folders = searchFolders(facts, nodePath(view, node));
    return facts.needed.flatMap((soname): readonly LibraryUse[] => {
      const fitting = (candidates.get(soname) ?? [])
        .map(({ folder, node: found }) => ({ folder, library: followNode(view, finder, found) }))
        .filter(({ library }) => {
          const file = library.at(-1);
          const own = file === undefined ? undefined : elfOf.read(file);
          return own !== undefined && own.machine === facts.machine && own.bits === facts.bits;
        });
      const best =
        fitting.find(({ folder }) => folders.includes(folder)) ??
        fitting.find(({ folder }) => USUAL_FOLDER.test(folder)) ??
        fitting[0];
      return best === undefined ? [] : [{ user: node, soname, library: best.library }];
    });
  });
}

type Named = { readonly folder: string; readonly node: number };

function findByName(view: SquashedView, sonames: ReadonlySet<string>): ReadonlyMap<string, readonly Named[]> {
  const found = new Map<string, Named[]>();
  const { tree } = view;
  for (let node = 1; node < tree.nodeCount; node++) {
    const kind = tree.kinds[node];
    if (kind !== ENTRY_KIND.file && kind !== ENTRY_KIND.symlink) continue;
    const path = nodePath(view, node);
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    if (!sonames.has(name)) continue;
    const list = found.get(name) ?? [];
    if (list.length < MOST_CANDIDATES) list.push({ folder: path.slice(0, Math.max(slash, 0)), node });
    found.set(name, list);
  }
  return found;
}

/** The folders that the file itself names. */
function searchFolders({ rpath, runpath }: ElfFacts, path: string): readonly string[] {
  const origin = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  return (runpath || rpath)
    .split(':')
    .filter((part) => part !== '')
    .slice(0, MOST_CANDIDATES)
    .map((part) => normalise(part.replace(/\$(?:ORIGIN|\{ORIGIN\})/g, `/${origin}`)));
}

function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return parts.join('/');
}
