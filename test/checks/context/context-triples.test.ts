// A rule about contexts is three files of one name, as one about images is.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ContextRule } from '../../../src/checks/context/context-rule.ts';
import { CONTEXT_RULES } from '../../../src/checks/context/context-rules.ts';

const ROOT = new URL('../../../', import.meta.url);
const HEADINGS = ['What it finds', 'Why it matters', 'How to fix', 'What it leaves alone'];

const namesIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(new URL(folder, ROOT))
    .filter((name) => /^(?:context|ignore)-/.test(name) && name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .filter((name) => !/^context-(?:finding|look|rules?|triples)$/.test(name));

const ids = CONTEXT_RULES.map(({ id }) => id).toSorted();

describe('rules about contexts', () => {
  it('have a file, a page and tests each, of their name', () => {
    expect(namesIn('src/checks/context', '.ts').toSorted()).toEqual(ids);
    expect(namesIn('test/checks/context', '.test.ts').toSorted()).toEqual(ids);
    expect(namesIn('docs/checks', '.md')).toEqual(expect.arrayContaining(ids));
  });

  it.each(CONTEXT_RULES.map((rule) => [rule.id, rule] as const))('%s has a whole page', (id, rule) => {
    const page = readFileSync(new URL(`docs/checks/${id}.md`, ROOT), 'utf8');
    expect(page.startsWith(`# ${id}\n\n${rule.title}. ${describeWeight(rule)}\n`)).toBe(true);
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
    for (const heading of HEADINGS)
      expect(page.split(`## ${heading}\n`)[1]!.trim().length, heading).toBeGreaterThan(10);
  });
});

function describeWeight({ severity, floorBytes }: ContextRule): string {
  if (severity === 'error') return 'An error.';
  if (severity === 'advice') return 'Advice.';
  if (floorBytes === 0) return 'A warning.';
  const floor = floorBytes >= 1e6 ? `${floorBytes / 1e6} MB` : `${floorBytes / 1e3} kB`;
  return `A warning from ${floor} on, advice below.`;
}
