// Whether a rebase is good enough where nobody looks at it. What is merged or hidden makes it *checked*, which needs a human's word;
// but content that does not count when a rebuilt image is compared with the one before does not count here either: the rebased
// image differs from a rebuilt one in volatile paths alone.
import type { RebaseNote, RebaseVerdict } from '../../../../rewrite/rebase/rebase-note.ts';
import { nameAside } from './name-aside.ts';
import { findVolatile, type VolatilePath } from './volatile-paths.ts';

/** The verdict by that policy. */
export interface RebaseJudgement {
  readonly verdict: RebaseVerdict;
  /** Names of what was set aside, with the number of paths where there are several; empty where that changed nothing. */
  readonly setAside: readonly string[];
}

/** Kinds that are about one file's content and say which of two contents stays; all others are about more than it. */
const ABOUT_CONTENT: ReadonlySet<RebaseNote['kind']> = new Set(['harmless-mask', 'same-addition']);

/** Judges by the notes: a rebase is proven where each of them is about a volatile path's content. */
export function judgeRebase({
  verdict,
  notes,
}: {
  readonly verdict: RebaseVerdict;
  readonly notes: readonly RebaseNote[];
}): RebaseJudgement {
  const volatile = notes.map(findSetAside);
  if (verdict !== 'checked' || volatile.includes(undefined)) return { verdict, setAside: [] };
  const counts = new Map<string, number>();
  for (const { name } of volatile as readonly VolatilePath[]) counts.set(name, (counts.get(name) ?? 0) + 1);
  return { verdict: 'proven', setAside: nameAside(counts) };
}

function findSetAside({ kind, level, path }: RebaseNote): VolatilePath | undefined {
  if (path === null || level !== 'checked' || !ABOUT_CONTENT.has(kind)) return undefined;
  return findVolatile(path);
}
