// What an installation brings, in small worlds made by hand; Debian's own is in test/engines/packages.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { installClosure } from '../../src/catalogue/install-closure.ts';
import { type MadeOffer, makeCatalogue } from '../support/made-catalogue.ts';
import { type MadePackage, makeInventory } from '../support/made-inventory.ts';

/** `+new -removed`, or the refusal. */
function plan(
  targets: string,
  offers: readonly MadeOffer[],
  installed: readonly MadePackage[] = [],
  recommends = false,
): string {
  const closure = installClosure(makeCatalogue(offers), makeInventory('deb', installed), targets.split(' '), {
    recommends,
  });
  if (closure.kind !== 'installable') return `${closure.kind}: ${closure.names.join(' ')}`;
  return [
    ...closure.installed.map(({ name, version }) => `+${name}${version === '1' ? '' : `=${version}`}`),
    ...closure.removed.map((name) => `-${name}`),
  ].join(' ');
}

describe('needs', () => {
  test('all that is needed and not there', () => {
    const offers = [
      { name: 'app', depends: 'lib, there', recommends: 'doc' },
      { name: 'lib', preDepends: 'deep' },
      { name: 'deep' },
      { name: 'doc' },
    ];
    expect(plan('app', offers, [{ name: 'there' }])).toBe('+app +deep +lib');
    expect(plan('app', offers, [{ name: 'there' }], true)).toBe('+app +deep +doc +lib');
    expect(plan('app', offers)).toMatch(/^unsatisfiable/);
    expect(plan('nothing', offers)).toBe('unknown: nothing');
    expect(plan('app', offers, [{ name: 'app' }, { name: 'lib' }, { name: 'deep' }, { name: 'there' }])).toBe(
      '',
    );
  });

  test('the first alternative that can be had; none where one is there', () => {
    const offers = [
      { name: 'app', depends: 'gone | broken | good | other' },
      { name: 'broken', depends: 'gone' },
      { name: 'good' },
      { name: 'other' },
    ];
    expect(plan('app', offers)).toBe('+app +good');
    expect(plan('app', offers, [{ name: 'other' }])).toBe('+app');
  });

  test('what a failed way brought is let go', () => {
    const offers = [
      { name: 'app', depends: 'bad | good' },
      { name: 'bad', depends: 'helper, worse' },
      { name: 'worse', depends: 'helper, worst' },
      { name: 'worst', depends: 'gone' },
      { name: 'helper' },
      { name: 'good' },
    ];
    expect(plan('app', offers)).toBe('+app +good');
  });

  test('among providers the same name, then the more important, then the one met last', () => {
    const offers = (real: boolean): MadeOffer[] => [
      { name: 'app', depends: 'mta' },
      { name: 'one', provides: 'mta' },
      { name: 'two', provides: 'mta', priority: 'important' },
      { name: 'three', provides: 'mta' },
      ...(real ? [{ name: 'mta' }] : []),
    ];
    expect(plan('app', offers(true))).toBe('+app +mta');
    expect(plan('app', offers(false))).toBe('+app +two');
    expect(
      plan(
        'app',
        offers(false).filter(({ name }) => name !== 'two'),
      ),
    ).toBe('+app +three');
  });

  test('versions: an older installed one is upgraded, and its siblings with it', () => {
    const offers = [
      { name: 'app', depends: 'lib (>= 2)' },
      { name: 'lib', version: '2', source: 's', sourceVersion: '2' },
      { name: 'lib-data', version: '2', source: 's', sourceVersion: '2' },
    ];
    expect(
      plan('app', offers, [
        { name: 'lib', source: 's' },
        { name: 'lib-data', source: 's' },
      ]),
    ).toBe('+app +lib=2 +lib-data=2');
    expect(plan('app', offers, [{ name: 'lib', version: '3' }])).toBe('+app');
  });

  test('recommendations that cannot be had are passed over', () => {
    expect(
      plan(
        'app',
        [
          { name: 'app', recommends: 'gone, broken' },
          { name: 'broken', depends: 'gone' },
        ],
        [],
        true,
      ),
    ).toBe('+app');
  });
});

describe('conflicts', () => {
  test('an installed package that cannot stay goes, an essential one does not', () => {
    const offers = [{ name: 'app', conflicts: 'old' }];
    expect(plan('app', offers, [{ name: 'old' }])).toBe('+app -old');
    expect(plan('app', offers, [{ name: 'old', fields: { Essential: 'yes' } }])).toMatch(/^unsatisfiable/);
  });

  test('another alternative is taken where one would be in the way', () => {
    const offers = [
      { name: 'app', depends: 'base, a | b' },
      { name: 'base', conflicts: 'a' },
      { name: 'a' },
      { name: 'b' },
    ];
    expect(plan('app', offers)).toBe('+app +b +base');
  });

  test('a package is in its own way by no name', () => {
    const offers = [{ name: 'app', provides: 'mta', conflicts: 'mta' }];
    expect(plan('app', offers)).toBe('+app');
    expect(plan('app', offers, [{ name: 'other', fields: { Provides: 'mta' } }])).toBe('+app -other');
  });
});

test('bytes are what is added, less what is replaced', () => {
  const catalogue = makeCatalogue([
    { name: 'app', depends: 'lib (>= 2)', installedBytes: 5000 },
    { name: 'lib', version: '2', installedBytes: 300 },
  ]);
  const bare = makeInventory('deb', []);
  expect(installClosure(catalogue, bare, ['app'], { recommends: false })).toMatchObject({ addedBytes: 5300 });
});

test('every plan has all it needs, or says that it has not', () => {
  const world = fc.array(
    fc.record({
      needs: fc.array(fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
      conflicts: fc.array(fc.nat(9), { maxLength: 1 }),
      isThere: fc.boolean(),
    }),
    { minLength: 2, maxLength: 10 },
  );
  fc.assert(
    fc.property(world, fc.nat(9), (made, at) => {
      const fieldsOf = (i: number): { Depends: string; Conflicts: string } => ({
        Depends: made[i]!.needs.map((need) => need.map((k) => `p${k}`).join(' | ')).join(', '),
        Conflicts: made[i]!.conflicts.map((k) => `p${k}`).join(', '),
      });
      const offers = made.map((_, i) => {
        const { Depends: depends, Conflicts: conflicts } = fieldsOf(i);
        return { name: `p${i}`, depends, conflicts };
      });
      const installed = made.flatMap(({ isThere }, i) =>
        isThere ? [{ name: `p${i}`, fields: fieldsOf(i) }] : [],
      );
      const target = `p${at % made.length}`;
      const closure = installClosure(makeCatalogue(offers), makeInventory('deb', installed), [target], {
        recommends: false,
      });
      if (closure.kind !== 'installable') return;
      const there = new Set(installed.map(({ name }) => name));
      for (const name of closure.removed) there.delete(name);
      for (const { name } of closure.installed) there.add(name);
      expect(there.has(target)).toBe(true);
      for (const { name } of closure.installed) {
        const { needs, conflicts } = made[Number(name.slice(1))]!;
        for (const need of needs) expect(need.some((k) => there.has(`p${k}`))).toBe(true);
        for (const k of conflicts) if (`p${k}` !== name) expect(there.has(`p${k}`)).toBe(false);
      }
    }),
  );
});

test('a chain of needs as long as no real one is no crash', () => {
  const chain = Array.from({ length: 20_000 }, (_, i) => ({ name: `p${i}`, depends: `p${i + 1}` }));
  expect(plan('p0', [...chain, { name: 'p20000' }])).toMatch(/^unsatisfiable|^\+/);
});
