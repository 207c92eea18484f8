// Rules that teams bring along in a gitleaks.toml, as rules of ours.
import { COMPANY_REACH_BYTES } from '../matching/compiled-rule.ts';
import type { PatternRule } from '../secret-rule.ts';
import {
  type GitleaksAllowlist,
  type GitleaksConfig,
  type GitleaksRule,
  parseGitleaksConfig,
} from './gitleaks-config.ts';
import { makeAllowance } from './make-allowance.ts';
import type { RequiredLiterals } from './syntax/find-literals.ts';
import { PatternRefusal } from './syntax/syntax-tree.ts';
import {
  STEPS_LIMIT,
  TOO_SLOW,
  type TranslatedPattern,
  translateForTexts,
  translatePattern,
} from './translate-pattern.ts';

/** What was read, and what was not and why, one sentence each. */
export interface GitleaksReading {
  readonly rules: readonly PatternRule[];
  readonly notes: readonly string[];
}

type PatternPlace = Pick<
  PatternRule,
  'keywords' | 'pattern' | 'reach' | 'ignoresCase' | 'near' | 'company' | 'startsBefore' | 'steps'
>;

const WINDOW_BEFORE_BYTES = 512;
/** The longest window that a pattern can be searched for in with so many steps is taken. */
const WINDOWS_AFTER_BYTES = [16_384, 4096, 1024];
const PATH_LIMIT_BYTES = 1024;
/** Where no text is in every match: how far from a keyword a match is looked for. */
const NEAR = { beforeBytes: 256, afterBytes: 1024 };

/**
 * The rules in `text`, the content of the file `sourceName`. What cannot be taken over is left out by name, in the notes.
 * Throws a PlimsollError where the file is no such file.
 */
export function readGitleaksRules(text: string, sourceName: string): GitleaksReading {
  const config = parseGitleaksConfig(text, sourceName);
  const notes = noteExtensions(config);
  const isForAll = ({ targetRules }: GitleaksAllowlist) => targetRules.length === 0;
  const allowsAll = makeAllowance(config.allowlists.filter(isForAll), (words) =>
    notes.push(`all rules: ${words}`),
  );
  const rules: PatternRule[] = [];
  const ids = new Set<string>();
  for (const rule of config.rules) {
    const note = (words: string) => notes.push(`${rule.id}: ${words}`);
    if (config.disabledRules.includes(rule.id)) continue;
    try {
      const translated = translateRule(rule, sourceName, note);
      if (ids.has(translated.id)) throw new PatternRefusal('there is a rule of this name before it');
      ids.add(translated.id);
      const lists = config.allowlists.filter(({ targetRules }) => targetRules.includes(rule.id));
      const allows = either(makeAllowance([...lists, ...rule.allowlists], note), allowsAll);
      rules.push(allows === undefined ? translated : { ...translated, allows });
    } catch (error) {
      if (!(error instanceof PatternRefusal)) throw error;
      note(`not read: ${error.message}`);
    }
  }
  return { rules, notes };
}

function either(a: PatternRule['allows'], b: PatternRule['allows']): PatternRule['allows'] {
  return a === undefined || b === undefined ? (a ?? b) : (found) => a(found) || b(found);
}

function noteExtensions(config: GitleaksConfig): string[] {
  const notes: string[] = [];
  if (config.extendsDefault)
    notes.push("extend.useDefault: plimsoll's own rules stand in for the default rules of gitleaks");
  if (config.extendsPath !== undefined)
    notes.push(`extend.path: ${config.extendsPath} is not read along; name it as a file of rules too`);
  const own = new Set(config.rules.map((rule) => rule.id));
  for (const id of config.disabledRules)
    if (!own.has(id))
      notes.push(`extend.disabledRules: ${id} is no rule of this file; ignore secret/${id} instead`);
  return notes;
}

