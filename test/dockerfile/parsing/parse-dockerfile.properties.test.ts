import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeDockerfile, encodeDockerfile } from '../../../src/dockerfile/dockerfile-text.ts';
import { evaluateBuild } from '../../../src/dockerfile/evaluation/evaluate-build.ts';
import type { Instruction, TextRange } from '../../../src/dockerfile/parsing/instruction.ts';
import { parseDockerfile } from '../../../src/dockerfile/parsing/parse-dockerfile.ts';
import { readStages } from '../../../src/dockerfile/stages/read-stages.ts';
import { PlimsollError } from '../../../src/errors.ts';

const piece = fc.oneof(
  fc.constantFrom(
    'FROM a',
    'RUN ',
    'COPY ',
    'ENV ',
    'ARG ',
    'ONBUILD ',
    '\\\n',
    '\n',
    '\r\n',
    '<<E',
    'E',
    '"',
    "'",
    '[',
    ']',
    '$A',
    '${',
    '}',
    '--from=x ',
    ' ',
    '#',
    'é',
    '\u00a0',
    '`',
  ),
  fc.string({ maxLength: 4 }),
);
const dockerfile = fc.array(piece, { maxLength: 30 }).map((pieces) => `FROM a AS b\n${pieces.join('')}`);

function parse(text: string): readonly Instruction[] | undefined {
  try {
    return parseDockerfile(decodeDockerfile(Buffer.from(text))).instructions;
  } catch (error) {
    expect(error).toBeInstanceOf(PlimsollError);
    return undefined;
  }
}

test('every range lies within its instruction, and instructions follow each other', () => {
  fc.assert(
    fc.property(dockerfile, (written) => {
      const text = Buffer.from(written).toString();
      let end = 0;
      for (const instruction of parse(text) ?? []) {
        expect(instruction.start).toBeGreaterThanOrEqual(end);
        const ranges: readonly TextRange[] = [
          instruction.keyword,
          ...instruction.flags,
          ...instruction.args,
          ...instruction.heredocs,
        ];
        for (const range of ranges) {
          expect(range.start).toBeGreaterThanOrEqual(instruction.start);
          expect(range.end).toBeGreaterThanOrEqual(range.start);
          expect(range.end).toBeLessThanOrEqual(instruction.end);
        }
        expect(
          text.slice(instruction.keyword.start, instruction.keyword.end).replace(/[\\`][ \t]*\r*\n/g, ''),
        ).toContain(instruction.keyword.value.slice(0, 1));
        end = instruction.end;
      }
    }),
    { numRuns: 2000 },
  );
});

test('bytes come back as they were, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(encodeDockerfile(decodeDockerfile(bytes))).toEqual(Buffer.from(bytes));
    }),
  );
});

test('whatever is written is evaluated or refused', () => {
  fc.assert(
    fc.property(dockerfile, (text) => {
      try {
        const staged = readStages(parseDockerfile(decodeDockerfile(Buffer.from(text))));
        expect(evaluateBuild(staged).stages.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(PlimsollError);
      }
    }),
    { numRuns: 2000 },
  );
});
