// Programs that say far too much, in far too long lines, and bytes that are no text.

import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeptText } from '../../src/engines/program/kept-text.ts';
import { LineReader } from '../../src/engines/program/line-reader.ts';
import { runChild } from '../../src/engines/program/run-child.ts';
import { makeStubs } from '../support/stub-programs.ts';

test('output without end is held to its limit, its end kept', async () => {
  const { folder, env } = makeStubs({
    noisy: `for (let i = 0; i < 300; i++) say('x'.repeat(100_000)); say('end');`,
  });
  const { stdout, isCut } = await runChild(join(folder, 'noisy'), [], { env, limitBytes: 1000 });
  expect(stdout).toHaveLength(1000);
  expect(stdout.endsWith('xend')).toBe(true);
  expect(isCut).toBe(true);
});

test('a line without end comes in pieces', () => {
  const lines: string[] = [];
  const reader = new LineReader((line) => lines.push(line));
  for (let i = 0; i < 100; i++) reader.push(Buffer.alloc(10_000, 'y'));
  reader.end();
  expect(lines.join('')).toHaveLength(1_000_000);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(8192);
});

test('a grandchild that keeps the pipes open holds nobody up', async () => {
  const { folder, env } = makeStubs({
    parent: `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 120000)'], { stdio: ['ignore', 'inherit', 'inherit'], detached: true }).unref(); say('done');`,
  });
  const begun = Date.now();
  const { exitCode, stdout } = await runChild(join(folder, 'parent'), [], { env });
  expect([exitCode, stdout]).toEqual([0, 'done']);
  expect(Date.now() - begun).toBeLessThan(60_000);
});

test('kept text is the beginning or the end of what came, however it came', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 40 })),
      fc.nat(60),
      (pieces, limit) => {
        const whole = pieces.join('');
        for (const part of ['head', 'tail'] as const) {
          const kept = new KeptText(part, limit);
          for (const piece of pieces) kept.push(Buffer.from(piece));
          expect(kept.read()).toBe(
            part === 'head' ? whole.slice(0, limit) : whole.slice(Math.max(0, whole.length - limit)),
          );
          expect(kept.isCut).toBe(whole.length > limit);
        }
      },
    ),
  );
});

test('lines are the lines of the text, however it came', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'ä', '\n', '\r\n', 'bc'), { maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      (parts, step) => {
        const bytes = Buffer.from(parts.join(''));
        const lines: string[] = [];
        const reader = new LineReader((line) => lines.push(line));
        for (let at = 0; at < bytes.length; at += step) reader.push(bytes.subarray(at, at + step));
        reader.end();
        const expected = parts.join('').split(/\r?\n/);
        if (expected.at(-1) === '') expected.pop();
        expect(lines).toEqual(expected);
      },
    ),
  );
});
