// What rules say of themselves: their titles from the rules, their help from the pages that the package carries (docs/checks).
import { readFile } from 'node:fs/promises';
import { CONTEXT_RULES } from '../../checks/context/context-rules.ts';
import { ALL_DOCKERFILE_RULES } from '../../checks/dockerfile/dockerfile-rules.ts';
import { RULES } from '../../checks/rules.ts';
import type { RuleText } from '../../report/sarif/rule-text.ts';
import { PACKAGE_ROOT } from '../package-root.ts';

const PAGES = new URL('docs/checks/', PACKAGE_ROOT);

/** Limits that a user sets are told as rules, and have no page of their own. */
const LIMITS = [
  [
    'max-ballast',
    'More ballast than --max-ballast allows',
    'The image carries more than it may without need.',
  ],
  ['max-size', 'An image larger than --max-size allows', 'The image is larger than it may be.'],
  ['max-growth', 'Growth beyond what --max-growth allows', 'The image has grown by more than it may.'],
] as const;

/**
 * Of all rules that plimsoll brings, and of the ids given, sorted by id: which rules there are does not hang on what was found. Of
 * secrets there are too many kinds for that. A rule of the user's own is told by its id.
 */
export function readRuleTexts(ids: ReadonlySet<string>): Promise<readonly RuleText[]> {
  const known = new Map(
    [...RULES, ...CONTEXT_RULES, ...ALL_DOCKERFILE_RULES].map(
      ({ id, title, severity }) => [id, { title, severity }] as const,
    ),
  );
  for (const [id, title] of LIMITS) known.set(id, { title, severity: 'error' });
  return Promise.all(
    [...new Set([...known.keys(), ...ids])].sort().map(async (id): Promise<RuleText> => {
      const limit = LIMITS.find(([name]) => name === id);
      const isSecret = id.startsWith('secret/');
      const rule = known.get(id) ?? {
        title: isSecret ? `A secret: ${id.slice('secret/'.length).replaceAll('-', ' ')}` : id,
        severity: 'error' as const,
      };
      const help =
        limit === undefined ? await readRulePage(isSecret ? 'secret' : id) : `${limit[1]}. ${limit[2]}`;
      return { id, ...rule, help };
    }),
  );
}

/** The page of a rule, in Markdown; null where there is none. */
export async function readRulePage(id: string): Promise<string | null> {
  if (!/^[a-z0-9-]+$/.test(id)) return null;
  return readFile(new URL(`${id}.md`, PAGES), 'utf8').catch(() => null);
}
