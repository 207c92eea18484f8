// What GitHub's code scanning asks of a SARIF log beside the schema, as a list of problems. From its pages 'SARIF support for code
// scanning' and 'SARIF results exceed one or more limits'.
import { isAbsolute } from 'node:path';
import { gzipSync } from 'node:zlib';

interface Region {
  readonly startLine?: number;
  readonly startColumn?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

interface Replacement {
  readonly deletedRegion: { readonly charOffset: number; readonly charLength: number };
  readonly insertedContent?: { readonly text: string };
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
  readonly suppressions?: readonly object[];
  readonly fixes?: readonly {
    readonly artifactChanges: readonly {
      readonly artifactLocation: { readonly uri: string };
      readonly replacements: readonly Replacement[];
    }[];
  }[];
}

interface Rule {
  readonly id: string;
  readonly name?: string;
  readonly shortDescription?: { readonly text: string };
  readonly fullDescription?: { readonly text: string };
  readonly help?: { readonly text: string; readonly markdown?: string };
  readonly defaultConfiguration?: { readonly level: string };
  readonly properties?: {
    readonly tags?: readonly string[];
    readonly precision?: string;
    readonly 'problem.severity'?: string;
    readonly 'security-severity'?: string;
  };
}

export interface SarifLog {
  readonly $schema?: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly semanticVersion?: string;
        readonly rules?: readonly Rule[];
      };
    };
    readonly automationDetails?: { readonly id?: string };
    readonly results: readonly Result[];
  }[];
}

const LEVELS = ['error', 'warning', 'note', 'none'];
/** What is uploaded is packed, and no larger. */
const PACKED_BYTES_MAX = 10_000_000;
/** More are taken, and not shown. */
const TAGS_SHOWN = 10;

/** The rules that a log breaks, each with its place; none where GitHub takes it. */
export function breaksGithubRules(log: SarifLog): readonly string[] {
  const problems = listEmpty(log, '$');
  if (log.version !== '2.1.0') problems.push('the version is not 2.1.0');
  if (!log.$schema?.includes('sarif-schema-2.1.0')) problems.push('no schema is named');
  if (log.runs.length > 20) problems.push('there are more than 20 runs');
  if (gzipSync(JSON.stringify(log)).length > PACKED_BYTES_MAX) problems.push('it is too large');
  for (const { tool, results, automationDetails } of log.runs) {
    const { name, semanticVersion, rules = [] } = tool.driver;
    if (name === '' || !semanticVersion) problems.push('the tool has no name and version');
    // What stands before the last slash is the category.
    if (!/^plimsoll\/[a-z-]+\/$/.test(automationDetails?.id ?? '')) problems.push('it has no category');
    if (results.length > 25_000) problems.push('a run has more than 25,000 results');
    if (rules.length > 25_000) problems.push('a run has more than 25,000 rules');
    if (rules.length === 0) problems.push('a run has no rules');
    if (new Set(rules.map(({ id }) => id)).size < rules.length) problems.push('a rule is there twice');
    for (const rule of rules) problems.push(...judgeRule(rule));
    // The only one that counts.
    const prints = results.map(({ partialFingerprints }) => partialFingerprints?.['primaryLocationLineHash']);
    if (prints.some((print) => !print)) problems.push('a result has no fingerprint');
    if (new Set(prints).size < prints.length) problems.push('two results have one fingerprint');
    for (const [i, result] of results.entries())
      problems.push(...judgeResult(result, rules).map((problem) => `result ${i}: ${problem}`));
  }
  return problems;
}

function judgeRule({ id, name, shortDescription, fullDescription, help, ...rest }: Rule): readonly string[] {
  const problems: string[] = [];
  const { tags = [], precision, ...properties } = rest.properties ?? {};
  if (id === '' || (name ?? id).length > 255) problems.push('its name is empty or too long');
  for (const [which, text] of Object.entries({ shortDescription, fullDescription }))
    if (text === undefined || text.text.length === 0 || text.text.length > 1024)
      problems.push(`${which} has no text of 1 to 1024 characters`);
  if (!help?.text || !help.markdown) problems.push('it has no help');
  if (!LEVELS.slice(0, 3).includes(rest.defaultConfiguration?.level ?? ''))
    problems.push('it has no default level');
  if (tags.length > TAGS_SHOWN) problems.push(`it has more than ${TAGS_SHOWN} tags`);
  if (!['very-high', 'high', 'medium', 'low'].includes(precision ?? '')) problems.push('it has no precision');
  const isSecurity = tags.includes('security');
  const score = Number(properties['security-severity'] ?? 0);
  if (isSecurity !== (score > 0 && score <= 10)) problems.push('its security severity is none');
  const severity = properties['problem.severity'];
  if (isSecurity ? severity !== undefined : !['error', 'warning', 'recommendation'].includes(severity ?? ''))
    problems.push('its severity is none');
  return problems.map((problem) => `rule ${id}: ${problem}`);
}

function judgeResult(result: Result, rules: readonly Rule[]): readonly string[] {
  const problems: string[] = [];
  const { ruleId, ruleIndex, level, message, locations = [], fixes = [] } = result;
  if (ruleIndex === undefined || rules[ruleIndex]?.id !== ruleId) problems.push('its rule is not listed');
  if (!LEVELS.includes(level ?? '')) problems.push('it has no level');
  if (!message?.text) problems.push('it has no message');
  if (locations.length !== 1) problems.push('it has not one location, and others are ignored');
  for (const { physicalLocation } of locations) {
    const uri = physicalLocation?.artifactLocation?.uri ?? '';
    problems.push(...judgeUri(uri), ...judgeRegion(physicalLocation?.region ?? {}));
    for (const { artifactLocation, replacements } of fixes.flatMap(
      ({ artifactChanges }) => artifactChanges,
    )) {
      if (artifactLocation.uri !== uri) problems.push('its fix changes another file');
      if (replacements.length === 0) problems.push('its fix changes nothing');
    }
  }
  return problems;
}

function judgeUri(uri: string): readonly string[] {
  const isRelative = uri !== '' && !isAbsolute(uri) && !/^[a-z][a-z0-9+.-]*:/i.test(uri);
  return isRelative && !uri.split('/').includes('..') ? [] : [`'${uri}' is no path in the repository`];
}

function judgeRegion({
  startLine = 0,
  startColumn = 0,
  endLine = 0,
  endColumn = 0,
}: Region): readonly string[] {
  const isRight =
    startLine >= 1 &&
    startColumn >= 1 &&
    (endLine > startLine ? endColumn >= 1 : endLine === startLine && endColumn >= startColumn);
  return isRight ? [] : [`${startLine}:${startColumn} to ${endLine}:${endColumn} is no region`];
}

function listEmpty(value: unknown, at: string): string[] {
  if (value === '' || value === null) return [`${at} is empty`];
  if (typeof value !== 'object') return [];
  // No results is what an upload without findings says, and it closes old alerts.
  if (Array.isArray(value) && value.length === 0) return at.endsWith('.results') ? [] : [`${at} is empty`];
  return Object.entries(value as object).flatMap(([name, inner]) => listEmpty(inner, `${at}.${name}`));
}
