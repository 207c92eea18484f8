// Our reading of Dockerfiles against BuildKit's own parser: its test files, real files, and random ones.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeDockerfile, encodeDockerfile } from '../../src/dockerfile/dockerfile-text.ts';
import type { Instruction } from '../../src/dockerfile/parsing/instruction.ts';
import { parseDockerfile } from '../../src/dockerfile/parsing/parse-dockerfile.ts';
import { checkInstruction } from '../../src/dockerfile/stages/check-instruction.ts';
import { readStages } from '../../src/dockerfile/stages/read-stages.ts';
import { PlimsollError } from '../../src/errors.ts';
import {
  type Answer,
  askBuildkit,
  compileOracle,
  type GoInstruction,
  hasBuildkit,
} from './dockerfile/ask-buildkit.ts';
import { readCorpus } from './dockerfile/dockerfile-corpus.ts';
import { randomDockerfile, randomNumbers } from './dockerfile/random-dockerfiles.ts';

const SEED = Number(process.env.SEED ?? 1);
const COUNT = Number(process.env.COUNT ?? 20_000);

function flatten({ trigger, args, ...rest }: Instruction): Partial<GoInstruction> {
  return {
    keyword: rest.keyword.value,
    flags: rest.flags.map(({ text }) => text),
    args: args.map(({ value }) => value),
    json: rest.isJson,
    start: rest.startLine,
    end: rest.endLine,
    comments: rest.comments,
    original: rest.joined,
    heredocs: rest.heredocs.map(({ name, fileDescriptor, isExpanded, isChomped, content }) => ({
      name,
      fd: fileDescriptor,
      expand: isExpanded,
      chomp: isChomped,
      content,
    })),
  };
}

function ours(text: string): readonly Partial<GoInstruction>[] | string {
  try {
    return parseDockerfile(decodeDockerfile(Buffer.from(text))).instructions.map(flatten);
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'DOCKERFILE_INVALID') return 'refused';
    throw error;
  }
}

/** ENV and LABEL have a separator behind each pair; Go's list of a trigger of a trigger is left aside. */
function theirs({ error, instructions }: Answer): readonly Partial<GoInstruction>[] | string {
  if (error !== '') return 'refused';
  return instructions!.map(({ error: _, ...rest }) => {
    let each = rest;
    const name = /^onbuild$/i.test(each.keyword) ? each.args[0]! : each.keyword;
    const skip = /^onbuild$/i.test(each.keyword) ? 1 : 0;
    // What is no instruction has one empty argument there, and none here.
    if (!KNOWN.test(name)) each = { ...each, args: each.args.filter((arg) => arg !== '') };
    const args = /^(?:env|label)$/i.test(name)
      ? each.args.filter((_, i) => i < skip || (i - skip) % 3 !== 2)
      : each.args;
    return {
      ...each,
      args,
      flags: each.flags ?? [],
      comments: each.comments ?? [],
      heredocs: each.heredocs ?? [],
    };
  });
}

const KNOWN =
  /^(?:add|arg|cmd|copy|entrypoint|env|expose|from|healthcheck|label|maintainer|onbuild|run|shell|stopsignal|user|volume|workdir)$/i;

/** Triggers of triggers, and types of HEALTHCHECK that are not ASCII: both are refused in the end, here and there. */
function isLeftAside(text: string): boolean {
  return /onbuild\s+onbuild|healthcheck\s+\S*[^\0-\x7f]/i.test(text);
}

function refusalOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'DOCKERFILE_INVALID') return error.message;
    throw error;
  }
}

