// Expansion, stages and context paths against BuildKit's own lexer and converter.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeDockerfile } from '../../src/dockerfile/dockerfile-text.ts';
import { evaluateBuild } from '../../src/dockerfile/evaluation/evaluate-build.ts';
import { expandWord, processWords } from '../../src/dockerfile/expansion/expand-word.ts';
import { parseDockerfile } from '../../src/dockerfile/parsing/parse-dockerfile.ts';
import { readStages } from '../../src/dockerfile/stages/read-stages.ts';
import { PlimsollError } from '../../src/errors.ts';
import {
  askBuildkit,
  CHECKOUT,
  compileOracle,
  hasBuildkit,
  type Question,
} from './dockerfile/ask-buildkit.ts';
import { readCorpus } from './dockerfile/dockerfile-corpus.ts';
import { randomBuild, randomWord } from './dockerfile/random-builds.ts';
import { randomNumbers } from './dockerfile/random-dockerfiles.ts';

const SEED = Number(process.env['SEED'] ?? 1);
const COUNT = Number(process.env['COUNT'] ?? 20_000);
const ENV = [
  'A=a b',
  'PWD=/home',
  'SHELL=bash',
  'NULL=',
  'KO=한글',
  'P=aaa/bbb/ccc',
  'X=x.tar.gz',
  'N=a\nb',
  'W=*?',
];

function outcomeOf<T>(action: () => T): T | 'refused' {
  try {
    return action();
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'DOCKERFILE_INVALID') return 'refused';
    throw error;
  }
}

describe.runIf(hasBuildkit())('BuildKit', () => {
  let oracle: ReturnType<typeof compileOracle>;
  beforeAll(() => {
    oracle = compileOracle();
  }, 600_000);
  afterAll(() => oracle.remove());

  function compareWords(questions: readonly Question[]): void {
    const answers = askBuildkit(oracle.program, questions);
    const different: unknown[] = [];
    let refused = 0;
    for (const [i, { text, escape: escapeToken = '\\', env = [], ...flags }] of questions.entries()) {
      const variables = new Map(
        env.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
      );
      const lexing = {
        escape: escapeToken,
        keepQuotes: flags.RawQuotes ?? false,
        keepEscapes: flags.RawEscapes ?? false,
        keepUnset: flags.SkipUnset ?? false,
        ignoreQuotes: flags.SkipQuotes ?? false,
      };
      const look = (name: string): string | undefined => variables.get(name);
      const word = outcomeOf(() => expandWord(text, look, lexing));
      const words = outcomeOf(() => processWords(text, look, lexing));
      const { error, result, words: theirWords, wordsError, matched, unmatched } = answers[i]!;
      if (error !== '') refused++;
      const mine = word === 'refused' ? [word] : [word.value, [...word.set].sort(), [...word.unset].sort()];
      const theirs =
        error !== '' ? ['refused'] : [result, [...(matched ?? [])].sort(), [...(unmatched ?? [])].sort()];
      const expected = [...theirs, wordsError !== '' ? 'refused' : (theirWords ?? [])];
      if (JSON.stringify([...mine, words]) !== JSON.stringify(expected))
        different.push({ text, lexing, mine: [...mine, words], expected, error });
    }
    console.log(`${questions.length} words, ${refused} refused by both, ${different.length} different`);
    expect(different.slice(0, 5).map((each) => JSON.stringify(each))).toEqual([]);
  }

  test("expands the words of BuildKit's own tests as we do", () => {
    const folder = join(CHECKOUT, 'frontend/dockerfile/shell');
    const lines = ['envVarTest', 'wordsTest'].flatMap((name) =>
      readFileSync(join(folder, name), 'utf8').split('\n'),
    );
    const words = lines
      .filter((line) => /^[^#].*\|/.test(line))
      .map((line) =>
        line
          .replace(/^[AUW]\|/, '')
          .split('|')[0]!
          .trimEnd(),
      );
    expect(words.length).toBeGreaterThan(100);
    compareWords(words.map((text) => ({ kind: 'expand', text, escape: '\\', env: ENV })));
  });

  test(`expands ${COUNT} random words as we do (seed ${SEED})`, () => {
    const random = randomNumbers(SEED);
    const coin = (): boolean => random() < 0.3;
    compareWords(
      Array.from({ length: COUNT }, () => ({
        kind: 'expand' as const,
        text: randomWord(random),
        escape: coin() ? '`' : '\\',
        env: ENV,
        RawQuotes: coin(),
        RawEscapes: coin(),
        SkipUnset: coin(),
        SkipQuotes: coin(),
      })),
    );
  });

  function compareBuilds(questions: readonly Question[], mayBeLenient: (error: string) => boolean): void {
    const answers = askBuildkit(oracle.program, questions);
    const different: unknown[] = [];
    let [refused, sent, narrowed, lenient] = [0, 0, 0, 0];
    for (const [i, { text, target, args }] of questions.entries()) {
      const { error, sent: isSent, followPaths, images } = answers[i]!;
      const mine = outcomeOf(() => {
        const build = evaluateBuild(readStages(parseDockerfile(decodeDockerfile(Buffer.from(text)))), {
          platform: 'linux/amd64',
          ...(target === undefined ? {} : { target }),
          ...(args === undefined ? {} : { buildArgs: args }),
          readBase: () => ({ env: {}, workingDirectory: '', triggers: [] }),
        });
        const { isSent, followPaths } = build.mainContext;
        const bases = build.stages.flatMap(({ base }) => (base.kind === 'image' ? [base.reference] : []));
        return {
          isSent,
          followPaths: isSent ? (followPaths ?? null) : null,
          bases: [...new Set(bases)].sort(),
        };
      });
      if (error !== '') {
        refused++;
        if (mine !== 'refused' && mayBeLenient(error)) lenient++;
        else if (mine !== 'refused') different.push({ text, target, args, mine, error });
        continue;
      }
      if (isSent) sent++;
      if (followPaths !== null) narrowed++;
      const theirs = { isSent, followPaths };
      const isEqual =
        mine !== 'refused' &&
        JSON.stringify({ isSent: mine.isSent, followPaths: mine.followPaths }) === JSON.stringify(theirs);
      const hasImages = mine !== 'refused' && mine.bases.every((base) => images?.includes(base));
      if (!isEqual || !hasImages) different.push({ text, target, args, mine, theirs, images });
    }
    console.log(
      `${questions.length} builds: ${refused} refused (${lenient} by BuildKit alone), ${sent} send the context, ${narrowed} narrowed, ${different.length} different`,
    );
    expect(different.slice(0, 5).map((each) => JSON.stringify(each))).toEqual([]);
  }

  /** Values that this room does not check: they say nothing of stages or contexts. */
  const isUnchecked = (error: string): boolean =>
    /chmod|stop ?signal|signal|port|proto|checksum|device|platform|heredoc|invalid mode|security|network|Invalid containerPort|git|query|digest|VOLUME|SOURCE_DATE_EPOCH/i.test(
      error,
    );

  test('builds real Dockerfiles from the same paths', () => {
    const texts = [...readCorpus().values()];
    compareBuilds(
      texts.map((text) => ({ kind: 'context', text })),
      isUnchecked,
    );
  });

  test(`builds ${COUNT} random Dockerfiles from the same paths (seed ${SEED})`, () => {
    const random = randomNumbers(SEED);
    compareBuilds(
      Array.from({ length: COUNT }, () => randomBuild(random)),
      () => false,
    );
  });
});
