// The order of rpm versions (rpm-version(7), rpmvercmp): epoch, version and release, each in pieces of digits or letters.

/** Below 0 where `a` is the older one. A side without a release is equal to any release, as in rpm's dependencies. */
export function compareRpmVersions(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [splitVersion(a), splitVersion(b)];
  const order = left.epoch - right.epoch || comparePieces(left.version, right.version);
  if (order !== 0 || left.release === '' || right.release === '') return order;
  return comparePieces(left.release, right.release);
}

function splitVersion(text: string): { epoch: number; version: string; release: string } {
  const colon = text.indexOf(':');
  const rest = colon === -1 ? text : text.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: colon === -1 ? 0 : Number.parseInt(text.slice(0, colon), 10) || 0,
    version: dash === -1 ? rest : rest.slice(0, dash),
    release: dash === -1 ? '' : rest.slice(dash + 1),
  };
}

const DIGITS = /[0-9]+/y;
const LETTERS = /[A-Za-z]+/y;
const SEPARATORS = /[^A-Za-z0-9~^]*/y;

function comparePieces(a: string, b: string): number {
  if (a === b) return 0;
  let i = 0;
  let k = 0;
  while (i < a.length || k < b.length) {
    i += matchAt(SEPARATORS, a, i).length;
    k += matchAt(SEPARATORS, b, k).length;
    if (a[i] === '~' || b[k] === '~') {
      if (a[i] !== '~') return 1;
      if (b[k] !== '~') return -1;
      i++;
      k++;
      continue;
    }
    // A caret is newer than the end and older than anything else.
    if (a[i] === '^' || b[k] === '^') {
      if (i >= a.length) return -1;
      if (k >= b.length) return 1;
      if (a[i] !== '^') return 1;
      if (b[k] !== '^') return -1;
      i++;
      k++;
      continue;
    }
    if (i >= a.length || k >= b.length) break;
    const kind = matchAt(DIGITS, a, i) === '' ? LETTERS : DIGITS;
    const left = matchAt(kind, a, i);
    const right = matchAt(kind, b, k);
    if (right === '') return kind === DIGITS ? 1 : -1;
    i += left.length;
    k += right.length;
    const order = kind === DIGITS ? compareNumbers(left, right) : compareTexts(left, right);
    if (order !== 0) return order;
  }
  return i < a.length ? 1 : k < b.length ? -1 : 0;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return left.length - right.length || compareTexts(left, right);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
