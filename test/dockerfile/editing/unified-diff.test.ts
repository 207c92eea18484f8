// Diffs: `git apply` takes them, and what it makes of them is the new text.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatUnifiedDiff } from '../../../src/dockerfile/editing/unified-diff.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';

/** Applies a diff line by line, as its format says. */
function applyDiff(before: string, diff: string): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const made: string[] = [];
  let at = 0;
  const lines = diff.split('\n');
  lines.forEach((line, i) => {
    const end = lines[i + 1] === '\\ No newline at end of file' ? '' : '\n';
    const from = /^@@ -(\d+),(\d+)/.exec(line);
    if (from !== null) {
      const start = Number(from[1]) - (from[2] === '0' ? 0 : 1);
      while (at < start) made.push(old[at++]!);
    } else if (line.startsWith(' ')) {
      expect(old[at]).toBe(line.slice(1) + end);
      made.push(old[at++]!);
    } else if (line.startsWith('-') && !line.startsWith('--- a/'))
      expect(old[at++]).toBe(line.slice(1) + end);
    else if (line.startsWith('+') && !line.startsWith('+++ b/')) made.push(line.slice(1) + end);
  });
  return [...made, ...old.slice(at)].join('');
}

const text = fc
  .tuple(fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 25 }), fc.boolean())
  .map(([lines, ends]) => lines.join('\n') + (ends && lines.length > 0 ? '\n' : ''));

describe('formatUnifiedDiff', () => {
  test('says nothing of the same', () => {
    expect(formatUnifiedDiff('f', 'a\n', 'a\n')).toBe('');
  });

  test('leads from one text to the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applyDiff(before, formatUnifiedDiff('f', before, after))).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['FROM a\nRUN b\nRUN c\nRUN d\nRUN e\nRUN f\nRUN g\nRUN h\nRUN i\nRUN j\n', 'RUN b', 'RUN b -x'],
    ['FROM a\nRUN b', 'RUN b', 'RUN c'],
    ['FROM a\r\nRUN b\r\n', 'RUN b\r\n', 'RUN b\r\nRUN c\r\n'],
  ])('is taken by git apply: %j', (before, old, added) => {
    const folder = makeTemporaryFolder();
    const after = before.replace(old, added);
    writeFileSync(join(folder, 'f'), before);
    const { status, stderr } = spawnSync('git', ['apply', '--whitespace=nowarn', '-'], {
      cwd: folder,
      input: formatUnifiedDiff('f', before, after),
    });
    expect(String(stderr)).toBe('');
    expect(status).toBe(0);
    expect(readFileSync(join(folder, 'f'), 'utf8')).toBe(after);
  });
});
