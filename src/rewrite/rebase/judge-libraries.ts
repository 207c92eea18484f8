// Shared libraries: every ELF file finds what it found before, and where the library is another one now, it still gives what the
// file asks for by name and version.

import { type DynamicSymbols, readDynamicSymbols } from '../../contents/elf/read-symbols.ts';
import { hasSameContent } from '../../contents/facts/layer-facts.ts';
import { type LayerPlace, readNodes } from '../../contents/read-nodes.ts';
import { ElfReader } from '../../contents/uses/elf-reader.ts';
import { type LibraryUse, resolveLibraries } from '../../contents/uses/resolve-libraries.ts';
import { followPath } from '../../contents/view/follow-link.ts';
import { layerOf, locateEntry } from '../../contents/view/locate-entry.ts';
import { nodePath, type SquashedView } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import type { RebaseNote } from './rebase-note.ts';
import type { RebaseSubject } from './rebase-side.ts';
import type { StackedImage } from './stacked-view.ts';

const FILE_LIMIT_BYTES = 256 * 2 ** 20;
const WALK_LIMIT_BYTES = 64 * 2 ** 20;
const NAMED = 3;

/** A use in the rebased image beside the one that worked before: in the image, or in the new base. */
interface ChangedUse {
  readonly path: string;
  readonly soname: string;
  readonly user: number;
  readonly library: number;
  readonly before: {
    readonly view: SquashedView;
    readonly library: number;
    placeOf(layer: number): LayerPlace;
  };
}

/** Judges all ELF files of the rebased image. Throws as reading layers does. */
export async function judgeLibraries(
  subject: RebaseSubject,
  stacked: StackedImage,
  signal?: AbortSignal,
): Promise<readonly RebaseNote[]> {
  const { view } = stacked;
  const image = mapUses(subject.image.contents.view);
  const newBase = mapUses(subject.newBase.contents.view);
  const now = mapUses(view);
  const notes: RebaseNote[] = [];
  const changed: ChangedUse[] = [];
  const elf = new ElfReader(view);
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  for (let node = 1; node < view.tree.nodeCount; node++) {
    if (!elf.has(node)) continue;
    const facts = elf.read(node)!;
    const path = nodePath(view, node);
    const isOwn = layerOf(view, view.inodes[node]!) >= stacked.baseLayerCount;
    const before = isOwn ? image : newBase;
    const side = isOwn ? subject.image : subject.newBase;
    if (isOwn && facts.interpreter !== '') {
      const loader = followPath(view, finder, facts.interpreter);
      const had = followIn(subject.image.contents.view, facts.interpreter);
      if (loader.length === 0 && had)
        notes.push({
          kind: 'lost-interpreter',
          level: 'conflict',
          path,
          message: `its loader is not there any more: ${facts.interpreter}`,
        });
    }
    for (const soname of facts.needed) {
      const key = `${path}\0${soname}`;
      const [then, found] = [before.get(key), now.get(key)];
      if (then === undefined) continue;
      if (found === undefined) {
        notes.push({
          kind: 'lost-library',
          level: 'conflict',
          path,
          message: `it needs ${soname}, which is not there any more`,
        });
        continue;
      }
      const [old, library] = [then.library.at(-1)!, found.library.at(-1)!];
      const oldView = side.contents.view;
      if (isSameFile(oldView, old, view, library)) continue;
      const placeOf = (layer: number): LayerPlace => ({ image: side.opened, layer });
      changed.push({ path, soname, user: node, library, before: { view: oldView, library: old, placeOf } });
    }
  }
  notes.push(...(await judgeSymbols(changed, stacked, signal)));
  return notes;
}

async function judgeSymbols(
  changed: readonly ChangedUse[],
  stacked: StackedImage,
  signal: AbortSignal | undefined,
): Promise<readonly RebaseNote[]> {
  const options = { limitBytes: FILE_LIMIT_BYTES, ...(signal === undefined ? {} : { signal }) };
  const { view } = stacked;
  const wanted = new Set(changed.flatMap(({ user, library }) => [user, library]));
  const now = await readSymbols(view, wanted, (layer) => stacked.placeOf(layer), options);
  const before = new Map<SquashedView, ReadonlyMap<number, DynamicSymbols | undefined>>();
  for (const { before: side } of changed) {
    if (before.has(side.view)) continue;
    const nodes = new Set(
      changed.filter((use) => use.before.view === side.view).map((use) => use.before.library),
    );
    before.set(side.view, await readSymbols(side.view, nodes, side.placeOf, options));
  }
  // What one library no longer gives, another one of the same program may.
  const others = new Map<number, Set<string>>();
  for (const { user, library } of changed)
    for (const name of now.get(library)?.given ?? []) addTo(others, user, name);
  return changed.flatMap(({ path, soname, user, library, before: side }): readonly RebaseNote[] => {
    const [program, given, old] = [now.get(user), now.get(library), before.get(side.view)?.get(side.library)];
    if (program === undefined || given === undefined || old === undefined) {
      const message = `${soname} is another one now, and one of the two has no symbols that can be compared`;
      return [{ kind: 'unchecked-library', level: 'conflict', path, message }];
    }
    const lost = [...program.wanted].filter(
      (name) => old.given.has(name) && !given.given.has(name) && others.get(user)?.has(name) !== true,
    );
    const versions = [...program.wantedVersions].filter((text) => {
      const at = text.lastIndexOf('@');
      const version = text.slice(at + 1);
      return (
        text.slice(0, at) === soname && old.givenVersions.has(version) && !given.givenVersions.has(version)
      );
    });
    const all = [...lost, ...versions];
    if (all.length === 0) return [];
    const more = all.length > NAMED ? ` and ${all.length - NAMED} more` : '';
    const message = `${soname} no longer gives ${all.slice(0, NAMED).join(', ')}${more}`;
    return [{ kind: 'lost-symbol', level: 'conflict', path, message }];
  });
}

async function readSymbols(
  view: SquashedView,
  nodes: ReadonlySet<number>,
  placeOf: (layer: number) => LayerPlace,
  options: { readonly limitBytes: number; readonly signal?: AbortSignal },
): Promise<ReadonlyMap<number, DynamicSymbols | undefined>> {
  const files = await readNodes(view, nodes, placeOf, options);
  return new Map([...files].map(([node, bytes]) => [node, readDynamicSymbols(bytes)]));
}

function mapUses(view: SquashedView): ReadonlyMap<string, LibraryUse> {
  return new Map(
    resolveLibraries({ view }).map((use) => [`${nodePath(view, use.user)}\0${use.soname}`, use]),
  );
}

function followIn(view: SquashedView, path: string): boolean {
  return followPath(view, new ViewFinder(view, WALK_LIMIT_BYTES), path).length > 0;
}

function isSameFile(a: SquashedView, nodeA: number, b: SquashedView, nodeB: number): boolean {
  const [x, y] = [locateEntry(a, a.inodes[nodeA]!), locateEntry(b, b.inodes[nodeB]!)];
  return hasSameContent(x.facts, x.i, y.facts, y.i);
}

function addTo(map: Map<number, Set<string>>, key: number, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}