describe.runIf(hasBuildkit())('BuildKit', () => {
  let oracle: ReturnType<typeof compileOracle>;
  beforeAll(() => {
    oracle = compileOracle();
  }, 600_000);
  afterAll(() => oracle.remove());

  function compare(texts: readonly string[]): void {
    const answers = askBuildkit(
      oracle.program,
      texts.map((text) => ({ kind: 'parse', text })),
    );
    const different: unknown[] = [];
    let refused = 0;
    for (const [i, text] of texts.entries()) {
      const [mine, expected] = [ours(text), theirs(answers[i]!)];
      if (expected === 'refused') refused++;
      if (isLeftAside(text) || JSON.stringify(order(mine)) === JSON.stringify(order(expected))) continue;
      different.push({
        text: text.slice(0, 300),
        error: answers[i]!.error,
        difference: firstDifference(mine, expected),
      });
    }
    compareMeaning(texts, answers);
    console.log(`${texts.length} Dockerfiles, ${refused} refused by both, ${different.length} different`);
    expect(different.slice(0, 5).map((each) => JSON.stringify(each))).toEqual([]);
  }

  /** Which instructions are refused, and what stages there are. */
  function compareMeaning(texts: readonly string[], answers: readonly Answer[]): void {
    const different: unknown[] = [];
    for (const [i, text] of texts.entries()) {
      const { error, instructions, stagesError, stages } = answers[i]!;
      if (error !== '' || isLeftAside(text)) continue;
      const dockerfile = parseDockerfile(decodeDockerfile(Buffer.from(text)));
      for (const [j, instruction] of dockerfile.instructions.entries()) {
        const refusal = refusalOf(() => checkInstruction(instruction));
        const expected = instructions![j]!.error;
        if ((refusal === undefined) !== (expected === ''))
          different.push({ written: instruction.joined, refusal, expected });
      }
      const mine = refusalOf(() => readStages(dockerfile));
      // Without a stage the error comes later there.
      if (mine !== undefined || stagesError !== '' || stages === null) {
        if ((mine === undefined) !== (stagesError === '' && stages !== null))
          different.push({ text, mine, stagesError });
        continue;
      }
      const shown = readStages(dockerfile).stages.map(({ name = '', from, instructions: own }) => ({
        name,
        base: from.base,
        platform: from.platform ?? '',
        commands: own.map(({ instruction }) => instruction.name),
      }));
      const theirs = stages.map(({ commands, ...rest }) => ({
        ...rest,
        commands: (commands ?? []).map((name) => name.toUpperCase()),
      }));
      if (JSON.stringify(shown) !== JSON.stringify(theirs)) different.push({ text, shown, theirs });
    }
    console.log(`${texts.length} Dockerfiles, ${different.length} differences in meaning`);
    expect(different.slice(0, 5).map((each) => JSON.stringify(each))).toEqual([]);
  }

  test('reads real Dockerfiles as we do', () => {
    const corpus = readCorpus();
    expect(corpus.size).toBeGreaterThan(500);
    compare([...corpus.values()]);
    for (const text of corpus.values()) {
      const bytes = Buffer.from(text);
      expect(encodeDockerfile(decodeDockerfile(bytes))).toEqual(bytes);
    }
  });

  test(`reads ${COUNT} random Dockerfiles as we do (seed ${SEED})`, () => {
    const random = randomNumbers(SEED);
    compare(Array.from({ length: COUNT }, () => randomDockerfile(random)));
  });
});

/** The same keys in the same order. */
function order(value: readonly Partial<GoInstruction>[] | string): unknown {
  if (typeof value === 'string') return value;
  return value
    .map(leaveTypeAside)
    .map(({ keyword, flags, args, json, start, end, original, comments, heredocs }) => [
      keyword,
      flags,
      args,
      json,
      start,
      end,
      original,
      comments,
      heredocs?.map(({ name, fd, expand, chomp, content }) => [name, fd, expand, chomp, content]),
    ]);
}

function firstDifference(mine: ReturnType<typeof ours>, expected: ReturnType<typeof ours>): unknown {
  if (typeof mine === 'string' || typeof expected === 'string') return { mine, expected };
  const i = expected.findIndex(
    (_, j) => JSON.stringify(order(mine.slice(j, j + 1))) !== JSON.stringify(order(expected.slice(j, j + 1))),
  );
  return { mine: mine[i] ?? mine.length, expected: expected[i] ?? expected.length };
}

/** BuildKit cuts the first byte off an indented comment, which can be part of a wider white space. */
const HALF_CHARACTER = /^\uFFFD\s*/;

/** BuildKit cuts a HEALTHCHECK's type in the middle of a character; such a type is none anyway. */
function leaveTypeAside(each: Partial<GoInstruction>): Partial<GoInstruction> {
  const isOdd = /^healthcheck$/i.test(each.keyword!) && /[^\0-\x7f]/.test(each.args![0] ?? '');
  return isOdd
    ? { ...each, args: [], json: false }
    : { ...each, comments: each.comments!.map((text) => text.replace(HALF_CHARACTER, '')) };
}
