// The order of Debian versions (deb-version(7), policy 5.6.12), as `dpkg --compare-versions` has it.

/** Below 0 where `a` is the older one, 0 where both are equal (`1.0` and `0:1.0-0` are), above 0 where `a` is the newer one. */
export function compareDebianVersions(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [splitVersion(a), splitVersion(b)];
  return (
    left.epoch - right.epoch ||
    compareParts(left.upstream, right.upstream) ||
    compareParts(left.revision, right.revision)
  );
}

interface DebianVersion {
  readonly epoch: number;
  readonly upstream: string;
  readonly revision: string;
}

function splitVersion(version: string): DebianVersion {
  const trimmed = version.trim();
  const colon = trimmed.indexOf(':');
  const rest = colon === -1 ? trimmed : trimmed.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: colon === -1 ? 0 : Number.parseInt(trimmed.slice(0, colon), 10) || 0,
    upstream: dash === -1 ? rest : rest.slice(0, dash),
    revision: dash === -1 ? '' : rest.slice(dash + 1),
  };
}

const ZERO = 0x30;
const TILDE = 0x7e;

/** Text and numbers by turns; `~` sorts before the end, letters before all other signs. */
function compareParts(a: string, b: string): number {
  let i = 0;
  let k = 0;
  while (i < a.length || k < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (k < b.length && !isDigit(b, k))) {
      const difference = orderOf(a, i) - orderOf(b, k);
      if (difference !== 0) return difference;
      i++;
      k++;
    }
    while (a.charCodeAt(i) === ZERO) i++;
    while (b.charCodeAt(k) === ZERO) k++;
    // The longer number is the larger one; of two of a length the first digit that differs tells.
    let first = 0;
    while (isDigit(a, i) && isDigit(b, k)) {
      if (first === 0) first = a.charCodeAt(i) - b.charCodeAt(k);
      i++;
      k++;
    }
    if (isDigit(a, i)) return 1;
    if (isDigit(b, k)) return -1;
    if (first !== 0) return first;
  }
  return 0;
}

function isDigit(text: string, i: number): boolean {
  const code = text.charCodeAt(i);
  return code >= ZERO && code <= ZERO + 9;
}

/** Where a sign that is no digit sorts; the end and digits count as 0. */
function orderOf(text: string, i: number): number {
  if (i >= text.length || isDigit(text, i)) return 0;
  const code = text.charCodeAt(i);
  if (code === TILDE) return -1;
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) ? code : code + 256;
}
