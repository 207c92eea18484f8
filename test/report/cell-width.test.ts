import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cellWidth,
  cutEnd,
  cutMiddle,
  padEndCells,
  padStartCells,
  wrapWords,
} from '../../src/report/cell-width.ts';

test('wide characters take two cells, combining ones none', () => {
  expect(cellWidth('abc')).toBe(3);
  expect(cellWidth('日本')).toBe(4);
  expect(cellWidth('e\u0301')).toBe(1);
  expect(cellWidth('📦')).toBe(2);
});

test('cutting keeps the start, or both ends', () => {
  expect(cutEnd('RUN make', 8)).toBe('RUN make');
  expect(cutEnd('RUN make all', 8)).toBe('RUN mak…');
  expect(cutEnd('RUN make all', 5)).toBe('RUN…');
  expect(cutMiddle('/usr/lib/python3/dist-packages/x.py', 16)).toBe('/usr/…kages/x.py');
});

test('padding counts cells', () => {
  expect(padEndCells('日', 4)).toBe('日  ');
  expect(padStartCells('日', 4)).toBe('  日');
  expect(padStartCells('longer', 4)).toBe('longer');
});

test('words are wrapped, and a word that is too long is cut', () => {
  expect(wrapWords('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  expect(wrapWords('a verylongwordindeed b', 8)).toEqual(['a', 'verylon…', 'b']);
  expect(wrapWords('', 8)).toEqual(['']);
});

test('nothing that is cut or wrapped is wider than asked for', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 4, max: 40 }), (some, cells) => {
      expect(cellWidth(cutEnd(some, cells))).toBeLessThanOrEqual(cells);
      expect(cellWidth(cutMiddle(some, cells))).toBeLessThanOrEqual(cells);
      for (const line of wrapWords(some, cells)) expect(cellWidth(line)).toBeLessThanOrEqual(cells);
    }),
  );
});

test('a path of megabytes is cut at once', () => {
  const path = `${'a'.repeat(3_000_000)}/日/z`;
  const start = performance.now();
  expect(cutMiddle(path, 20)).toBe(`aaaaaa${'…'}aaaaaaaa/日/z`);
  expect(cutEnd(path, 5)).toBe('aaaa…');
  expect(performance.now() - start).toBeLessThan(10_000);
});
