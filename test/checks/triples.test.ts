// A rule is three files of one name: the rule, its page, its tests. Neither may be without the others.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONTEXT_RULES } from '../../src/checks/context/context-rules.ts';
import { ALL_DOCKERFILE_RULES } from '../../src/checks/dockerfile/dockerfile-rules.ts';
import { PACKAGE_RULES } from '../../src/checks/package-rules.ts';
import { PATH_RULES } from '../../src/checks/path-rules.ts';
import type { RuleMeta } from '../../src/checks/rule.ts';
import { RULES } from '../../src/checks/rules.ts';
import { REVIEWED_PACKAGES } from '../../src/contents/packages/roles/reviewed-packages.ts';

const ROOT = new URL('../../', import.meta.url);
/** What is in the folder of rules and is none. */
const NO_RULES = [
  'compare-severity',
  'finding',
  'index',
  'package-rules',
  'path-rules',
  'profile',
  'rule',
  'rule-group',
  'rules',
  'select-rules',
];
/** One page tells of all kinds of secrets. */
const SHARED_PAGES = ['secret'];

function namesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));
}

function readPage(id: string): string {
  return readFileSync(new URL(`docs/checks/${id}.md`, ROOT), 'utf8');
}

const ids = RULES.map((rule) => rule.id).toSorted();
/** Rules that stand on the squashed view are told together, in its own tests. */
const describedIds = RULES.filter((rule) => rule.kind !== 'view').map((rule) => rule.id);

describe('every rule', () => {
  it('is in the ordered list once, in a file of its name', () => {
    const files = namesIn('src/checks', '.ts').filter((name) => !NO_RULES.includes(name));
    expect(ids).toEqual(files.toSorted());
  });

  it('has a page of its name, and every page a rule', () => {
    const pages = namesIn('docs/checks', '.md').filter(
      (name) => name !== 'README' && !SHARED_PAGES.includes(name),
    );
    expect(pages).toEqual(expect.arrayContaining(describedIds));
    const all = [...ids, ...[...CONTEXT_RULES, ...ALL_DOCKERFILE_RULES].map(({ id }) => id)];
    expect(all).toEqual(expect.arrayContaining([...pages]));
  });

  it('has tests of its name', () => {
    expect(namesIn('test/checks', '.test.ts')).toEqual(expect.arrayContaining(describedIds));
  });
});

describe.each(PATH_RULES.map((rule) => [rule.id, rule] as const))('the page of %s', (id, rule) => {
  it('begins with the id and the title, and says how much it takes for a warning', () => {
    expect(readPage(id)).toMatch(`# ${id}\n\n${rule.title}. ${describeWeight(rule)}\n`);
  });

  it('lists the patterns, each once and in order', () => {
    const list = readPage(id).split('## Where it looks\n')[1] ?? '';
    expect(list.trim().split('\n')).toEqual(rule.patterns.map((pattern) => `- \`${pattern}\``));
  });

  it('says why, how to fix it and what is left alone', () => {
    const page = readPage(id);
    for (const heading of ['What it finds', 'Why it matters', 'How to fix', 'What it leaves alone'])
      expect(page.split(`## ${heading}\n`)[1]?.trim().length, heading).toBeGreaterThan(20);
  });
});

describe.each(PACKAGE_RULES.map((rule) => [rule.id, rule] as const))('the page of %s', (id, rule) => {
  it('begins with the id and the title, says how much it takes for a warning, and names the roles', () => {
    const page = readPage(id);
    expect(page).toMatch(`# ${id}\n\n${rule.title}. ${describeWeight(rule)}\n`);
    for (const role of rule.roles) expect(page.split('## Which packages\n')[1]).toContain(`\`${role}\``);
  });

  it('says why, how to fix it and what is left alone', () => {
    for (const heading of ['What it finds', 'Why it matters', 'How to fix', 'What it leaves alone'])
      expect(readPage(id).split(`## ${heading}\n`)[1]?.trim().length, heading).toBeGreaterThan(20);
  });
});

it('every role has one rule', () => {
  const roles = PACKAGE_RULES.flatMap((rule) => rule.roles);
  expect(new Set(roles).size).toBe(roles.length);
  expect(roles.toSorted()).toEqual(Object.keys(REVIEWED_PACKAGES).toSorted());
});

function describeWeight({ tier, floorBytes }: RuleMeta): string {
  if (tier === 'advice') return 'Advice.';
  if (floorBytes === 0) return 'Ballast: a warning from the first byte on.';
  const floor = floorBytes < 1e6 ? `${floorBytes / 1e3} kB` : `${floorBytes / 1e6} MB`;
  return `Ballast: a warning from ${floor} on, advice below.`;
}
