import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../../src/checks/finding.ts';
import { compareEachFinding } from '../../../src/checks/judging/compare-each-finding.ts';
import { makeFinding } from '../../report/made-reports.ts';

const describe = (a: readonly Finding[], b: readonly Finding[]) => {
  const { newInB, goneFromA } = compareEachFinding(a, b);
  const tell = ({ rule, folder, instruction }: Finding): string => `${rule} ${folder} ${instruction}`;
  return { new: newInB.map(tell), gone: goneFromA.map(tell) };
};

test('findings of other folders are new, and those of edited instructions are not', () => {
  const a = [makeFinding({ folder: 'a' }), makeFinding({ folder: 'b' }), makeFinding({ folder: 'c' })];
  const b = [
    makeFinding({ folder: 'a', bytes: 5 }),
    makeFinding({ folder: 'b', instruction: 'RUN make all' }),
    makeFinding({ folder: 'd' }),
  ];
  expect(describe(a, b)).toEqual({ new: ['hidden-deleted d RUN make'], gone: ['hidden-deleted c RUN make'] });
});

test('advice that becomes ballast is new', () => {
  const advice = makeFinding({ severity: 'advice' });
  expect(compareEachFinding([advice], [makeFinding()]).newInB).toEqual([makeFinding()]);
});

test('a second one of a kind is new, and pairs of one instruction go first', () => {
  const [one, two] = [makeFinding({ instruction: 'RUN one' }), makeFinding({ instruction: 'RUN two' })];
  expect(compareEachFinding([two], [one, two])).toEqual({ newInB: [one], goneFromA: [] });
});

test('what is new is gone the other way round, and nothing is both', () => {
  const findings = fc.array(
    fc
      .record({
        rule: fc.constantFrom('x', 'y'),
        folder: fc.constantFrom('a', 'b'),
        instruction: fc.constantFrom('RUN 1', 'RUN 2'),
        severity: fc.constantFrom('warning', 'advice'),
      })
      .map((fields) => makeFinding(fields)),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(findings, findings, (a, b) => {
      const { newInB, goneFromA } = compareEachFinding(a, b);
      expect(newInB.length - goneFromA.length).toBe(b.length - a.length);
      const back = compareEachFinding(b, a);
      expect(back.newInB.length).toBe(goneFromA.length);
      expect(compareEachFinding(a, a)).toEqual({ newInB: [], goneFromA: [] });
    }),
  );
});
