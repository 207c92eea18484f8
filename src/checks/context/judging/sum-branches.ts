// Files of a context summed up by what stands in its root, for findings about many of them.
import type { ContextFindingPath } from '../context-finding.ts';
import type { JudgedContext } from './judged-context.ts';

/** The topmost paths of the files that fit, each with what fits below it. */
export function sumBranches(
  judged: JudgedContext,
  fits: (entry: number) => boolean,
): { readonly paths: readonly ContextFindingPath[]; readonly bytes: number; readonly files: number } {
  const branches = new Map<string, { path: string; bytes: number; files: number }>();
  let [bytes, files] = [0, 0];
  for (const [i, { path, kind, sizeBytes }] of judged.context.listing.entries.entries()) {
    if (kind !== 'file' || !fits(i)) continue;
    const slash = path.indexOf('/');
    const top = slash < 0 ? path : path.slice(0, slash);
    let branch = branches.get(top);
    if (branch === undefined) {
      branch = { path: top, bytes: 0, files: 0 };
      branches.set(top, branch);
    }
    branch.bytes += sizeBytes;
    branch.files++;
    bytes += sizeBytes;
    files++;
  }
  return { paths: [...branches.values()], bytes, files };
}
