import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlimsollError } from '../../../src/errors.ts';
import { parseChallenges } from '../../../src/oci/registry/challenge.ts';

function parse(header: string): unknown {
  return parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
}

describe('parseChallenges', () => {
  it.each([
    ['', []],
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"',
      [
        [
          'bearer',
          {
            realm: 'https://auth.docker.io/token',
            service: 'registry.docker.io',
            scope: 'repository:a/b:pull,push',
          },
        ],
      ],
    ],
    ['BASIC Realm=x', [['basic', { realm: 'x' }]]],
    ['Basic', [['basic', {}]]],
    [
      'Negotiate, Basic realm="a", Bearer realm = "b" , service=c',
      [
        ['negotiate', {}],
        ['basic', { realm: 'a' }],
        ['bearer', { realm: 'b', service: 'c' }],
      ],
    ],
    [
      'Negotiate YWJj==, Bearer realm="b"',
      [
        ['negotiate', {}],
        ['bearer', { realm: 'b' }],
      ],
    ],
    ['Bearer realm="a\\"b\\\\c, Basic realm=\\"d"', [['bearer', { realm: 'a"b\\c, Basic realm="d' }]]],
    ['Bearer realm="first",realm="second"', [['bearer', { realm: 'first' }]]],
  ])('reads %j', (header, expected) => {
    expect(parse(header)).toEqual(expected);
  });

  it.each(['Bearer realm="open', '="x"', 'Bearer realm=', 'Bearer realm=,', '\u00e4', 'x'.repeat(9000)])(
    'refuses %j, or finds nothing in it',
    (header) => {
      try {
        expect(parseChallenges(header).some(({ parameters }) => parameters.has('realm'))).toBe(false);
      } catch (error) {
        expect(error).toMatchObject({ code: 'REGISTRY_INVALID' });
      }
    },
  );

  it('ends for any header, with challenges or REGISTRY_INVALID', () => {
    const header = fc.string({ unit: fc.constantFrom(...'aB =,"\\\t;') });
    fc.assert(
      fc.property(header, (text) => {
        try {
          parseChallenges(text);
        } catch (error) {
          if (!(error instanceof PlimsollError) || error.code !== 'REGISTRY_INVALID') throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
