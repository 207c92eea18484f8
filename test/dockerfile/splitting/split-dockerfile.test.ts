// What holds for every split: the user's text stays, what comes parses, and what cannot be told is said.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeDockerfile } from '../../../src/dockerfile/dockerfile-text.ts';
import { parseDockerfile } from '../../../src/dockerfile/parsing/parse-dockerfile.ts';
import { readStages } from '../../../src/dockerfile/stages/read-stages.ts';
import { splitText } from './split-text.ts';

const GO = 'RUN CGO_ENABLED=0 go build -o /app .\nCMD ["/app"]';

describe('a split', () => {
  test('is insertions only', () => {
    const file = `FROM golang:1.22\n${GO}\n`;
    const outcome = splitText(file);
    expect(outcome.kind === 'split' && outcome.edits.every(({ start, end }) => start === end)).toBe(true);
    expect(outcome.kind === 'split' && outcome.edits).toHaveLength(2);
  });

  test.each([
    ['line ends of Windows', `FROM golang:1.22\r\n${GO.replace('\n', '\r\n')}\r\n`],
    ['no line end at the end', `FROM golang:1.22\n${GO}`],
    ['a byte order mark', `\uFEFFFROM golang:1.22\n${GO}\n`],
    ['a platform', `FROM --platform=linux/amd64 golang:1.22\n${GO}\n`],
  ])('keeps %s', (_, file) => {
    const outcome = splitText(file);
    if (outcome.kind !== 'split') throw new Error(JSON.stringify(outcome));
    const { text } = outcome;
    expect(text.includes('\r\n')).toBe(file.includes('\r\n'));
    if (file.includes('\r\n')) expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.endsWith('\n')).toBe(file.endsWith('\n'));
    expect(text.replace(' AS development', '').startsWith(file)).toBe(true);
  });

  test('parses again, has two stages that can be asked for, and is not split again', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '# a comment',
            'ENV A=1 B="two words"',
            'ARG V=1',
            'LABEL x="$V"',
            'EXPOSE 80',
            'VOLUME /data',
            'WORKDIR /src',
            'USER 1000',
            'COPY . .',
            'COPY config.yml /etc/app/config.yml',
            'HEALTHCHECK CMD ["/app", "check"]',
            'STOPSIGNAL SIGINT',
            'RUN echo a && \\\n  # within\n  echo b',
          ),
          { maxLength: 12 },
        ),
        (lines) => {
          const file = `FROM golang:1.22\n${lines.join('\n')}\n${GO}\n`;
          const outcome = splitText(file, { files: { 'main.go': '', 'static/a': '' } });
          if (outcome.kind !== 'split') throw new Error(JSON.stringify(outcome));
          const { stages } = readStages(parseDockerfile(decodeDockerfile(Buffer.from(outcome.text))));
          expect(stages.map(({ name }) => name)).toEqual(['development', 'production']);
          expect(outcome.text.replace(' AS development', '').startsWith(file)).toBe(true);
          expect(splitText(outcome.text)).toMatchObject({ kind: 'unknown' });
        },
      ),
      { numRuns: 60 },
    );
  });
});

test.each([
  ['two stages', `FROM golang:1 AS a\n${GO}\nFROM a\n`, /2 stages/],
  ['an escape character of Windows', `# escape=\`\nFROM golang:1.22\n${GO}\n`, /escape/],
  [
    'compilers whose work nobody tells',
    'FROM debian:12\nRUN apt-get install -y gcc && ./build.sh\nCMD ["perl", "/a.pl"]\n',
    /compiled \(gcc\)/,
  ],
  ['nothing that is started', 'FROM golang:1.22\nRUN go build -o /app .\n', /no CMD or ENTRYPOINT/],
  [
    'a start that only a shell can follow',
    'FROM golang:1.22\nRUN go build -o /app .\nCMD migrate && exec /app\n',
    /plain words/,
  ],
])('%s is said', (_, file, problem) => {
  expect(splitText(file)).toMatchObject({ kind: 'unknown', problem: expect.stringMatching(problem) });
});
