// The order of Alpine's versions (apk-package(5), "digits.digits letter _suffix number -rN"), as `apk version -t` has it.

const PRE_SUFFIXES = ['alpha', 'beta', 'pre', 'rc'];
const POST_SUFFIXES = ['cvs', 'svn', 'git', 'hg', 'p'];

/** Below 0 where `a` is the older one. */
export function compareApkVersions(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [splitVersion(a), splitVersion(b)];
  return (
    compareNumbers(left.numbers, right.numbers) ||
    compareTexts(left.letter, right.letter) ||
    compareSuffixes(left.suffixes, right.suffixes) ||
    left.revision - right.revision
  );
}

interface ApkVersion {
  readonly numbers: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly (readonly [rank: number, number: number])[];
  readonly revision: number;
}

function splitVersion(version: string): ApkVersion {
  const {
    head = '',
    letter = '',
    suffixes = '',
    revision,
  } = /^(?<head>[0-9]+(?:\.[0-9]+)*)(?<letter>[a-z]?)(?<suffixes>(?:_[a-z]+[0-9]*)*)(?:~[0-9a-f]+)?(?:-r(?<revision>[0-9]+))?/.exec(
    version,
  )?.groups ?? {};
  return {
    numbers: head.split('.'),
    letter,
    suffixes: [...suffixes.matchAll(/_([a-z]+)([0-9]*)/g)].map(([, word, number]) => [
      rankOf(word!),
      Number(number || 0),
    ]),
    revision: Number(revision ?? 0),
  };
}

/** Below 0 for what comes before the version itself. */
function rankOf(suffix: string): number {
  const pre = PRE_SUFFIXES.indexOf(suffix);
  return pre === -1 ? POST_SUFFIXES.indexOf(suffix) + 1 : pre - PRE_SUFFIXES.length;
}

/** The first number by value; a later one that begins with 0 as a fraction, as Gentoo's versions have it. */
function compareNumbers(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [a[i]!, b[i]!];
    const isFraction = i > 0 && (left.startsWith('0') || right.startsWith('0'));
    const order = isFraction ? compareTexts(left, right) : compareValues(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareValues(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return left.length - right.length || compareTexts(left, right);
}

function compareSuffixes(a: ApkVersion['suffixes'], b: ApkVersion['suffixes']): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [leftRank, leftNumber] = a[i] ?? [0, 0];
    const [rightRank, rightNumber] = b[i] ?? [0, 0];
    const order = leftRank - rightRank || leftNumber - rightNumber;
    if (order !== 0) return order;
  }
  return 0;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
