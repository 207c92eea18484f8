// What rules say of themselves: their titles from the rules, their help from the pages that the package carries (docs/checks).
import { readFile } from 'node:fs/promises';
import { CONTEXT_RULES } from '../../checks/context/context-rules.ts';
import { ALL_DOCKERFILE_RULES } from '../../checks/dockerfile/dockerfile-rules.ts';
import { RULES } from '../../checks/rules.ts';
import type { RuleText } from '../../report/sarif/rule-text.ts';
import { PACKAGE_ROOT } from '../package-root.ts';

const PAGES = new URL('docs/checks/', PACKAGE_ROOT);

/** Of the ids given, sorted by id. A rule of the user's own is told by its id. */
export function readRuleTexts(ids: ReadonlySet<string>): Promise<readonly RuleText[]> {
  const known = new Map(
    [...RULES, ...CONTEXT_RULES, ...ALL_DOCKERFILE_RULES].map(
      ({ id, title, severity }) => [id, { title, severity }] as const,
    ),
  );
  return Promise.all(
    [...ids].sort().map(async (id): Promise<RuleText> => {
      const isSecret = id.startsWith('secret/');
      const rule = known.get(id) ?? {
        title: isSecret ? `A secret: ${id.slice('secret/'.length).replaceAll('-', ' ')}` : id,
        severity: 'error' as const,
      };
      return { id, ...rule, help: await readPage(isSecret ? 'secret' : id) };
    }),
  );
}

async function readPage(id: string): Promise<string | null> {
  if (!/^[a-z0-9-]+$/.test(id)) return null;
  return readFile(new URL(`${id}.md`, PAGES), 'utf8').catch(() => null);
}
