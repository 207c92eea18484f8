// What fixes of the nearest linter were measured to break: ours leave each of these as it is, or keep what it does.
import { describe, expect, test } from 'vitest';
import { DOCKERFILE_RULES } from '../../../../src/checks/dockerfile/dockerfile-rules.ts';
import { decodeDockerfile } from '../../../../src/dockerfile/dockerfile-text.ts';
import { parseDockerfile } from '../../../../src/dockerfile/parsing/parse-dockerfile.ts';
import { repairText } from '../../../support/judge-dockerfile.ts';

const ALL = DOCKERFILE_RULES.map(({ id }) => id);

/** Repaired with everything that there is, by name too. */
function repairWhole(text: string): string {
  const once = repairText(text, ALL).text;
  expect(repairText(once, ALL).text).toBe(once);
  parseDockerfile(decodeDockerfile(Buffer.from(once)));
  return once;
}

const linesOf = (text: string, pattern: RegExp): readonly string[] =>
  text.split('\n').filter((line) => pattern.test(line));

describe('stays exactly as it is', () => {
  test.each([
    [
      'a list that && continues',
      'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    hello \\\n    bc \\\n && rm -rf /var/lib/apt/lists/*\n',
    ],
    [
      'a comment in a list',
      'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    hello \\\n    # for sums\n    bc \\\n && rm -rf /var/lib/apt/lists/*\n',
    ],
    [
      'the order of options and packages of apk',
      'FROM alpine\nRUN apk add --no-cache --repository http://r zlib abc -X http://y\n',
    ],
    ['ADD of what is not known', 'FROM a\nARG F=app.tar.gz\nADD $F /x\nADD rootfs /y\n'],
    ['a folder whose own mode was meant', 'FROM a\nCOPY app /app\nRUN chmod 700 /app\n'],
    ['a mode that the front end may not know', 'FROM a\nCOPY run.sh /run.sh\nRUN chmod +x /run.sh\n'],
    ['ENV in its old form', 'FROM a\nENV Q a\\ b\n'],
    [
      'CMD before SHELL, STOPSIGNAL before ENV',
      'FROM a\nCMD echo\nSHELL ["/bin/bash", "-c"]\nSTOPSIGNAL SIGINT\nENV A=b\n',
    ],
    ['a quoted string over lines', 'FROM a\nRUN echo "a   \\\n   b"\n'],
    ['blanks at the ends of a heredoc', 'FROM a\nCOPY <<E /x\na   \n\tb  \nE\n'],
    ['COPY behind USER', 'FROM a\nUSER b\nCOPY x /x\n'],
    ["BusyBox's wget", 'FROM busybox\nRUN wget http://example.com/x\n'],
    ['a relative WORKDIR', 'FROM a\nWORKDIR app\nRUN b\n'],
    ['cd, where a mount follows', 'FROM a\nRUN --mount=type=bind,source=.,target=/s cd /s && make install\n'],
    ['RUNs whose folder would leak', 'FROM a\nRUN cd /tmp && touch x\nRUN touch y\n'],
    ['a script that goes on after a failure', 'FROM a\nRUN a; b; c\nRUN export X=y; d\n'],
    ['COPY without WORKDIR', 'FROM a\nCOPY b b\nCMD /b\n'],
    ['pipes without pipefail', 'FROM a\nRUN a | b\n'],
    ['a list with comments', 'FROM debian:12\nRUN set -x \\\n    # one\n    && a \\\n    # two\n    && b\n'],
  ])('%s', (_, text) => {
    expect(repairWhole(text)).toBe(text);
  });
});

describe('keeps what it does', () => {
  test('no mount over what a later stage takes', () => {
    const text =
      '# syntax=docker/dockerfile:1\nFROM rust AS build\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\nFROM debian:12\nCOPY --from=build /app/target/release/app /app\nCMD ["/app"]\n';
    expect(repairWhole(text)).toBe(text);
  });

  test('no mount over what the same RUN removes', () => {
    const text =
      '# syntax=docker/dockerfile:1\nFROM python:3\nRUN pip install a && rm -rf /root/.cache/pip\nCMD ["a"]\n';
    expect(linesOf(repairWhole(text), /--mount=type=cache/)).toEqual([]);
  });

  test('no mount on an update that another RUN needs', () => {
    const text =
      '# syntax=docker/dockerfile:1\nFROM debian:12\nRUN apt-get update\nCOPY install.sh /\nRUN /install.sh\n';
    expect(linesOf(repairWhole(text), /--mount=/)).toEqual([]);
  });

  test("no mount on root's folders under another user", () => {
    const text = '# syntax=docker/dockerfile:1\nFROM node:22\nUSER node\nRUN npm ci --omit=dev\nCMD ["a"]\n';
    expect(linesOf(repairWhole(text), /target=\/root/)).toEqual([]);
  });

  test('no syntax that the file has not', () => {
    const text =
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN npm ci\nARG NPM_TOKEN\nRUN npm x $NPM_TOKEN\n';
    expect(linesOf(repairWhole(text), /--mount|--chmod|--link|<</)).toEqual([]);
  });

  test('a tool that CMD uses', () => {
    const text =
      'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl wget && rm -rf /var/lib/apt/lists/*\nRUN wget -O /x http://example.com/x\nCMD curl http://example.com\n';
    expect(repairWhole(text)).toContain('curl');
  });

  test('the escape character of the file', () => {
    const text =
      '# escape=`\nFROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends `\n    hello `\n    bc\n';
    const fixed = repairWhole(text);
    expect(fixed).not.toContain('\\\n');
    expect(fixed).toContain('    hello `\n    bc');
  });
});
