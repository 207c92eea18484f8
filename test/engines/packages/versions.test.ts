// Orders of versions against the programs that define them: dpkg and rpm, on random pairs.
import { describe, expect, test } from 'vitest';
import { compareDebianVersions } from '../../../src/contents/packages/relations/debian-version.ts';
import { compareRpmVersions } from '../../../src/contents/packages/relations/rpm-version.ts';
import { canRun, runProgram } from '../run-program.ts';

const PAIRS = 3000;

/** Near each other, so that each sign counts: the second is the first with a few signs changed. */
function makePairs(signs: string, seed: number): readonly (readonly [string, string])[] {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const word = (length: number): string =>
    Array.from({ length }, () => signs[random(signs.length)]!).join('');
  return Array.from({ length: PAIRS }, () => {
    const first = `${random(10)}${word(random(8))}${random(3) === 0 ? `-${random(10)}${word(random(3))}` : ''}`;
    const at = 1 + random(first.length);
    return [first, first.slice(0, at) + word(random(3)) + first.slice(at + random(2))];
  });
}

const hasDpkg = canRun('dpkg', ['--version'], () => true);
const hasRpm = canRun('rpm', ['--version'], () => true);

describe.runIf(hasDpkg)('dpkg --compare-versions', () => {
  test(`agrees on ${PAIRS} pairs`, async () => {
    // dpkg refuses an empty revision.
    const pairs = makePairs('0019.+~az', 7).map(
      ([a, b]) => [a.replace(/-$/, ''), b.replace(/-$/, '')] as const,
    );
    const script = pairs
      .map(
        ([a, b]) =>
          `dpkg --compare-versions '${a}' lt '${b}' && echo -1 || { dpkg --compare-versions '${a}' gt '${b}' && echo 1 || echo 0; }`,
      )
      .join('\n');
    const { output } = await runProgram('sh', [], script);
    const expected = output.trim().split('\n').map(Number);
    expect(pairs.map(([a, b]) => Math.sign(compareDebianVersions(a, b)))).toEqual(expected);
    expect(new Set(expected).size).toBe(3);
  });
});

describe.runIf(hasRpm)('rpm', () => {
  test(`agrees on ${PAIRS} pairs`, async () => {
    const pairs = makePairs('0019.~^az_', 11).map(
      ([a, b]) => [a.replace('-', '.'), b.replace('-', '.')] as const,
    );
    const list = pairs.map(([a, b]) => `{"${a}","${b}"}`).join(',');
    const { output } = await runProgram('rpm', [
      '--eval',
      `%{lua: for _, p in ipairs({${list}}) do print(rpm.vercmp(p[1], p[2]) .. "\\n") end}`,
    ]);
    const expected = output.trim().split(/\s+/).map(Number);
    expect(pairs.map(([a, b]) => Math.sign(compareRpmVersions(a, b)))).toEqual(expected);
    expect(new Set(expected).size).toBe(3);
  });
});
