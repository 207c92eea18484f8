// The page of a rule, checked against the rule.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { RuleMeta } from '../../../src/checks/rule.ts';

const HEADINGS = [
  'What it finds',
  'Why it matters',
  'How to fix',
  'What it leaves alone',
  'How bytes are counted',
] as const;

/** Fails unless `docs/checks/ID.md` has the shape of its kind and the rule's own title and floor. */
export function expectPage({ id, title, tier, floorBytes }: RuleMeta): void {
  const page = readFileSync(new URL(`../../../docs/checks/${id}.md`, import.meta.url), 'utf8');
  const [name, weight, ...sections] = page.split(/\n\n(?=## )/)[0]!.split('\n\n');
  expect(sections).toEqual([]);
  expect(name).toBe(`# ${id}`);
  const tells =
    tier === 'advice' ? 'Advice.' : `Ballast: a warning from ${formatFloor(floorBytes)} on, advice below.`;
  expect(weight).toBe(`${title}. ${tells}`);
  expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
  const example = /```dockerfile\n([^`]*)```/.exec(page)?.[1] ?? '';
  expect(example).toMatch(/^# before\n/);
  expect(example).toMatch(/\n# after/);
  const lines = page.trimEnd().split('\n');
  expect(lines.length).toBeGreaterThanOrEqual(25);
  expect(lines.length).toBeLessThanOrEqual(50);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(120);
}

function formatFloor(bytes: number): string {
  if (bytes % 1024 !== 0) return bytes < 1e6 ? `${bytes / 1e3} kB` : `${bytes / 1e6} MB`;
  return bytes < 2 ** 20 ? `${bytes / 1024} KiB` : `${bytes / 2 ** 20} MiB`;
}
