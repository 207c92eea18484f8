// What edits change, as a unified diff that `patch` and `git apply` take.

const CONTEXT_LINES = 3;

/** Lines `from` up to `to` of each text, counted from 0, `to` excluded; what is between two stretches is the same. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** The diff of two texts; empty where they are the same. */
export function formatUnifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  const [old, now] = [splitLines(before), splitLines(after)];
  const hunks = joinNear(findStretches(old, now));
  return [`--- a/${file}\n+++ b/${file}\n`, ...hunks.map((hunk) => formatHunk(hunk, old, now))].join('');
}

/** With their line ends. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The lines that differ, by the longest common subsequence of what is left without the same beginning and end. */
function findStretches(old: readonly string[], now: readonly string[]): readonly Stretch[] {
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  )
    tail++;
  const [oldEnd, newEnd] = [old.length - tail, now.length - tail];
  const whole: Stretch = { from: head, to: oldEnd, newFrom: head, newTo: newEnd };
  // Beyond this a table is not worth its memory: the whole is shown.
  if ((oldEnd - head) * (newEnd - head) > 4_000_000) return [whole];
  return stretchesBetween(old.slice(head, oldEnd), now.slice(head, newEnd), head);
}

function stretchesBetween(
  old: readonly string[],
  now: readonly string[],
  offset: number,
): readonly Stretch[] {
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let k = now.length - 1; k >= 0; k--)
      lengths[i * width + k] =
        old[i] === now[k]
          ? lengths[(i + 1) * width + k + 1]! + 1
          : Math.max(lengths[(i + 1) * width + k]!, lengths[i * width + k + 1]!);
  const stretches: Stretch[] = [];
  let [i, k] = [0, 0];
  while (i < old.length || k < now.length) {
    if (i < old.length && k < now.length && old[i] === now[k]) {
      i++;
      k++;
      continue;
    }
    const [from, newFrom] = [i, k];
    while ((i < old.length || k < now.length) && !(i < old.length && k < now.length && old[i] === now[k])) {
      const dropsOld =
        k >= now.length || (i < old.length && lengths[(i + 1) * width + k]! >= lengths[i * width + k + 1]!);
      if (dropsOld) i++;
      else k++;
    }
    stretches.push({ from: from + offset, to: i + offset, newFrom: newFrom + offset, newTo: k + offset });
  }
  return stretches;
}

/** Stretches whose surroundings meet are one hunk. */
function joinNear(stretches: readonly Stretch[]): readonly (readonly Stretch[])[] {
  const hunks: Stretch[][] = [];
  for (const stretch of stretches) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && stretch.from - last.to <= 2 * CONTEXT_LINES) hunks.at(-1)!.push(stretch);
    else hunks.push([stretch]);
  }
  return hunks;
}

function formatHunk(hunk: readonly Stretch[], old: readonly string[], now: readonly string[]): string {
  const [first, last] = [hunk[0]!, hunk.at(-1)!];
  const before = Math.min(CONTEXT_LINES, first.from);
  const behind = Math.min(CONTEXT_LINES, old.length - last.to);
  const lines: string[] = [];
  const add = (mark: string, line: string): void => {
    lines.push(`${mark}${line}${line.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`);
  };
  let at = first.from - before;
  for (const { from, to, newFrom, newTo } of hunk) {
    for (; at < from; at++) add(' ', old[at]!);
    for (; at < to; at++) add('-', old[at]!);
    for (let k = newFrom; k < newTo; k++) add('+', now[k]!);
  }
  for (const end = last.to + behind; at < end; at++) add(' ', old[at]!);
  const range = (from: number, to: number): string => `${to > from ? from + 1 : from},${to - from}`;
  const head = `@@ -${range(first.from - before, last.to + behind)} +${range(first.newFrom - before, last.newTo + behind)} @@\n`;
  return head + lines.join('');
}
