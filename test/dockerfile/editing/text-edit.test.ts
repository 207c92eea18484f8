// Splices: what they give, when they overlap, how offsets move.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adoptLineEnds,
  applyEdits,
  areApplicable,
  doOverlap,
  shiftOffset,
  type TextEdit,
} from '../../../src/dockerfile/editing/text-edit.ts';

const source = (text: string) => ({ text, encoding: 'utf8' }) as const;

/** A text of pieces, some of which are replaced. */
const pieces = fc.array(
  fc.record({
    kept: fc.string({ maxLength: 6 }),
    removed: fc.string({ minLength: 1, maxLength: 4 }),
    added: fc.string({ maxLength: 5 }),
  }),
  { maxLength: 8 },
);

function fromPieces(parts: readonly { kept: string; removed: string; added: string }[]) {
  let text = '';
  let expected = '';
  const edits: TextEdit[] = [];
  for (const { kept, removed, added } of parts) {
    text += kept;
    expected += kept + added;
    edits.push({ start: text.length, end: text.length + removed.length, text: added });
    text += removed;
  }
  return { text, expected, edits };
}

describe('applyEdits', () => {
  test('replaces exactly the stretches, in whatever order they come', () => {
    fc.assert(
      fc.property(pieces, fc.func(fc.integer()), (parts, rank) => {
        const { text, expected, edits } = fromPieces(parts);
        expect(areApplicable(edits, source(text))).toBe(true);
        expect(
          applyEdits(
            text,
            edits.toSorted((a, b) => rank(a) - rank(b)),
          ),
        ).toBe(expected);
      }),
    );
  });

  test('leaves what is behind an edit where shiftOffset says', () => {
    fc.assert(
      fc.property(pieces, fc.string({ maxLength: 5 }), (parts, tail) => {
        const { text, edits } = fromPieces(parts);
        const after = applyEdits(text + tail, edits);
        expect(after.slice(shiftOffset(text.length, edits))).toBe(tail);
      }),
    );
  });
});

describe('areApplicable', () => {
  test.each<readonly [string, readonly TextEdit[]]>([
    ['beyond the text', [{ start: 0, end: 9, text: '' }]],
    ['backwards', [{ start: 2, end: 1, text: '' }]],
    [
      'two at one place',
      [
        { start: 1, end: 1, text: 'a' },
        { start: 1, end: 1, text: 'b' },
      ],
    ],
    [
      'one in another',
      [
        { start: 0, end: 3, text: '' },
        { start: 1, end: 2, text: '' },
      ],
    ],
    [
      'an insertion in what is replaced',
      [
        { start: 0, end: 3, text: '' },
        { start: 2, end: 2, text: 'x' },
      ],
    ],
  ])('refuses %s', (_, edits) => {
    expect(areApplicable(edits, source('abcd'))).toBe(false);
  });

  test('cuts neither a character of two units nor a line end', () => {
    expect(areApplicable([{ start: 1, end: 1, text: 'x' }], source('😀'))).toBe(false);
    expect(areApplicable([{ start: 2, end: 2, text: 'x' }], source('a\r\n'))).toBe(false);
    expect(areApplicable([{ start: 1, end: 1, text: 'x' }], source('a\r\n'))).toBe(true);
  });

  test('takes neighbours', () => {
    const edits = [
      { start: 0, end: 2, text: 'x' },
      { start: 2, end: 4, text: 'y' },
    ];
    expect(areApplicable(edits, source('abcd'))).toBe(true);
    expect(doOverlap([edits[0]!], [edits[1]!])).toBe(false);
  });
});

test('edits get the line ends of the file', () => {
  const edit = { start: 0, end: 0, text: 'a\nb\r\n' };
  expect(adoptLineEnds([edit], 'x\r\ny\r\n')).toEqual([{ ...edit, text: 'a\r\nb\r\n' }]);
  expect(adoptLineEnds([edit], 'x\ny\n')).toEqual([edit]);
});
