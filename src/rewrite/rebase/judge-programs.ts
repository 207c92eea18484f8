// Programs that the image starts, and the interpreters of its scripts: what was found before is found on the new base.
import { CONTENT_TYPE, ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { readNodes } from '../../contents/read-nodes.ts';
import { findPrograms } from '../../contents/uses/find-programs.ts';
import { followPath } from '../../contents/view/follow-link.ts';
import { locateEntry } from '../../contents/view/locate-entry.ts';
import { nodePath, type SquashedView } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import type { RebaseNote } from './rebase-note.ts';
import type { RebaseSubject } from './rebase-side.ts';
import type { RebaseViews } from './rebase-views.ts';

const WALK_LIMIT_BYTES = 64 * 2 ** 20;
/** Linux's BINPRM_BUF_SIZE: a first line counts no further. */
const HEAD_BYTES = 256;
const SCRIPTS_LIMIT = 200_000;
const EXECUTABLE = 0o111;
const USUAL_FOLDERS = ['usr/local/sbin', 'usr/local/bin', 'usr/sbin', 'usr/bin', 'sbin', 'bin'];

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
  for (const [path, interpreter] of await readInterpreters(image, views, signal)) {
    const places = interpreter.startsWith('/')
      ? [interpreter.slice(1)]
      : USUAL_FOLDERS.map((folder) => `${folder}/${interpreter}`);
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

/** By path: what the first line of each executable script of the application names; a bare name where `env` looks for it. */
async function readInterpreters(
  { opened }: RebaseSubject['image'],
  views: RebaseViews,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const { image } = views;
  const scripts: number[] = [];
  for (let node = 1; node < image.tree.nodeCount; node++) {
    if (image.tree.kinds[node] !== ENTRY_KIND.file || !views.isOwn(node)) continue;
    const { facts, i } = locateEntry(image, image.inodes[node]!);
    if (facts.contentTypes[i] !== CONTENT_TYPE.script || (facts.modes[i]! & EXECUTABLE) === 0) continue;
    scripts.push(node);
    if (scripts.length === SCRIPTS_LIMIT) break;
  }
  const heads = { limitBytes: Number.POSITIVE_INFINITY, headBytes: HEAD_BYTES };
  const options = { ...heads, ...(signal === undefined ? {} : { signal }) };
  const files = await readNodes(image, scripts, (layer) => ({ image: opened, layer }), options);
  const interpreters = new Map<string, string>();
  for (const [node, content] of files) {
    const line = content.toString('utf8').split('\n', 1)[0]!;
    const [, program, argument = ''] = /^#!\s*(\S+)(?:[ \t]+(.*))?/.exec(line) ?? [];
    if (program === undefined) continue;
    const named = /(?:^|\/)env$/.test(program)
      ? argument.split(/\s+/).find((word) => word !== '' && !word.startsWith('-') && !word.includes('='))
      : program;
    if (named !== undefined) interpreters.set(nodePath(image, node), named);
  }
  return interpreters;
}
