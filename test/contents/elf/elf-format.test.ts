import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ElfFacts } from '../../../src/contents/elf/elf-facts.ts';
import { decodeElf, encodeElf } from '../../../src/contents/elf/elf-format.ts';
import { BARE_RECORD } from '../../../src/contents/packages/package-record.ts';

const FACTS = fc.record<ElfFacts>({
  type: fc.constantFrom('executable', 'shared', 'object', 'core', 'other'),
  machine: fc.string(),
  bits: fc.constantFrom(32, 64),
  isBigEndian: fc.boolean(),
  isPie: fc.boolean(),
  interpreter: fc.string({ unit: 'binary' }),
  soname: fc.string(),
  needed: fc.array(fc.string()),
  rpath: fc.string(),
  runpath: fc.string(),
  debugBytes: fc.maxSafeNat(),
  symbolBytes: fc.maxSafeNat(),
  debugLink: fc.string(),
  buildId: fc.string(),
  compilers: fc.array(fc.string()),
  packages: fc.array(
    fc.record({
      ...Object.fromEntries(Object.entries(BARE_RECORD).map(([key, value]) => [key, fc.constant(value)])),
      type: fc.constantFrom('golang', 'cargo'),
      name: fc.string(),
      version: fc.string(),
      fields: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }),
      files: fc.constant({ kind: 'itself' }),
    }) as unknown as fc.Arbitrary<ElfFacts['packages'][number]>,
  ),
  unread: fc.array(fc.constantFrom('section names', 'Go build info')),
});

describe('stored facts', () => {
  test('come back as they were', () => {
    fc.assert(
      fc.property(FACTS, (facts) => {
        expect(decodeElf(encodeElf(facts))).toEqual(facts);
      }),
    );
  });

  test('are refused where they are anything else', () => {
    const whole = encodeElf(fc.sample(FACTS, { numRuns: 1, seed: 3 })[0]!);
    const others = ['', 'null', '{}', '[]', '[[],[],[],[],[],[],[]]', '[1,2,3,4,5,6,7]'].map((text) =>
      Buffer.from(text),
    );
    for (const bytes of [...others, whole.subarray(0, whole.length - 1)])
      expect(() => decodeElf(bytes)).toThrow('stored ELF facts are not readable');
  });
});
