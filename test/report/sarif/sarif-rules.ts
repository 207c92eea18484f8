// What GitHub's code scanning asks of a SARIF log beside the schema (its page 'SARIF support for code scanning'), as a list of problems.
import { isAbsolute } from 'node:path';

interface Region {
  readonly startLine?: number;
  readonly endLine?: number;
}

interface Result {
  readonly ruleId?: string;
  readonly ruleIndex?: number;
  readonly level?: string;
  readonly message?: { readonly text?: string };
  readonly locations?: readonly {
    readonly physicalLocation?: {
      readonly artifactLocation?: { readonly uri?: string };
      readonly region?: Region;
    };
  }[];
  readonly partialFingerprints?: Readonly<Record<string, string>>;
}

interface Rule {
  readonly id: string;
  readonly shortDescription?: { readonly text: string };
  readonly fullDescription?: { readonly text: string };
  readonly help?: { readonly text: string; readonly markdown?: string };
  readonly defaultConfiguration?: { readonly level: string };
  readonly properties?: { readonly tags?: readonly string[] };
}

export interface SarifLog {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules?: readonly Rule[] } };
    readonly results: readonly Result[];
  }[];
}

const LEVELS = ['error', 'warning', 'note', 'none'];

/** The rules that a log breaks, each with its place; none where GitHub takes it. */
export function breaksGithubRules(log: SarifLog): readonly string[] {
  const problems = listEmptyArrays(log, '$');
  if (log.version !== '2.1.0') problems.push('the version is not 2.1.0');
  if (log.runs.length > 20) problems.push('there are more than 20 runs');
  for (const { tool, results } of log.runs) {
    const rules = tool.driver.rules ?? [];
    if (results.length > 25_000) problems.push('a run has more than 25,000 results');
    if (rules.length > 25_000) problems.push('a run has more than 25,000 rules');
    if (new Set(rules.map(({ id }) => id)).size < rules.length) problems.push('a rule is there twice');
    for (const rule of rules) problems.push(...judgeRule(rule));
    const prints = results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
    if (new Set(prints).size < prints.length) problems.push('two results have one fingerprint');
    for (const [i, result] of results.entries())
      problems.push(...judgeResult(result, rules).map((problem) => `result ${i}: ${problem}`));
  }
  return problems;
}

function judgeRule({ id, shortDescription, fullDescription, help, ...rest }: Rule): readonly string[] {
  const problems: string[] = [];
  if (id.length > 255) problems.push('the id is too long');
  for (const [name, text] of Object.entries({ shortDescription, fullDescription }))
    if (text === undefined || text.text.length === 0 || text.text.length > 1024)
      problems.push(`${name} has no text of 1 to 1024 characters`);
  if (!help?.text) problems.push('it has no help');
  if (!LEVELS.includes(rest.defaultConfiguration?.level ?? '')) problems.push('it has no default level');
  if ((rest.properties?.tags?.length ?? 0) > 20) problems.push('it has more than 20 tags');
  return problems.map((problem) => `rule ${id}: ${problem}`);
}

function judgeResult(result: Result, rules: readonly Rule[]): readonly string[] {
  const problems: string[] = [];
  const { ruleId, ruleIndex, level, message, locations = [], partialFingerprints = {} } = result;
  if (ruleIndex === undefined || rules[ruleIndex]?.id !== ruleId) problems.push('its rule is not listed');
  if (!LEVELS.includes(level ?? '')) problems.push('it has no level');
  if (!message?.text) problems.push('it has no message');
  if (locations.length === 0 || locations.length > 10) problems.push('it has not 1 to 10 locations');
  if (Object.keys(partialFingerprints).length === 0) problems.push('it has no fingerprint');
  for (const { physicalLocation } of locations) {
    const uri = physicalLocation?.artifactLocation?.uri ?? '';
    const { startLine = 0, endLine = startLine } = physicalLocation?.region ?? {};
    if (uri === '' || isAbsolute(uri) || /^[a-z][a-z0-9+.-]*:/i.test(uri) || uri.startsWith('..'))
      problems.push(`'${uri}' is no path in the repository`);
    if (startLine < 1 || endLine < startLine) problems.push('it has no region');
  }
  return problems;
}

function listEmptyArrays(value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  // No results is what an upload without findings says, and it closes old alerts.
  if (Array.isArray(value) && value.length === 0) return at.endsWith('.results') ? [] : [`${at} is empty`];
  return Object.entries(value).flatMap(([name, inner]) => listEmptyArrays(inner, `${at}.${name}`));
}
