// The findings of two images side by side, rule by rule. Advice is told apart from what counts as ballast: a rule whose bytes
// pass its floor goes from the one to the other.
import type { Finding } from '../finding.ts';
import { isBallast } from './sum-bytes.ts';

/** How a rule's findings differ; `changed` where the bytes are the same and the number of paths is not. */
export type FindingChange = 'new' | 'gone' | 'grown' | 'shrunk' | 'changed';

/** The findings of a rule that differ. */
export interface FindingDifference {
  readonly rule: string;
  readonly tier: 'ballast' | 'advice';
  readonly change: FindingChange;
  /** What the rule's largest finding says. */
  readonly message: string;
  readonly bytesInA: number;
  readonly bytesInB: number;
  readonly pathsInA: number;
  readonly pathsInB: number;
  /** Whether any of B's findings is not inherited from its base. */
  readonly isYoursInB: boolean;
}

interface Sums {
  readonly rule: string;
  readonly tier: FindingDifference['tier'];
  readonly message: string;
  readonly count: [number, number];
  readonly bytes: [number, number];
  readonly paths: [number, number];
  isYoursInB: boolean;
}

/** The rules that differ: ballast before advice, the largest difference of bytes first, then by rule. */
export function compareFindings(a: readonly Finding[], b: readonly Finding[]): readonly FindingDifference[] {
  const sums = new Map<string, Sums>();
  const gather = (findings: readonly Finding[], side: 0 | 1): void => {
    for (const finding of findings) {
      const item = sumsOf(sums, finding);
      item.count[side]++;
      item.bytes[side] += finding.bytes;
      item.paths[side] += finding.fileCount;
      if (side === 1 && finding.origin === 'yours') item.isYoursInB = true;
    }
  };
  gather(b, 1);
  gather(a, 0);
  return [...sums.values()].flatMap(toDifference).sort(byWeight);
}

function sumsOf(sums: Map<string, Sums>, finding: Finding): Sums {
  const tier = isBallast(finding) ? 'ballast' : 'advice';
  const key = `${finding.rule} ${tier}`;
  let item = sums.get(key);
  if (item === undefined) {
    const { rule, message } = finding;
    item = { rule, tier, message, count: [0, 0], bytes: [0, 0], paths: [0, 0], isYoursInB: false };
    sums.set(key, item);
  }
  return item;
}

function toDifference(sums: Sums): readonly FindingDifference[] {
  const change = findChange(sums);
  if (change === undefined) return [];
  const { rule, tier, message, bytes, paths, isYoursInB } = sums;
  return [
    {
      rule,
      tier,
      change,
      message,
      bytesInA: bytes[0],
      bytesInB: bytes[1],
      pathsInA: paths[0],
      pathsInB: paths[1],
      isYoursInB,
    },
  ];
}

function findChange({ count, bytes, paths }: Sums): FindingChange | undefined {
  if (count[0] === 0) return 'new';
  if (count[1] === 0) return 'gone';
  if (bytes[1] !== bytes[0]) return bytes[1] > bytes[0] ? 'grown' : 'shrunk';
  return paths[0] === paths[1] ? undefined : 'changed';
}

function byWeight(a: FindingDifference, b: FindingDifference): number {
  return (
    (a.tier === b.tier ? 0 : a.tier === 'ballast' ? -1 : 1) ||
    Math.abs(b.bytesInB - b.bytesInA) - Math.abs(a.bytesInB - a.bytesInA) ||
    (a.rule < b.rule ? -1 : 1)
  );
}
