// Scripts that are there to cost time or memory.
import { expect, test } from 'vitest';
import { modelDockerfile } from '../../../src/dockerfile/model/model-dockerfile.ts';
import { readStages } from '../../../src/dockerfile/stages/read-stages.ts';
import { parseText } from '../parse-text.ts';
import { commandsOf, scriptOf } from './read-script.ts';

/** Far more than any of it takes on a machine that does nothing else. */
const LIMIT_MS = 60_000;

function timed(action: () => void): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

function long(unit: string, count: number): string {
  return Array.from({ length: count }, () => unit).join(' \\\n');
}

test.each([
  [
    'values that double',
    `RUN a=xxxxxxxxxxxxxxxx; ${Array.from({ length: 60 }, (_, i) => `a=$a$a; b${i}=$a`).join('; ')}; echo $a`,
  ],
  [
    'values that are used again and again',
    `ENV A="${'x '.repeat(20_000)}"\n${'RUN echo $A $A $A $A\n'.repeat(500)}`,
  ],
  ['words without end', `RUN ${long('word', 20_000)}`],
  ['commands without end', `RUN ${long('a &&', 10_000)} b`],
  ['assignments and branches without end', `RUN ${long('if a; then X=b; fi;', 2_000)} c`],
  ['subshells within subshells', `RUN ${'( '.repeat(5_000)}a${' )'.repeat(5_000)}`],
  ['substitutions within substitutions', `RUN echo ${'$( echo '.repeat(2_000)}a${' )'.repeat(2_000)}`],
  ['backquotes within backquotes', `RUN echo ${'`'.repeat(3_000)}`],
  ['quotes that do not end', `RUN ${'"'.repeat(9_999)}`],
  ['shells within shells', `RUN ${'sh -c "'.repeat(200)}a${'"'.repeat(200)}`],
  ['loops within loops', `RUN ${'for i in a; do X=1; '.repeat(300)}${'done; '.repeat(300)}`],
  ['wrappers without end', `RUN ${'sudo env nice '.repeat(3_000)} a`],
  [
    'variables without end',
    `${Array.from({ length: 5_000 }, (_, i) => `ENV A${i}=b`).join('\n')}\nRUN echo $A1`,
  ],
  ['instructions without end', 'RUN apt-get update && apt-get install -y a\n'.repeat(2_000)],
])('%s end in time', (_, body) => {
  const staged = readStages(parseText(`FROM debian\n${body}\n`));
  const time = timed(() => modelDockerfile(staged));
  expect(time).toBeLessThan(LIMIT_MS);
});

test('what is brought by variables beyond all measure is unknown', () => {
  const doubling = Array.from({ length: 30 }, () => 'a=$a$a').join('; ');
  const words = commandsOf(scriptOf(`FROM debian\nRUN a=xxxxxxxx; ${doubling}; echo $a\n`).list).at(
    -1,
  )!.words;
  expect(words.map(({ value }) => value)).toEqual(['echo', undefined]);
});
