import { describe, expect, test } from 'vitest';
import { StructureCatcher } from '../../../src/secrets/scan/structure-catcher.ts';
import type { SecretStructure } from '../../../src/secrets/structures/secret-structure.ts';

function structure(limitBytes: number): SecretStructure {
  return {
    id: `to-${limitBytes}`,
    names: ['.made'],
    endings: [],
    matches: () => true,
    limitBytes,
    kinds: [],
    find: (content) => [{ ruleId: `to-${limitBytes}`, offsetBytes: 0, lengthBytes: content.length }],
  };
}

function find(claimedBytes: number, pieces: readonly number[], hole = 0): string[] {
  const catcher = new StructureCatcher([structure(10_000), structure(50_000)]);
  const path = Buffer.from('a/.made');
  if (!catcher.start(path, 0, path.length, claimedBytes)) return [];
  for (const bytes of pieces) catcher.push(Buffer.alloc(bytes, 1));
  if (hole > 0) catcher.pushHole(hole);
  return catcher.finish().map(({ ruleId, lengthBytes }) => `${ruleId} ${lengthBytes}`);
}

describe('a file whose size is a claim', () => {
  test.each<
    readonly [what: string, claimedBytes: number, pieces: readonly number[], expected: readonly string[]]
  >([
    ['true', 5000, [3000, 2000], ['to-10000 5000', 'to-50000 5000']],
    ['not made', 0, [3000, 2000], ['to-10000 5000', 'to-50000 5000']],
    ['too small', 10, [9000, 9000, 9000], ['to-50000 27000']],
    ['too large', 9000, [10], ['to-10000 10', 'to-50000 10']],
    ['beyond the limits', 60_000, [10], []],
    ['within the limits that the file breaks', 0, [30_000, 30_000, 5], []],
  ])('%s', (_, claimedBytes, pieces, expected) => {
    expect(find(claimedBytes, pieces)).toEqual(expected);
  });

  test('a hole counts, and a huge one holds no memory', () => {
    expect(find(0, [100], 300)).toEqual(['to-10000 400', 'to-50000 400']);
    expect(find(0, [100], 2 ** 50)).toEqual([]);
  });
});
