// A rule about Dockerfiles is three files of one name, as one about images is.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DockerfileRuleMeta } from '../../../src/checks/dockerfile/dockerfile-rule.ts';
import { ALL_DOCKERFILE_RULES, DOCKERFILE_RULES } from '../../../src/checks/dockerfile/dockerfile-rules.ts';

const ROOT = new URL('../../../', import.meta.url);
const HEADINGS = ['What it finds', 'Why it matters', 'How to fix', 'What it leaves alone'];

describe('rules about Dockerfiles', () => {
  it.each(DOCKERFILE_RULES.map(({ id }) => id))('%s has a file and tests of its name', (id) => {
    expect(existsSync(new URL(`src/checks/dockerfile/${id}.ts`, ROOT))).toBe(true);
    expect(existsSync(new URL(`test/checks/dockerfile/${id}.test.ts`, ROOT))).toBe(true);
  });

  it.each(ALL_DOCKERFILE_RULES.map((rule) => [rule.id, rule] as const))('%s has a whole page', (id, rule) => {
    const page = readFileSync(new URL(`docs/checks/${id}.md`, ROOT), 'utf8');
    expect(page.startsWith(`# ${id}\n\n${rule.title}. ${describeWeight(rule)}\n`)).toBe(true);
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
    for (const heading of HEADINGS)
      expect(page.split(`## ${heading}\n`)[1]!.trim().length, heading).toBeGreaterThan(10);
  });

  it('have names of their own', () => {
    const ids = ALL_DOCKERFILE_RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

function describeWeight({ severity, floorBytes = 0 }: DockerfileRuleMeta): string {
  if (severity === 'error') return 'An error.';
  if (severity === 'advice') return 'Advice.';
  if (floorBytes === 0) return 'A warning.';
  return `A warning; advice where it is known to be below ${floorBytes / 1e6} MB.`;
}
