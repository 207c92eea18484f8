// Findings as SARIF 2.1.0 (OASIS), in the subset that GitHub's code scanning takes: one run, every result with a region, a
// fingerprint and a relative path, no empty list.
import type { Severity } from '../../checks/finding.ts';
import type { Judgement, JudgementEdit } from '../judgements/judgement.ts';
import { compareSeverity } from '../judgements/reaches.ts';
import { writeJson } from '../write-json.ts';
import type { RuleText } from './rule-text.ts';
import { toArtifactUri } from './to-artifact-uri.ts';

/** What a log holds. */
export interface SarifInput {
  readonly judgements: readonly Judgement[];
  /** Those of the judgements' rules at least. */
  readonly rules: readonly RuleText[];
  readonly toolVersion: string;
  /** The folder that paths are told from, absolute: the repository's root. */
  readonly root: string;
}

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', advice: 'note' };
/** GitHub takes no more results of one run (its limits for SARIF files). */
export const MOST_RESULTS = 25_000;
/** Name and version of how fingerprints are made. */
const FINGERPRINT_NAME = 'plimsoll/v1';

/** The log in pieces that together end with a newline; the severest findings first, so that a limit takes the least. */
export function formatSarif({ judgements, rules, toolVersion, root }: SarifInput): Iterable<string> {
  const sorted = [...judgements].sort((a, b) => compareSeverity(a.severity, b.severity));
  const told = sorted.slice(0, MOST_RESULTS);
  const used = new Set(told.map(({ rule }) => rule));
  const texts = rules.filter(({ id }) => used.has(id));
  const indices = new Map(texts.map(({ id }, index) => [id, index]));
  return writeJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Plimsoll',
            semanticVersion: toolVersion,
            ...(texts.length === 0 ? {} : { rules: texts.map(toRule) }),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: told.map((judgement) => toResult(judgement, indices.get(judgement.rule), root)),
      },
    ],
  });
}

function toRule({ id, title, severity, help }: RuleText): object {
  const isSecret = id.startsWith('secret');
  const text = help ?? title;
  return {
    id,
    name: id,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: `${firstSentences(text) || title}` },
    defaultConfiguration: { level: LEVELS[severity] },
    help: { text, markdown: text },
    properties: {
      tags: [isSecret ? 'security' : 'size'],
      ...(isSecret ? { 'security-severity': severity === 'error' ? '8.0' : '5.0' } : {}),
    },
  };
}

/** The first paragraph below the title. */
function firstSentences(markdown: string): string {
  const paragraphs = markdown.split(/\n\s*\n/).map((each) => each.replace(/\s+/g, ' ').trim());
  return paragraphs.find((each) => each !== '' && !each.startsWith('#')) ?? '';
}

function toResult(judgement: Judgement, ruleIndex: number | undefined, root: string): object {
  const { rule, severity, message, details, file, line, endLine, fix, fingerprint, bytes } = judgement;
  const { edits, editNote, acceptedBecause } = judgement;
  const artifactLocation = { uri: toArtifactUri(file, root) };
  const sentences = [`${message}.`, ...details, ...(fix === null ? [] : [`Fix: ${fix}`])];
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[severity],
    message: { text: sentences.join('\n') },
    locations: [{ physicalLocation: { artifactLocation, region: { startLine: line, endLine } } }],
    partialFingerprints: { [FINGERPRINT_NAME]: fingerprint },
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
