// What goes in comes out, in any order, whatever pieces it came in.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ContentSpool } from '../../../../src/rewrite/relayer/writing/content-spool.ts';

const MB = 2 ** 20;

function readAll(spool: ContentSpool, key: string): Buffer {
  const pieces: Buffer[] = [];
  // A piece holds until the next one.
  for (const piece of spool.read(key)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

describe('a content spool', () => {
  test(
    'gives back what was written',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.array(fc.oneof(fc.uint8Array({ maxLength: 2000 }), fc.integer({ min: 1, max: 3 * MB })), {
              maxLength: 4,
            }),
            { minLength: 1, maxLength: 6 },
          ),
          async (contents) => {
            const spool = await ContentSpool.open();
            try {
              const expected = contents.map((pieces, i) => {
                for (const piece of pieces) {
                  if (typeof piece === 'number') spool.writeHole(piece);
                  else spool.write(piece);
                }
                spool.end(`${i}`);
                return Buffer.concat(
                  pieces.map((piece) => (typeof piece === 'number' ? Buffer.alloc(piece) : piece)),
                );
              });
              for (const [i, bytes] of [...expected.entries()].reverse())
                expect(readAll(spool, `${i}`).equals(bytes)).toBe(true);
            } finally {
              await spool.close();
            }
          },
        ),
        { numRuns: 25 },
      ),
    60_000,
  );

  test('takes contents larger than its memory', async () => {
    const spool = await ContentSpool.open();
    const bytes = Buffer.alloc(3 * MB + 17, 'plimsoll');
    spool.write(bytes);
    spool.end('large');
    spool.write(Buffer.from('x'));
    spool.end('small');
    expect(readAll(spool, 'large').equals(bytes)).toBe(true);
    expect(readAll(spool, 'small').toString()).toBe('x');
    expect(spool.has('large')).toBe(true);
    expect(() => readAll(spool, 'other')).toThrow('was not read');
    await spool.close();
  });
});
