// The way from findings to a repaired text, with rules that are made for it.
import { describe, expect, test } from 'vitest';
import type { DockerfileFinding } from '../../../../src/checks/dockerfile/dockerfile-finding.ts';
import type { DockerfileFix } from '../../../../src/checks/dockerfile/dockerfile-rule.ts';
import { fixDockerfile, type JudgedText } from '../../../../src/checks/dockerfile/fixes/fix-dockerfile.ts';
import type { DockerfileText } from '../../../../src/dockerfile/dockerfile-text.ts';
import { parseDockerfile } from '../../../../src/dockerfile/parsing/parse-dockerfile.ts';

type Rule = (text: string) => readonly (readonly [start: number, end: number, text: string])[];

/** Every place of a word becomes another one. */
const replace =
  (old: string, added: string): Rule =>
  (text) =>
    [...text.matchAll(new RegExp(`\\b${old}\\b`, 'g'))].map(({ index }) => [
      index,
      index + old.length,
      added,
    ]);

function repair(
  text: string,
  rules: Readonly<Record<string, Rule>>,
  safety: DockerfileFix['safety'] = 'safe',
) {
  const judge = (source: DockerfileText): JudgedText => {
    const findings = Object.entries(rules).flatMap(([rule, find]) =>
      find(source.text).map(
        ([start, end, added]): DockerfileFinding => ({
          kind: 'dockerfile-finding',
          rule,
          severity: 'warning',
          message: rule,
          file: 'Dockerfile',
          line: source.text.slice(0, start).split('\n').length,
          endLine: null,
          range: { start, end },
          stage: null,
          price: null,
          fix: null,
          edit: { safety, edits: [{ start, end, text: added }], changes: rule },
        }),
      ),
    );
    return { dockerfile: parseDockerfile(source), shellValidity: new Map(), findings };
  };
  const outcome = fixDockerfile(
    { text, encoding: 'utf8' },
    { judge, permit: (_, fix) => (fix.safety === 'safe' ? 'apply' : { refused: 'by name only' }) },
  );
  return { ...outcome, text: outcome.source.text };
}

describe('fixDockerfile', () => {
  test('applies all that do not overlap at once, and the rest on what came of it', () => {
    const { text, applied } = repair('FROM a\nRUN foo bar\nRUN foo\n', {
      words: replace('foo', 'fu'),
      pair: replace('foo bar', 'both'),
      later: replace('fu bar', 'late'),
    });
    expect(text).toBe('FROM a\nRUN late\nRUN fu\n');
    expect(applied.map(({ rule, line }) => `${rule} ${line}`)).toEqual(['words 2', 'words 3', 'later 2']);
  });

  test('leaves out what cannot be proven, says it, and makes the others', () => {
    const { text, applied, skipped } = repair('FROM a\nRUN foo\nRUN bar\nRUN baz\n', {
      swallow: replace('foo', 'foo \\'),
      break: replace('baz', 'baz\nNOTHING x'),
      good: replace('bar', 'ber'),
    });
    expect(text).toBe('FROM a\nRUN foo\nRUN ber\nRUN baz\n');
    expect(applied.map(({ rule }) => rule)).toEqual(['good']);
    expect(skipped.map(({ rule }) => rule).toSorted()).toEqual(['break', 'swallow']);
    expect(skipped[0]!.reason).toMatch(/cannot be proven/);
  });

  test('ends with rules that undo each other, and leaves both alone', () => {
    const text = 'FROM a\nRUN foo\nRUN baz\n';
    const outcome = repair(text, {
      one: replace('foo', 'bar'),
      two: replace('bar', 'foo'),
      good: replace('baz', 'boz'),
    });
    expect(outcome.text).toMatch(/RUN boz/);
    expect(outcome.skipped.some(({ reason }) => reason.includes('come to an end'))).toBe(true);
    expect(repair(outcome.text, { one: replace('foo', 'bar'), two: replace('bar', 'foo') }).text).toBe(
      outcome.text,
    );
  });

  test('says what is not permitted', () => {
    const { text, skipped } = repair('FROM a\nRUN foo\n', { x: replace('foo', 'bar') }, 'named');
    expect(text).toBe('FROM a\nRUN foo\n');
    expect(skipped).toEqual([{ rule: 'x', line: 2, reason: 'by name only' }]);
  });

  test('keeps carriage returns', () => {
    expect(repair('FROM a\r\nRUN foo\r\n', { x: replace('foo', 'bar && \\\n  baz') }).text).toBe(
      'FROM a\r\nRUN bar && \\\r\n  baz\r\n',
    );
  });
});
