// Random texts for the parts: Go's filepath.Match, its regular expressions, and the reader of ignore files.
import { beforeAll, describe, expect, test } from 'vitest';
import { BAD_PATTERN, matchGlob } from '../../../src/context/go-rules/match-glob.ts';
import { compileProgram } from '../../../src/context/go-rules/regexp/compile-program.ts';
import { ProgramMatcher } from '../../../src/context/go-rules/regexp/match-program.ts';
import { parseRegexp, RegexpError } from '../../../src/context/go-rules/regexp/parse-regexp.ts';
import { readIgnoreFile } from '../../../src/context/ignore/read-ignore-file.ts';
import { decodePath } from '../../../src/context/path-text.ts';
import { PlimsollError } from '../../../src/errors.ts';
import { type Answer, askOracle, buildOracle, PEERS, type Question } from './go-oracle.ts';
import { makeRandom } from './random-lists.ts';

const COUNT = 50_000;

describe.skipIf(PEERS === '')("Go's own functions", () => {
  const random = makeRandom(7);
  const join = (from: readonly string[], most: number): string =>
    Array.from({ length: Math.floor(random() * most) }, () => from[Math.floor(random() * from.length)]!).join(
      '',
    );
  let oracle = '';
  beforeAll(() => {
    oracle = buildOracle();
  });

  async function compare(
    questions: readonly Question[],
    ours: (question: Question) => unknown,
    theirs: (answer: Answer) => unknown,
  ): Promise<readonly Answer[]> {
    const answers = await askOracle(oracle, questions);
    const wrong = questions
      .map((question, i) => ({ question, mine: ours(question), its: theirs(answers[i]!) }))
      .filter(({ mine, its }) => JSON.stringify(mine) !== JSON.stringify(its));
    expect({ count: wrong.length, first: wrong.slice(0, 5) }).toEqual({ count: 0, first: [] });
    return answers;
  }

  test('filepath.Match', async () => {
    const patterns = [
      'a',
      'b',
      '*',
      '?',
      '[ab]',
      '[^a]',
      '[a-c]',
      '[',
      ']',
      '\\',
      '-',
      '^',
      '/',
      'é',
      '€',
      '**',
      '[é-€]',
      '[]',
    ];
    const names = ['a', 'b', 'c', '/', 'é', '€', '-', '\\', '*', ']', '^'];
    const questions = Array.from({ length: COUNT }, () => ({
      Op: 'glob' as const,
      Pattern: join(patterns, 6),
      Text: join(names, 6),
    }));
    const answers = await compare(
      questions,
      ({ Pattern, Text }) => {
        const answer = matchGlob(Pattern!, Text!);
        return answer === BAD_PATTERN ? 'error' : answer;
      },
      (answer) => (answer.Error ? 'error' : answer.Matched![0]),
    );
    for (const wanted of [true, false])
      expect(answers.filter((a) => a.Matched?.[0] === wanted).length).toBeGreaterThan(1000);
  });

  test('regexp', async () => {
    const parts = [
      'a',
      'b',
      '.',
      '.*',
      '[^/]*',
      '(.*/)?',
      '(',
      ')',
      '|',
      '+',
      '*',
      '?',
      '{2}',
      '{1,2}',
      '{,2}',
      '{0}',
      '{2,1}',
      '{1001}',
      '^',
      '$',
      '\\d',
      '\\W',
      '\\b',
      '\\B',
      '\\A',
      '\\z',
      '\\pL',
      '\\P{Greek}',
      '\\p{Nope}',
      '\\Qa*',
      '\\E',
      '\\x61',
      '\\x{3b1}',
      '\\101',
      '\\1',
      '\\é',
      '\\_',
      '\\a',
      '[a-c]',
      '[^a]',
      '[]a]',
      '[c-a]',
      '[[:alpha:]]',
      '[[:^digit:]]',
      '[[:nope:]]',
      '[\\d-]',
      '[\\]]',
      '[',
      ']',
      '\\',
      '/',
      'α',
      '-',
      ':',
      '[^\\pL]',
      '\n',
    ];
    const texts = ['a', 'b', 'A', '1', '/', 'α', 'é', '\n', ' ', '_', '*', '-', ']'];
    // A '?' after a repetition would make it lazy: patterns of paths cannot write one.
    const expression = (): string => {
      const body = join(parts, 7)
        .replaceAll(/([*+?}])\?+/g, '$1')
        .replaceAll('(?', '(');
      return `^${body}$`;
    };
    const questions = Array.from({ length: COUNT }, () => ({
      Op: 'regexp' as const,
      Pattern: expression(),
      Text: join(texts, 6),
    }));
    const answers = await compare(
      questions,
      ({ Pattern, Text }) => {
        try {
          return new ProgramMatcher(compileProgram(parseRegexp(Pattern!), Pattern!.length)).matches(Text!);
        } catch (error) {
          if (error instanceof RegexpError) return 'error';
          throw error;
        }
      },
      (answer) => (answer.Error ? 'error' : answer.Matched![0]),
    );
    for (const wanted of [true, false])
      expect(answers.filter((a) => a.Matched?.[0] === wanted).length).toBeGreaterThan(1000);
  });

  test('ignorefile.ReadAll', async () => {
    const parts = [
      'a',
      '/',
      '//',
      './',
      '../',
      '!',
      '#',
      ' ',
      '\t',
      '\r',
      '\n',
      '\n',
      '\r\n',
      '\uFEFF',
      '\u00a0',
      '\u0085',
      '\v',
      '*',
      'é',
      '.',
    ].map((t) => Buffer.from(t));
    parts.push(Buffer.from([0xff]), Buffer.alloc(65_530, 'x'), Buffer.from('\uFEFF'));
    const bytes = (): Buffer =>
      Buffer.concat([
        ...(random() < 0.2 ? [Buffer.from('\uFEFF')] : []),
        ...Array.from(
          { length: Math.floor(random() * 14) },
          () => parts[Math.floor(random() * (random() < 0.02 ? parts.length : 20))]!,
        ),
      ]);
    const questions = Array.from({ length: COUNT }, () => ({
      Op: 'readall' as const,
      Bytes: bytes().toString('base64'),
    }));
    const answers = await compare(
      questions,
      ({ Bytes }) => {
        try {
          return readIgnoreFile(Buffer.from(Bytes!, 'base64'), 'ignorefile').map(({ pattern }) =>
            // The program answers in JSON, which has U+FFFD for what is not UTF-8.
            pattern.replaceAll(decodePath(Buffer.from([0xff])), '\uFFFD'),
          );
        } catch (error) {
          if (error instanceof PlimsollError) return 'error';
          throw error;
        }
      },
      (answer) => (answer.Error ? 'error' : (answer.Paths ?? [])),
    );
    expect(answers.some((answer) => answer.Error)).toBe(true);
  });
});
