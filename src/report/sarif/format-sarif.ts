// Findings as SARIF 2.1.0 (OASIS), in the subset that GitHub's code scanning takes: one run, every result with a region, a
// fingerprint and a relative path, no empty list.
import type { Severity } from '../../checks/finding.ts';
import type { TargetError } from '../json.ts';
import type { Judgement, JudgementEdit } from '../judgements/judgement.ts';
import { compareSeverity } from '../judgements/reaches.ts';
import { writeJson } from '../write-json.ts';
import type { RuleText } from './rule-text.ts';
import { toArtifactUri } from './to-artifact-uri.ts';

/** What a log holds. */
export interface SarifInput {
  readonly judgements: readonly Judgement[];
  /** What could not be looked at, so that the log is not whole. */
  readonly errors: readonly TargetError[];
  /** Those of the judgements' rules at least. */
  readonly rules: readonly RuleText[];
  readonly toolVersion: string;
  /** The folder that paths are told from, absolute: the repository's root. */
  readonly root: string;
  /** `check`, `diff`: logs of one commit that are told apart by it do not replace each other. */
  readonly command: string;
}

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', advice: 'note' };
const PROBLEM_SEVERITIES: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  advice: 'recommendation',
};
/** GitHub takes no more results of one run (its limits for SARIF files). */
export const MOST_RESULTS = 25_000;
/**
 * The names of fingerprints: ours, with the version of how they are made, and the only one that code scanning looks at. Left to be
 * made of the line's text, that one would be the same for all findings of a rule at one line.
 */
const FINGERPRINT_NAMES = ['plimsoll/v1', 'primaryLocationLineHash'];
/** Descriptions of rules are no longer, names neither. */
const DESCRIPTION_CHARACTERS = 1024;
const NAME_CHARACTERS = 255;
const MESSAGE_CHARACTERS = 8_000;

/** The log in pieces that together end with a newline; the severest findings first, so that a limit takes the least. */
export function formatSarif(input: SarifInput): Iterable<string> {
  const { judgements, errors, rules, toolVersion, root, command } = input;
  const sorted = [...judgements].sort((a, b) => compareSeverity(a.severity, b.severity));
  const told = sorted.slice(0, MOST_RESULTS);
  const indices = new Map(rules.map(({ id }, index) => [id, index]));
  return writeJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Plimsoll',
            semanticVersion: toolVersion,
            ...(rules.length === 0 ? {} : { rules: rules.map(toRule) }),
          },
        },
        automationDetails: { id: `plimsoll/${command}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: errors.length === 0,
            ...(errors.length === 0 ? {} : { toolExecutionNotifications: errors.map(toNotification) }),
          },
        ],
        results: told.map((judgement) => toResult(judgement, indices.get(judgement.rule), root)),
      },
    ],
  });
}

function toRule({ id, title, severity, help }: RuleText): object {
  const isSecret = id.startsWith('secret');
  const text = help ?? `${title}.`;
  const description = cut(firstSentences(text) || `${title}.`, DESCRIPTION_CHARACTERS);
  return {
    id,
    name: id.slice(0, NAME_CHARACTERS),
    shortDescription: { text: cut(`${title}.`, DESCRIPTION_CHARACTERS) },
    fullDescription: { text: description },
    defaultConfiguration: { level: LEVELS[severity] },
    // Who reads Markdown is shown the page; it is not told twice.
    help: { text: description, markdown: text },
    properties: {
      tags: [isSecret ? 'security' : 'size'],
      precision: 'high',
      ...(isSecret
        ? { 'security-severity': severity === 'error' ? '8.0' : '5.0' }
        : { 'problem.severity': PROBLEM_SEVERITIES[severity] }),
    },
  };
}

function toNotification({ target, message }: TargetError): object {
  return { level: 'error', message: { text: cut(`${target}: ${message}.`, MESSAGE_CHARACTERS) } };
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}

/** The first paragraph below the title. */
function firstSentences(markdown: string): string {
  const paragraphs = markdown.split(/\n\s*\n/).map((each) => each.replace(/\s+/g, ' ').trim());
  return paragraphs.find((each) => each !== '' && !each.startsWith('#')) ?? '';
}

function toResult(judgement: Judgement, ruleIndex: number | undefined, root: string): object {
  const { rule, severity, message, details, file, line, endLine, columns, fix, bytes } = judgement;
  const { edits, editNote, acceptedBecause, fingerprint } = judgement;
  const artifactLocation = { uri: toArtifactUri(file, root) };
  // All four are asked for; without a text nothing is known of its lines.
  const region = { startLine: line, startColumn: columns?.start ?? 1, endLine, endColumn: columns?.end ?? 1 };
  const sentences = [`${message}.`, ...details, ...(fix === null ? [] : [`Fix: ${fix}`])];
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[severity],
    message: { text: cut(sentences.join('\n'), MESSAGE_CHARACTERS) },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    partialFingerprints: Object.fromEntries(FINGERPRINT_NAMES.map((name) => [name, fingerprint])),
    ...(acceptedBecause === null
      ? {}
      : { suppressions: [{ kind: 'external', justification: acceptedBecause }] }),
    ...(edits.length === 0
      ? {}
      : {
          fixes: [
            {
              description: { text: editNote === null ? (fix ?? message) : `${fix ?? message} (${editNote})` },
              artifactChanges: [{ artifactLocation, replacements: edits.map(toReplacement) }],
            },
          ],
        }),
    ...(bytes === 0 ? {} : { properties: { bytes } }),
  };
}

function toReplacement({ start, end, text }: JudgementEdit): object {
  return {
    deletedRegion: { charOffset: start, charLength: end - start },
    ...(text === '' ? {} : { insertedContent: { text } }),
  };
}
