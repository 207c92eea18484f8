// Two images made of a few entries, compared.
import { compareFiles } from '../../../src/contents/compare/compare-files.ts';
import type { FileComparison, FileDifference } from '../../../src/contents/compare/file-difference.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { readStack } from '../../checks/judging/judge-stack.ts';

type Stack = readonly (readonly TarItem[])[];

/** Compares what two stacks of layers show. */
export async function compareStacks(a: Stack, b: Stack, limit = 1000): Promise<FileComparison> {
  return compareFiles(await readStack(a), await readStack(b), limit);
}

/** `CHANGE PATH BYTES -> BYTES attributes`, sorted. */
export function describeDifferences({ differences }: Pick<FileComparison, 'differences'>): string[] {
  return differences.map(describeDifference).sort();
}

/** The same comparison with A and B in each other's place. */
export function swap(comparison: FileComparison): FileComparison {
  const swapChange = { added: 'removed', removed: 'added' } as Readonly<Record<string, string>>;
  const turn = <T extends { readonly change: string }>(item: T): T => ({
    ...item,
    change: swapChange[item.change] ?? item.change,
  });
  const swapBytes = <T extends { readonly bytesInA: number; readonly bytesInB: number }>(item: T): T => ({
    ...item,
    bytesInA: item.bytesInB,
    bytesInB: item.bytesInA,
  });
  const { added, removed, ...others } = comparison.totals;
  return {
    ...comparison,
    visibleInA: comparison.visibleInB,
    visibleInB: comparison.visibleInA,
    totals: {
      added: swapBytes(removed),
      removed: swapBytes(added),
      type: swapBytes(others.type),
      content: swapBytes(others.content),
      attributes: swapBytes(others.attributes),
    },
    differences: comparison.differences.map((item) => turn({ ...item, inA: item.inB, inB: item.inA })),
    groups: comparison.groups.map((item) => turn(swapBytes(item))),
  };
}

function describeDifference({ change, path, attributes, inA, inB }: FileDifference): string {
  const bytes = [inA, inB].map((state) => (state === null ? '-' : String(state.bytes))).join(' -> ');
  return [change, path, bytes, ...attributes].join(' ');
}
