// Where two images differ in bytes: packages, and files of no package, as one list.
import type { DifferencePage } from '../../src/report/page/difference-page.ts';

/** One of them. */
export interface Growth {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly change: string;
  readonly bytesInA: number;
  readonly bytesInB: number;
  /** What is more in B; negative where it is less. */
  readonly growthBytes: number;
}

const PACKAGE_WORDS = {
  added: 'only in B',
  removed: 'only in A',
  version: 'other version',
  copies: 'other copies',
  files: 'other files',
} as const;

/** How a path differs, in words. */
export const FILE_WORDS = {
  added: 'only in B',
  removed: 'only in A',
  type: 'other type',
  content: 'other content',
  attributes: 'other attributes',
} as const;

/** Those that differ in bytes, and those that only differ. */
export function listGrowth({ packages, groups }: DifferencePage): readonly Growth[] {
  return [
    ...packages.map(
      ({ type, name, change, bytesInA, bytesInB, versionsInA, versionsInB }): Growth => ({
        key: `${type} ${name}`,
        kind: `${type} package`,
        name,
        change:
          change === 'version'
            ? `${versionsInA.join(', ')} to ${versionsInB.join(', ')}`
            : PACKAGE_WORDS[change],
        bytesInA,
        bytesInB,
        growthBytes: bytesInB - bytesInA,
      }),
    ),
    ...groups.map(
      ({ path, change, fileCount, bytesInA, bytesInB }): Growth => ({
        key: `path ${path}`,
        kind: fileCount === 1 ? 'file' : 'files',
        name: `/${path}`,
        change: FILE_WORDS[change],
        bytesInA,
        bytesInB,
        growthBytes: bytesInB - bytesInA,
      }),
    ),
  ].sort((a, b) => Math.abs(b.growthBytes) - Math.abs(a.growthBytes));
}
