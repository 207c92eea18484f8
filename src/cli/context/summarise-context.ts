// From an inspected context to what reports tell: sums by use, and the tree of what is large.
import type { InspectedContext } from '../../context/inspection/inspect-context.ts';
import type { ContextEntry } from '../../context/walk/context-entry.ts';
import type { ContextBranch, ReportedContext, ReportedUse, SentPath } from '../../report/context-report.ts';
import { buildBranches } from './build-branches.ts';

/** How an entry is used. */
export type EntryUse = Exclude<ContextBranch['use'], 'mixed'>;

/** Sums a context up; with all paths where `withPaths`. What was found about it is for the caller to add. */
export function summariseContext(
  context: InspectedContext,
  withPaths: boolean,
): Omit<ReportedContext, 'findings' | 'ignored' | 'sharedWith'> {
  const { name, listing, uses, usesOf } = context;
  const { entries, folder, ignoreFile, fileCount, sizeBytes } = listing;
  const sums = uses.map(() => ({ files: 0, bytes: 0 }));
  const byUse: Record<EntryUse, { files: number; bytes: number }> = {
    named: { files: 0, bytes: 0 },
    swept: { files: 0, bytes: 0 },
    unused: { files: 0, bytes: 0 },
  };
  const useOf = chooseUses(context);
  for (const [i, entry] of entries.entries()) {
    if (entry.kind === 'folder') continue;
    const files = entry.kind === 'file' ? 1 : 0;
    for (const sum of [byUse[useOf(i)], ...usesOf[i]!.map((use) => sums[use]!)]) {
      sum.files += files;
      sum.bytes += entry.sizeBytes;
    }
  }
  const reportedUses: ReportedUse[] = uses.map((use, i) => ({
    stageIndex: use.stageIndex,
    stage: use.stageName ?? null,
    line: use.line,
    instruction: use.instruction.name,
    source: use.written,
    isWhole: use.path === '/',
    ...sums[i]!,
  }));
  return {
    name,
    folder,
    ignoreFile: ignoreFile?.path ?? null,
    sent: { files: fileCount, bytes: sizeBytes },
    unused: byUse.unused,
    swept: byUse.swept,
    uses: reportedUses,
    tree: buildBranches(entries, useOf),
    ...(withPaths ? { paths: listPaths(entries, usesOf) } : {}),
  };
}

function chooseUses({ uses, usesOf }: InspectedContext): (entry: number) => EntryUse {
  const isNarrow = uses.map(({ path }) => path !== '/');
  const byList = new Map<readonly number[], EntryUse>();
  return (entry) => {
    const list = usesOf[entry]!;
    let use = byList.get(list);
    if (use === undefined) {
      use = list.length === 0 ? 'unused' : list.some((i) => isNarrow[i]) ? 'named' : 'swept';
      byList.set(list, use);
    }
    return use;
  };
}

function listPaths(
  entries: readonly ContextEntry[],
  usesOf: InspectedContext['usesOf'],
): readonly SentPath[] {
  return entries.flatMap(({ path, kind, sizeBytes }, i) => {
    const next = entries[i + 1];
    const isEmptyFolder = kind === 'folder' && next?.path.startsWith(`${path}/`) !== true;
    return kind === 'folder' && !isEmptyFolder ? [] : [{ path, kind, bytes: sizeBytes, usedBy: usesOf[i]! }];
  });
}
