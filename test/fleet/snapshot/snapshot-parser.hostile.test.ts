// What is no fleet: a clear error, and never a crash, a hang or memory without bound.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlimsollError } from '../../../src/errors.ts';
import { SnapshotParser } from '../../../src/fleet/snapshot/snapshot-parser.ts';
import { digestOf } from '../../support/stacked-fleet.ts';

function parse(text: string): unknown {
  const parser = new SnapshotParser();
  parser.push(Buffer.from(text));
  return parser.end();
}

const OS = digestOf('os');
const base = { repository: 'a', tags: ['1'], os: 'linux', architecture: 'amd64' };
const withImage = (fields: object): string =>
  JSON.stringify({ kind: 'fleet-snapshot', layers: [[OS, 1]], images: [{ ...base, layers: [], ...fields }] });

describe('a file that is no fleet', () => {
  test.each<readonly [string, string]>([
    ['nothing', ''],
    ['no object', '[]'],
    ['another kind', '{"kind":"archive","images":[]}'],
    ['no kind', '{"images":[]}'],
    ['images that are no list', '{"kind":"fleet-snapshot","images":{}}'],
    ['an image that is no object', '{"kind":"fleet-snapshot","images":[1]}'],
    ['an image without a name', withImage({ repository: undefined })],
    ['an image without layers', withImage({ layers: undefined })],
    ['a layer that is not in the list', withImage({ layers: [1] })],
    ['a layer below zero', withImage({ layers: [-1] })],
    ['a layer of a fraction', withImage({ layers: [0.5] })],
    ['a huge number of a layer', withImage({ layers: [2 ** 40] })],
    ['numbers and layers together', withImage({ layers: [0, [OS, 1]] })],
    ['layers and numbers together', withImage({ layers: [[OS, 1], 0] })],
    ['a layer without a digest', withImage({ layers: [[null, 1]] })],
    ['a digest that is none', withImage({ layers: [['sha256:0', 1]] })],
    ['an empty layer', withImage({ layers: [[]] })],
    ['a negative size', withImage({ layers: [[digestOf('b'), -1]] })],
    ['a size that is no number', withImage({ layers: [[digestOf('b'), '1']] })],
    ['a size beyond what is exact', withImage({ layers: [[digestOf('b'), 2 ** 60]] })],
    ['two sizes of one blob', withImage({ layers: [[OS, 2]] })],
    ['a tag that is no text', withImage({ tags: [1] })],
    ['tags that are no list', withImage({ tags: 'x' })],
    ['an endless name', withImage({ repository: 'a'.repeat(5000) })],
    ['an endless stack', withImage({ layers: Array.from({ length: 10_001 }, () => 0) })],
    ['documents without sizes', withImage({ documents: [[OS]] })],
  ])('%s is refused', (_, text) => {
    expect(() => parse(text)).toThrow(PlimsollError);
    try {
      parse(text);
    } catch (error) {
      expect(error).toMatchObject({ code: 'FLEET_INVALID' });
    }
  });

  test('names that look like parts of objects are names', () => {
    const text = withImage({ repository: '__proto__', tags: ['constructor', '__proto__'] });
    expect(parse(text)).toMatchObject({ moments: [{ images: [{ name: '__proto__:constructor' }] }] });
  });

  test('any change of a byte gives a fleet or a clear error', () => {
    const text = withImage({ layers: [0], digest: OS, documents: [[OS, 4]] });
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Buffer.from(text);
        bytes[at] = byte;
        const parser = new SnapshotParser();
        try {
          parser.push(bytes);
          parser.end();
        } catch (error) {
          expect(error).toMatchObject({ code: 'FLEET_INVALID' });
        }
      }),
      { numRuns: 2000 },
    );
  });
});
