// Sets of numbers as ascending arrays.

/** Numbers that are in either. */
export function unite(a: Int32Array, b: Int32Array): Int32Array {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const both = new Int32Array(a.length + b.length);
  let length = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const left = i < a.length ? a[i]! : Number.POSITIVE_INFINITY;
    const right = j < b.length ? b[j]! : Number.POSITIVE_INFINITY;
    both[length++] = Math.min(left, right);
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return both.slice(0, length);
}

/** Numbers that are in both. */
export function intersect(a: Int32Array, b: Int32Array): Int32Array {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  return few.filter((number) => includes(many, number));
}

/** Numbers of `a` that are not in `b`. */
export function subtract(a: Int32Array, b: Int32Array): Int32Array {
  return a.filter((number) => !includes(b, number));
}

/** Whether both hold the same. */
export function areEqual(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Whether `whole` is exactly what `a` and `b`, which have nothing in common, hold together. */
export function isUnion(whole: Int32Array, a: Int32Array, b: Int32Array): boolean {
  for (let k = 0, i = 0, j = 0; k < whole.length; k++) {
    if (whole[k] === a[i]) i++;
    else if (whole[k] === b[j]) j++;
    else return false;
  }
  return whole.length === a.length + b.length;
}

/** Whether a set has a number. */
export function includes(set: Int32Array, number: number): boolean {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (set[middle]! < number) low = middle + 1;
    else high = middle;
  }
  return set[low] === number;
}
