import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellWidth } from '../../src/report/cell-width.ts';
import { foldText } from '../../src/report/fold-text.ts';

describe('lines that are too wide', () => {
  test('are folded at words, and indented by two more', () => {
    expect(foldText('short\n  one two three four five six', 14)).toBe(
      'short\n  one two\n    three four\n    five six',
    );
  });

  test('are broken in words that no line has room for', () => {
    expect(foldText(`at /${'x'.repeat(20)}`, 10)).toBe('at\n  /xxxxxxx\n  xxxxxxxx\n  xxxxx');
  });

  test('are measured without colours and links', () => {
    const painted = '\x1b[1mone\x1b[22m \x1b]8;;https://example.org/a/long/address\x1b\\two\x1b]8;;\x1b\\';
    expect(foldText(painted, 8)).toBe(painted);
    expect(foldText(`${painted} three`, 8)).toBe(`${painted}\n  three`);
  });

  test('lose nothing but blanks, and none is too wide', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '字', '\n', '-'), maxLength: 200 }),
        fc.integer({ min: 8, max: 60 }),
        (text, width) => {
          const folded = foldText(text, width);
          expect(folded.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
          for (const line of folded.split('\n')) expect(cellWidth(line.trimEnd())).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
