import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Judgement } from '../../../src/report/judgements/judgement.ts';
import { formatSarif, MOST_RESULTS } from '../../../src/report/sarif/format-sarif.ts';
import { toArtifactUri } from '../../../src/report/sarif/to-artifact-uri.ts';
import { makeJudgement } from '../made-judgements.ts';
import { breaksOasisSchema, hasOasisSchema } from './oasis-schema.ts';
import { breaksGithubRules, type SarifLog } from './sarif-rules.ts';

const RULES = [
  {
    id: 'apt-lists-kept',
    title: 'Package lists of apt that stay in a layer',
    severity: 'warning',
    help: '# apt-lists-kept\n\nLists that stay.\nA warning.\n\n## What it finds\n\nLists.\n',
  },
  { id: 'secret/aws-key', title: 'A secret: aws key', severity: 'error', help: null },
  { id: 'unused', title: 'Nothing', severity: 'error', help: null },
] as const;

function format(judgements: readonly Judgement[]): SarifLog {
  const input = {
    judgements,
    errors: [],
    rules: RULES,
    toolVersion: '1.2.3',
    root: '/work',
    command: 'check',
  };
  const text = [...formatSarif(input)].join('');
  expect(text.endsWith('}\n')).toBe(true);
  return JSON.parse(text) as SarifLog;
}

const arbitraryJudgement = fc
  .record({
    rule: fc.constantFrom('apt-lists-kept', 'secret/aws-key'),
    severity: fc.constantFrom('error', 'warning', 'advice'),
    message: fc.string({ minLength: 1 }),
    details: fc.array(fc.string(), { maxLength: 3 }),
    file: fc.constantFrom('Dockerfile', 'a b/Dockerfile', '/work/sub/.dockerignore', 'ü/%.txt'),
    line: fc.integer({ min: 1, max: 99 }),
    more: fc.integer({ min: 0, max: 5 }),
    bytes: fc.nat(),
    fix: fc.option(fc.string({ minLength: 1 }), { nil: null }),
    columns: fc.option(
      fc.record({ start: fc.integer({ min: 1, max: 9 }), end: fc.integer({ min: 9, max: 80 }) }),
      {
        nil: null,
      },
    ),
    edits: fc.array(fc.record({ start: fc.nat(50), length: fc.nat(9), text: fc.string() }), { maxLength: 2 }),
    acceptedBecause: fc.option(fc.string({ minLength: 1 }), { nil: null }),
  })
  .map(({ more, edits, ...fields }) =>
    makeJudgement({
      ...fields,
      endLine: fields.line + more,
      edits: edits.map(({ start, length, text }) => ({ start, end: start + length, text })),
    }),
  );

const judgementLists = fc
  .array(arbitraryJudgement, { maxLength: 8 })
  .map((list) => list.map((each, i) => ({ ...each, fingerprint: String(i).padStart(32, '0') })));

describe('a SARIF log', () => {
  test('keeps the rules of code scanning, whatever the findings are', () => {
    fc.assert(
      fc.property(judgementLists, (judgements) => {
        expect(breaksGithubRules(format(judgements))).toEqual([]);
      }),
    );
  });

  test.skipIf(!hasOasisSchema)('fits the schema of OASIS', () => {
    fc.assert(
      fc.property(judgementLists, (judgements) => {
        expect(breaksOasisSchema(format(judgements))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('fits what GitHub takes at its largest, packed', () => {
    // A tenth of all that are taken, each with as much to say as any.
    const many = Array.from({ length: MOST_RESULTS / 10 }, (_, i) =>
      makeJudgement({
        fingerprint: createHash('sha256').update(`${i}`).digest('hex').slice(0, 32),
        file: `images/${i}/Dockerfile`,
        details: [`Image app-${i}, layer ${i}.`, 'RUN make && '.repeat(16)],
      }),
    );
    expect(gzipSync(JSON.stringify(format(many))).length * 10).toBeLessThan(10_000_000);
  });

  test('tells each rule, whether it found something or not, with its level, its help and its first paragraph', () => {
    const [run] = format([makeJudgement(), makeJudgement({ rule: 'secret/aws-key', fingerprint: '2' })]).runs;
    expect(run!.tool.driver.rules).toEqual([
      {
        id: 'apt-lists-kept',
        name: 'apt-lists-kept',
        shortDescription: { text: 'Package lists of apt that stay in a layer.' },
        fullDescription: { text: 'Lists that stay. A warning.' },
        defaultConfiguration: { level: 'warning' },
        help: { text: 'Lists that stay. A warning.', markdown: RULES[0].help },
        properties: { tags: ['size'], precision: 'high', 'problem.severity': 'warning' },
      },
      expect.objectContaining({
        id: 'secret/aws-key',
        properties: { tags: ['security'], precision: 'high', 'security-severity': '8.0' },
      }),
      expect.objectContaining({ id: 'unused', help: { text: 'Nothing.', markdown: 'Nothing.' } }),
    ]);
  });

  test('carries the change of a fix as replacements, and why a finding is accepted', () => {
    const edited = makeJudgement({
      edits: [
        { start: 10, end: 10, text: ' && rm -rf /var/lib/apt/lists/*' },
        { start: 40, end: 44, text: '' },
      ],
      editNote: '--fix does it',
      acceptedBecause: 'known',
    });
    expect(format([edited]).runs[0]!.results[0]).toMatchObject({
      suppressions: [{ kind: 'external', justification: 'known' }],
      fixes: [
        {
          artifactChanges: [
            {
              artifactLocation: { uri: 'Dockerfile' },
              replacements: [
                {
                  deletedRegion: { charOffset: 10, charLength: 0 },
                  insertedContent: { text: ' && rm -rf /var/lib/apt/lists/*' },
                },
                { deletedRegion: { charOffset: 40, charLength: 4 } },
              ],
            },
          ],
        },
      ],
    });
  });

  test('says what could not be looked at', () => {
    const errors = [{ target: 'far:1', code: 'IMAGE_NOT_FOUND', message: 'no such image', hint: null }];
    const input = {
      judgements: [],
      errors,
      rules: RULES,
      toolVersion: '1.2.3',
      root: '/work',
      command: 'check',
    };
    const log = JSON.parse([...formatSarif(input)].join('')) as { runs: [{ invocations: unknown }] };
    expect(log.runs[0].invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ level: 'error', message: { text: 'far:1: no such image.' } }],
      },
    ]);
  });

  test('has the severest findings first, and no more than are taken', () => {
    const advice = Array.from({ length: 25_000 }, (_, i) =>
      makeJudgement({ severity: 'advice', fingerprint: String(i) }),
    );
    const { results } = format([...advice, makeJudgement({ severity: 'error', fingerprint: 'e' })]).runs[0]!;
    expect(results).toHaveLength(25_000);
    expect(results[0]!.level).toBe('error');
    expect(results[1]!.level).toBe('note');
  });
});

describe('an artifact', () => {
  test.each([
    ['Dockerfile', 'Dockerfile'],
    ['./a/../b c/Dockerfile', 'b%20c/Dockerfile'],
    ['/work/sub/x', 'sub/x'],
    ['/elsewhere/x', 'file:///elsewhere/x'],
    ['/workshop/x', 'file:///workshop/x'],
    ['a\\b', 'a/b'],
    ['\ud800', '%EF%BF%BD'],
  ])('%s is %s', (path, uri) => {
    expect(toArtifactUri(path, '/work')).toBe(uri);
  });
});
