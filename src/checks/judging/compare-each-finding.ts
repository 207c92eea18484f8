// The findings of two images side by side, one by one: which of B's has A not, and which of A's has B not.
import type { Finding } from '../finding.ts';
import { isBallast } from './sum-bytes.ts';

/** What is left where those that both images have are taken out, in their order. */
export interface OwnFindings {
  readonly newInB: readonly Finding[];
  readonly goneFromA: readonly Finding[];
}

/**
 * Pairs findings of the same instruction first; then those of the same rule and folder, or file with a secret, because an
 * instruction that was edited leaves what it left before. Bytes say nothing of what is the same.
 */
export function compareEachFinding(a: readonly Finding[], b: readonly Finding[]): OwnFindings {
  const first = takePairs(a, b, (finding) => [...wordsOf(finding), finding.state, finding.instruction ?? '']);
  const { restOfA, restOfB } = takePairs(first.restOfA, first.restOfB, wordsOf);
  return { newInB: restOfB, goneFromA: restOfA };
}

/** Ballast that became advice, or the other way round, is told as new: whether a run passes hangs on it. */
function wordsOf(finding: Finding): readonly string[] {
  const { rule, secret, folder, paths, place } = finding;
  const own = secret === null ? folder : (paths[0]?.path ?? '');
  return [rule, isBallast(finding) ? 'ballast' : 'advice', own, place ?? ''];
}

function takePairs(
  a: readonly Finding[],
  b: readonly Finding[],
  wordsIn: (finding: Finding) => readonly string[],
): { readonly restOfA: readonly Finding[]; readonly restOfB: readonly Finding[] } {
  const keyOf = (finding: Finding): string => JSON.stringify(wordsIn(finding));
  const ofA = new Map<string, { readonly alike: Finding[]; paired: number }>();
  for (const finding of a) {
    const known = ofA.get(keyOf(finding));
    if (known === undefined) ofA.set(keyOf(finding), { alike: [finding], paired: 0 });
    else known.alike.push(finding);
  }
  const restOfB = b.filter((finding) => {
    const known = ofA.get(keyOf(finding));
    if (known === undefined || known.paired === known.alike.length) return true;
    known.paired++;
    return false;
  });
  const left = new Set([...ofA.values()].flatMap(({ alike, paired }) => alike.slice(paired)));
  return { restOfA: a.filter((finding) => left.has(finding)), restOfB };
}
