// Versions of engines, as far as deciding what they can asks for.

/** Whether a version is that or later. One that says nothing (`v0.0.0+unknown`, built by hand) is taken for a current one. */
export function isAtLeast(version: string, least: readonly [major: number, minor: number]): boolean {
  const numbers = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
  if (numbers === null) return true;
  const [major, minor, patch] = [Number(numbers[1]), Number(numbers[2]), Number(numbers[3] ?? 0)];
  if (major === 0 && minor === 0 && patch === 0) return true;
  return major > least[0] || (major === least[0] && minor >= least[1]);
}
