// Programs that the image starts, and the interpreters of its scripts: what was found before is found on the new base.
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { findPrograms } from '../../contents/uses/find-programs.ts';
import { PROGRAM_FOLDERS, readInterpreters } from '../../contents/uses/read-interpreters.ts';
import { followPath } from '../../contents/view/follow-link.ts';
import { nodePath, type SquashedView } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import type { RebaseNote } from './rebase-note.ts';
import type { RebaseSubject } from './rebase-side.ts';
import type { RebaseViews } from './rebase-views.ts';

const WALK_LIMIT_BYTES = 64 * 2 ** 20;

/** Judges them; `result` is what the rebased image shows. Throws as reading layers does. */
export async function judgePrograms(
  { image }: RebaseSubject,
  views: RebaseViews,
  result: SquashedView,
  signal?: AbortSignal,
): Promise<readonly RebaseNote[]> {
  const notes: RebaseNote[] = [];
  const isThere = makeFinder(result);
  const { programs } = await findPrograms(image.opened, image.contents, signal);
  for (const { nodes, namedBy } of programs) {
    const path = nodePath(views.image, nodes[0]!);
    if (!isThere(path))
      notes.push({
        kind: 'lost-program',
        level: 'conflict',
        path,
        message: `it is started by ${namedBy}, and not there any more`,
      });
  }
  const wasThere = makeFinder(views.image);
  const isOwn = (node: number): boolean => views.isOwn(node);
  const named = await readInterpreters(image.opened, views.image, isOwn, signal);
  for (const [node, { program, isEnv, lookedFor }] of named) {
    const interpreter = isEnv ? lookedFor : program;
    if (interpreter === undefined) continue;
    const path = nodePath(views.image, node);
    const places = interpreter.startsWith('/')
      ? [interpreter.slice(1)]
      : PROGRAM_FOLDERS.map((folder) => `${folder}/${interpreter}`);
    if (places.some(wasThere) && !places.some(isThere))
      notes.push({
        kind: 'lost-interpreter',
        level: 'conflict',
        path,
        message: `its interpreter is not there any more: ${interpreter}`,
      });
  }
  return notes;
}

function makeFinder(view: SquashedView): (path: string) => boolean {
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  return (path) => {
    const last = followPath(view, finder, path).at(-1);
    return last !== undefined && view.tree.kinds[last] === ENTRY_KIND.file;
  };
}
