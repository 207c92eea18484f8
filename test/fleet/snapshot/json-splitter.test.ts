// JSON taken apart while it streams by gives what JSON.parse gives, wherever it is cut into pieces.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonSplitter } from '../../../src/fleet/snapshot/json-splitter.ts';

/** The objects that come out, put together again. */
function split(text: string, pieceBytes: number): readonly Record<string, unknown>[] {
  const objects: Record<string, unknown>[] = [];
  let fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const splitter = new JsonSplitter({
    onItems: (key, items) => {
      fields[key] = [...((fields[key] as unknown[] | undefined) ?? []), ...items];
    },
    onValue: (key, value) => {
      fields[key] = value;
    },
    onEnd: () => {
      objects.push(fields);
      fields = Object.create(null) as Record<string, unknown>;
    },
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) splitter.push(bytes.subarray(at, at + pieceBytes));
  splitter.end();
  return objects;
}

const refuse = (text: string): unknown => {
  try {
    return split(text, 7);
  } catch (error) {
    return error;
  }
};

describe('a JSON splitter', () => {
  test('gives the same as JSON.parse, however it is cut', () => {
    const fields = fc.dictionary(
      fc.string(),
      fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue(), { minLength: 1 })),
    );
    fc.assert(
      fc.property(
        fc.array(fields, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(undefined, 1),
        (objects, pieceBytes, indent) => {
          const text = objects.map((object) => JSON.stringify(object, null, indent)).join('\n');
          // An empty list gives no item.
          const wanted = objects.map((object) =>
            Object.fromEntries(
              Object.entries(JSON.parse(JSON.stringify(object)) as object).filter(
                ([, value]) => !(Array.isArray(value) && value.length === 0),
              ),
            ),
          );
          expect(split(text, pieceBytes).map((object) => ({ ...object }))).toEqual(wanted);
        },
      ),
    );
  });

  test.each([
    '[]',
    '1',
    '{"a":1',
    '{"a":[1,2',
    '{"a":[1,]}',
    '{"a":[,1]}',
    '{"a":[1 2]}',
    '{"a":[1}',
    '{"a":[}]}',
    '{"a":1,}',
    '{,"a":1}',
    '{"a":1 "b":2}',
    '{"a" 1}',
    '{"a":}',
    '{"a":{]}',
    '{a:1}',
    '{"a":1}}',
    '{"a":"\n"}',
    '{"a":1]',
    '{"a":tru}',
  ])('refuses %s', (text) => {
    expect(refuse(text)).toMatchObject({ code: 'FLEET_INVALID' });
  });

  test('takes nothing of any text that JSON.parse does not', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', 'null', ' ', '"', '\\');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = `{"a":${pieces.join('')}`;
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        const result = refuse(text);
        // Several objects behind each other are wanted here, and no JSON.
        if (isJson) expect(result).toBeInstanceOf(Array);
        else if (Array.isArray(result)) expect(result.length).toBeGreaterThan(1);
        else expect(result).toMatchObject({ code: 'FLEET_INVALID' });
      }),
      { numRuns: 2000 },
    );
  });

  test('holds one item at most, and refuses one that is too long', () => {
    const splitter = new JsonSplitter({ onItems: () => {}, onValue: () => {}, onEnd: () => {} });
    splitter.push(Buffer.from('{"images":["'));
    const piece = Buffer.alloc(2 ** 20, 'x');
    expect(() => {
      for (let i = 0; i < 20; i++) splitter.push(piece);
    }).toThrow(/more than 16777216 bytes/);
  });
});
