// From an inspected context to what reports tell: sums by use, and the tree of what is large.
import type { InspectedContext } from '../../context/inspection/inspect-context.ts';
import type { ContextEntry } from '../../context/walk/context-entry.ts';
import type { ContextBranch, ReportedContext, ReportedUse, SentPath } from '../../report/context-report.ts';
import { buildBranches } from './build-branches.ts';

/** How an entry is used. */
export type EntryUse = Exclude<ContextBranch['use'], 'mixed'>;

/** What of a context is told beside its sums: a list in text has no tree, and only lists have all paths. */
export interface SummaryParts {
  readonly withPaths: boolean;
  readonly withTree: boolean;
}

/** Sums a context up. What was found about it is for the caller to add. */
export function summariseContext(
  context: InspectedContext,
  { withPaths, withTree }: SummaryParts,
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
  // Entries with the same uses share one list of them.
  const byList = new Map<readonly number[], { files: number; bytes: number; readonly use: EntryUse }>();
  let last: readonly number[] | undefined;
  let sum: { files: number; bytes: number; readonly use: EntryUse } | undefined;
  for (let i = 0; i < entries.length; i++) {
    const { kind, sizeBytes } = entries[i]!;
    if (kind === 'folder') continue;
    if (usesOf[i] !== last) {
      last = usesOf[i]!;
      sum = byList.get(last);
    }
    if (sum === undefined) {
      sum = { files: 0, bytes: 0, use: useOf(i) };
      byList.set(usesOf[i]!, sum);
    }
    sum.files += kind === 'file' ? 1 : 0;
    sum.bytes += sizeBytes;
  }
  for (const [list, { files, bytes, use }] of byList)
    for (const sum of [byUse[use], ...list.map((i) => sums[i]!)]) {
      sum.files += files;
      sum.bytes += bytes;
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
    tree: withTree ? buildBranches(entries, useOf) : [],
    ...(withPaths ? { paths: { [Symbol.iterator]: () => listPaths(entries, usesOf) } } : {}),
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

/** Files, links and empty folders; made one by one, because a list of all of them would be as large as the entries. */
function* listPaths(
  entries: readonly ContextEntry[],
  usesOf: InspectedContext['usesOf'],
): Generator<SentPath> {
  for (let i = 0; i < entries.length; i++) {
    const { path, kind, sizeBytes } = entries[i]!;
    const isFilled = kind === 'folder' && entries[i + 1]?.path.startsWith(`${path}/`) === true;
    if (!isFilled) yield { path, kind, bytes: sizeBytes, usedBy: usesOf[i]! };
  }
}
