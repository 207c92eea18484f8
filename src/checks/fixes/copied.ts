// Fixes depend on how the files came: a RUN that left them behind, or a COPY that brought them along.
import type { FixContext } from '../rule.ts';

/** Whether a COPY or ADD brought the files. */
export function isCopied({ instruction }: FixContext): boolean {
  return instruction !== null && /^(?:COPY|ADD)\b/.test(instruction);
}

/**
 * How to keep files out of what a COPY or ADD brings, by the patterns of a rule that match them; `.dockerignore` has the
 * same `**` and `*`. The history does not say where a COPY copies from, but other stages are mostly named from their root.
 */
export function keepOut(context: FixContext, patterns: readonly string[]): string {
  const ignored = matchingPatterns(context, patterns)
    .map((pattern) => `\`${pattern}\``)
    .join(', ');
  return /^COPY (?:--\S+ )*(?:--from=|\/)/.test(context.instruction ?? '')
    ? `Delete them in the stage that the COPY takes them from; if it takes them from the build context, add ${ignored} to .dockerignore.`
    : `Add ${ignored} to .dockerignore; if the files come from another stage, delete them there.`;
}

/** Whether all of the words are in the instruction. */
export function calls({ instruction }: FixContext, ...words: readonly RegExp[]): boolean {
  return instruction !== null && words.every((word) => word.test(instruction));
}

const PATTERNS_NAMED = 5;

function matchingPatterns({ folder, paths }: FixContext, patterns: readonly string[]): readonly string[] {
  const files = paths.length > 0 ? paths : [`${folder}/file`];
  const found = new Set<string>();
  for (const path of files) {
    const pattern = patterns.find((some) => matches(some, path));
    if (pattern === undefined) continue;
    const name = path.slice(path.lastIndexOf('/') + 1);
    // What a rule tells by its content has no pattern, but a name.
    const isAny = pattern === '**/*';
    if (isAny && !/^[\w.+-]+$/.test(name)) continue;
    found.add(isAny ? `**/${name}` : `**/${pattern.replace(/^\*\*\//, '').replace(/\/$/, '')}`);
    if (found.size === PATTERNS_NAMED) break;
  }
  return found.size > 0 ? [...found] : ['**/FILE'];
}

function matches(pattern: string, path: string): boolean {
  const source = pattern
    .replace(/^\*\*\//, '')
    .replace(/\/$/, '')
    .replace(/[\\^$.|?+()[\]{}]/g, '\\$&')
    .replaceAll('*', '[^/]*');
  const start = pattern.startsWith('**/') ? '(?:^|/)' : '^';
  return new RegExp(`${start}${source}${pattern.endsWith('/') ? '/' : '$'}`, 's').test(path);
}
