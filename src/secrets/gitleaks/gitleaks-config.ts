// The tables of a gitleaks.toml, as far as they are of use here: https://github.com/gitleaks/gitleaks#configuration.
import { parse } from 'smol-toml';
import { PlimsollError } from '../../errors.ts';

export interface GitleaksAllowlist {
  readonly condition: 'and' | 'or';
  readonly hasCommits: boolean;
  readonly paths: readonly string[];
  readonly regexTarget: 'secret' | 'match' | 'line';
  readonly regexes: readonly string[];
  readonly stopwords: readonly string[];
  /** Of global ones: the rules that it is for; none for all. */
  readonly targetRules: readonly string[];
}

export interface GitleaksRule {
  readonly id: string;
  readonly description: string;
  readonly regex: string | undefined;
  readonly secretGroup: number;
  readonly entropy: number;
  readonly path: string | undefined;
  readonly keywords: readonly string[];
  readonly allowlists: readonly GitleaksAllowlist[];
  readonly isComposite: boolean;
  readonly skipReport: boolean;
}

export interface GitleaksConfig {
  readonly rules: readonly GitleaksRule[];
  readonly allowlists: readonly GitleaksAllowlist[];
  readonly extendsDefault: boolean;
  readonly extendsPath: string | undefined;
  readonly disabledRules: readonly string[];
}

type Table = Readonly<Record<string, unknown>>;
const RULE_LIMIT = 5000;

/** Reads the text of a file; names are found in any case, as gitleaks does. Throws a PlimsollError where it is no such file. */
export function parseGitleaksConfig(text: string, sourceName: string): GitleaksConfig {
  const root = lowerKeys(parseToml(text, sourceName));
  const extend = readTable(root['extend']);
  const rules = readTables(root['rules']);
  if (rules.length > RULE_LIMIT) throw refuse(sourceName, `it has more than ${RULE_LIMIT} rules`);
  return {
    rules: rules.map((rule) => readRule(rule, sourceName)),
    allowlists: readAllowlists(root, sourceName),
    extendsDefault: extend['usedefault'] === true,
    extendsPath: readText(extend['path']) ?? readText(extend['url']),
    disabledRules: readTexts(extend['disabledrules']),
  };
}

function parseToml(text: string, sourceName: string): Table {
  try {
    return parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : 'unknown';
    throw refuse(sourceName, `is no TOML: ${reason}`, cause);
  }
}

function refuse(subject: string, message: string, cause?: unknown): PlimsollError {
  const hint = 'rules are read from a file in the form of gitleaks.toml';
  return new PlimsollError('SETTINGS_INVALID', message, { subject, hint, cause });
}

function readRule(rule: Table, sourceName: string): GitleaksRule {
  const id = readText(rule['id']);
  if (id === undefined) throw refuse(sourceName, 'has a rule without an id');
  return {
    id,
    description: readText(rule['description']) ?? id,
    regex: readText(rule['regex']),
    secretGroup: readNumber(rule['secretgroup']),
    entropy: readNumber(rule['entropy']),
    path: readText(rule['path']),
    keywords: readTexts(rule['keywords']),
    allowlists: readAllowlists(rule, `${sourceName}: ${id}`),
    isComposite: readTables(rule['required']).length > 0,
    skipReport: rule['skipreport'] === true,
  };
}

/** Both spellings: `[[allowlists]]`, and `[allowlist]` of older files. */
function readAllowlists(table: Table, subject: string): GitleaksAllowlist[] {
  const lists = [...readTables(table['allowlists']), ...readTables(table['allowlist'])];
  return lists.map((list) => {
    const condition = (readText(list['condition']) ?? 'or').toLowerCase();
    const regexTarget = readText(list['regextarget']) ?? 'secret';
    if (!['and', 'or', '&&', '||'].includes(condition))
      throw refuse(subject, `has an unknown condition: ${condition}`);
    if (regexTarget !== 'secret' && regexTarget !== 'match' && regexTarget !== 'line')
      throw refuse(subject, `has an unknown regexTarget: ${regexTarget}`);
    return {
      condition: condition === 'and' || condition === '&&' ? 'and' : 'or',
      hasCommits: readTexts(list['commits']).length > 0,
      paths: readTexts(list['paths']),
      regexTarget,
      regexes: readTexts(list['regexes']),
      stopwords: readTexts(list['stopwords']),
      targetRules: readTexts(list['targetrules']),
    };
  });
}

function lowerKeys(table: Table): Table {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key.toLowerCase(), value]));
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function readTable(value: unknown): Table {
  return isTable(value) ? lowerKeys(value) : {};
}

function readTables(value: unknown): Table[] {
  return (Array.isArray(value) ? value : [value]).filter(isTable).map(lowerKeys);
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readTexts(value: unknown): string[] {
  return (Array.isArray(value) ? value : []).filter(
    (each): each is string => typeof each === 'string' && each !== '',
  );
}

function readNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
