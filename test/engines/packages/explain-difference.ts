// Why syft and we list different things, one by one; docs/packages.md says the same in words.

const REASONS: readonly (readonly [pattern: RegExp, why: string])[] = [];

/** Why a line `syft only: PURL VERSION PATH` or `here only: …` is right; undefined where nobody has explained it. */
export function explain(line: string): string | undefined {
  return REASONS.find(([pattern]) => pattern.test(line))?.[1];
}
