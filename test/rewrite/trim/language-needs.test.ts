// Python's packages and gems that others need.
import { expect, test } from 'vitest';
import type { Inventory } from '../../../src/contents/packages/inventory.ts';
import { giveBackNamed } from '../../../src/rewrite/trim/language-needs.ts';

type Made = readonly [type: string, name: string, fields: Readonly<Record<string, string>>];

function giveBack(packages: readonly Made[], wanted: readonly number[]): readonly string[] {
  const inventory = {
    packages: packages.map(([type, name, fields]) => ({
      state: 'installed',
      record: { type, name, fields },
    })),
  } as unknown as Inventory;
  const removed = new Map(wanted.map((position) => [position, 'rule']));
  const withheld = new Map<number, string>();
  giveBackNamed(inventory, removed, withheld);
  return [...withheld].map(([position, reason]) => `${packages[position]![1]}: ${reason}`);
}

test('a package that another one names stays, with what it needs itself', () => {
  const packages: readonly Made[] = [
    ['pypi', 'app', { 'Requires-Dist': 'Black (>=22)\nother; python_version < "3"' }],
    ['pypi', 'black', { 'Requires-Dist': 'pytest_cov' }],
    ['pypi', 'pytest-cov', {}],
    ['pypi', 'pylint', {}],
  ];
  expect(giveBack(packages, [1, 2, 3])).toEqual(['black: app needs it', 'pytest-cov: black needs it']);
});

test('a name of another language is another package', () => {
  const packages: readonly Made[] = [
    ['gem', 'app', { dependencies: 'rspec black' }],
    ['pypi', 'black', {}],
    ['gem', 'rspec', {}],
  ];
  expect(giveBack(packages, [1, 2])).toEqual(['rspec: app needs it']);
});

test('packages that go need nothing', () => {
  const packages: readonly Made[] = [
    ['pypi', 'tox', { 'Requires-Dist': 'black' }],
    ['pypi', 'black', {}],
  ];
  expect(giveBack(packages, [0, 1])).toEqual([]);
});