function translateRule(rule: GitleaksRule, sourceName: string, note: (words: string) => void): PatternRule {
  if (rule.isComposite) throw new PatternRefusal('rules that require other rules are not known here');
  if (rule.skipReport) throw new PatternRefusal('it is a part of rules that require other rules');
  if (rule.regex === undefined)
    throw new PatternRefusal(
      rule.path === undefined ? 'it has no pattern' : 'a path alone is not searched for',
    );
  const words = rule.keywords.map((word) => Buffer.from(word.toLowerCase()).toString('latin1'));
  const keywords = [...new Set(words)];
  const pattern = translatePattern(rule.regex, rule.secretGroup, keywords);
  return {
    kind: 'pattern',
    id: rule.id.replace(/[^\w.-]+/g, '-'),
    name: rule.description.replace(/\s+/g, ' ').trim().slice(0, 200),
    source: sourceName,
    ...placePattern(keywords, pattern, note),
    takesPlaceholders: true,
    ...(rule.path === undefined ? {} : { path: translateForTexts(rule.path, PATH_LIMIT_BYTES) }),
    ...(rule.entropy === 0 ? {} : { minEntropy: rule.entropy }),
  };
}

/** Where the pattern is searched for: around what each match has in it, or else near the keywords that the file gives. */
function placePattern(
  keywords: readonly string[],
  pattern: TranslatedPattern,
  note: (words: string) => void,
): PatternPlace {
  return pattern.literals === undefined
    ? placeNear(keywords, pattern, note)
    : placeAround(keywords, pattern, pattern.literals, note);
}

function placeAround(
  keywords: readonly string[],
  pattern: TranslatedPattern,
  { texts, ignoresCase, afterBytes }: RequiredLiterals,
  note: (words: string) => void,
): PatternPlace {
  const { expression, startsBefore, leadBytes } = pattern;
  const folded = texts.map((text) => text.toLowerCase());
  const isImplied =
    keywords.length === 0 || folded.every((text) => keywords.some((each) => text.includes(each)));
  const isRelated = folded.every((text) =>
    keywords.some((each) => text.includes(each) || each.includes(text)),
  );
  if (!isImplied && !isRelated)
    note(`its keywords are asked for within ${COMPANY_REACH_BYTES} bytes of a match, not in the whole file`);
  // One byte more on each side, so that the edge of the window is never taken for the edge of the text.
  const beforeBytes = Math.min(WINDOW_BEFORE_BYTES, startsBefore + leadBytes + 1);
  const starts = Math.min(startsBefore, WINDOW_BEFORE_BYTES) + 1;
  const window = WINDOWS_AFTER_BYTES.map((limit) => Math.min(limit, afterBytes + 1)).find(
    (after) => pattern.countSteps(starts, startsBefore + after) <= STEPS_LIMIT,
  );
  if (window === undefined) throw new PatternRefusal(TOO_SLOW);
  if (window <= afterBytes) note(`a match is looked at up to ${window} bytes after ${texts[0]}`);
  return {
    keywords: texts,
    pattern: expression,
    ignoresCase,
    startsBefore: starts - 1,
    steps: pattern.countSteps(starts, startsBefore + window),
    reach: { beforeBytes, afterBytes: window },
    ...(isImplied ? {} : { company: keywords }),
  };
}

function placeNear(
  keywords: readonly string[],
  { expression, mostBytes, countSteps }: TranslatedPattern,
  note: (words: string) => void,
): PatternPlace {
  if (keywords.length === 0)
    throw new PatternRefusal('it has no keywords, and no text of three characters is in each of its matches');
  if (keywords.some((keyword) => keyword.length < 3))
    throw new PatternRefusal('its keywords are shorter than three characters');
  const window = NEAR.beforeBytes + NEAR.afterBytes;
  const steps = countSteps(window, window);
  if (steps > STEPS_LIMIT) throw new PatternRefusal(TOO_SLOW);
  note(
    `matches are looked for within ${NEAR.beforeBytes} bytes before and ${NEAR.afterBytes} after a keyword`,
  );
  if (mostBytes > NEAR.afterBytes) note('its matches may be longer than what is looked at');
  return { keywords, pattern: expression, ignoresCase: true, reach: NEAR, near: true, steps };
}
