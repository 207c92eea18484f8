// What `${x#p}`, `${x%p}`, `${x/p/r}` and `${x//p/r}` make of a value, after shell/lex.go of BuildKit.
import { MatchBudget, matchAt, parsePattern } from './match-pattern.ts';

/** `${x#pattern}`, and `${x##pattern}` when greedy. */
export function trimPrefix(pattern: string, value: string, isGreedy: boolean): string {
  const chars = [...value];
  const end = matchAt(parsePattern([...pattern]), chars, 0, isGreedy, new MatchBudget());
  return end === undefined ? value : chars.slice(end).join('');
}

/** `${x%pattern}`, and `${x%%pattern}` when greedy: the same from the other side. */
export function trimSuffix(pattern: string, value: string, isGreedy: boolean): string {
  const reversed = trimPrefix(reversePattern([...pattern]).join(''), [...value].reverse().join(''), isGreedy);
  return [...reversed].reverse().join('');
}

/** An escape stays before what it escapes; one at the very end escapes what comes to stand behind it. */
function reversePattern(chars: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (let i = 0; i < chars.length; i++) {
    if (chars[i] === '\\' && i + 1 < chars.length) out.push(chars[++i]!, '\\');
    else out.push(chars[i]!);
  }
  return out.reverse();
}

/** `${x/pattern/replacement}`. */
export function replaceFirst(pattern: string, value: string, replacement: string): string {
  const chars = [...value];
  const match = findMatch(pattern, chars);
  return match === undefined
    ? value
    : chars.slice(0, match.start).join('') + replacement + chars.slice(match.end).join('');
}

function findMatch(pattern: string, chars: readonly string[]): { start: number; end: number } | undefined {
  const parts = parsePattern([...pattern]);
  const budget = new MatchBudget();
  for (let start = 0; start <= chars.length; start++) {
    const end = matchAt(parts, chars, start, true, budget);
    if (end !== undefined) return { start, end };
  }
  return undefined;
}

/** `${x//pattern/replacement}`: Go's ReplaceAllString, with its `$name` templates and its rule for empty matches. */
export function replaceAll(pattern: string, value: string, replacement: string): string {
  const parts = parsePattern([...pattern]);
  const chars = [...value];
  const budget = new MatchBudget();
  const out: string[] = [];
  let copied = 0;
  for (let start = 0; start <= chars.length; ) {
    const end = matchAt(parts, chars, start, true, budget);
    if (end === undefined) {
      start++;
      continue;
    }
    out.push(...chars.slice(copied, start));
    // An empty match right behind another match does not count.
    if (end > copied || start === 0) out.push(fillTemplate(replacement, chars.slice(start, end).join('')));
    copied = end;
    start = Math.max(end, start + 1);
  }
  return out.concat(chars.slice(copied)).join('');
}

/** `$0` is the match, `$$` a dollar sign, every other name nothing: the pattern has no groups. */
function fillTemplate(template: string, match: string): string {
  return template.replace(
    /\$(?:\$|([0-9\p{L}\p{Nd}_]+)|\{([0-9\p{L}\p{Nd}_]+)\})/gu,
    (whole, name, braced) => {
      if (whole === '$$') return '$';
      return /^0+$/.test(name ?? braced) ? match : '';
    },
  );
}
