// Archives beside what was in them.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'archive-kept';

const GET = 'curl -fsSLo /tmp/x.tgz https://example.com/x.tgz';

describe('finds', () => {
  test.each([
    ['a download', `RUN ${GET} && tar xzf /tmp/x.tgz -C /opt`, 2],
    ['one that a later RUN opens', `RUN ${GET}\nRUN tar xzf /tmp/x.tgz -C /opt`, 2],
    ['a package', 'WORKDIR /w\nRUN wget https://example.com/x.deb && dpkg -i x.deb', 3],
    ['a copy', 'COPY x.tar.gz /tmp/\nRUN tar xzf /tmp/x.tar.gz -C /opt', 2],
  ])('%s', (_, body, line) => {
    expect(placesOf(RULE, `FROM debian:12\n${body}\n`)).toEqual([`warning ${line}`]);
  });
});

describe('leaves alone', () => {
  test.each([
    ['what is removed', `RUN ${GET} && tar xzf /tmp/x.tgz && rm /tmp/x.tgz`],
    ['what a pattern removes', `RUN ${GET} && tar xzf /tmp/x.tgz && rm -rf /tmp/*`],
    ['what is piped', 'RUN curl https://example.com/x.tgz | tar xz'],
    ['what is not opened', 'RUN curl -o /opt/a.jar https://example.com/a.jar'],
    ['what lies on a mount', `RUN --mount=type=tmpfs,target=/tmp ${GET} && tar xzf /tmp/x.tgz -C /opt`],
    ['what unpacking takes away', 'RUN curl -o /x.gz https://example.com/x.gz && gunzip /x.gz'],
    ['what a later layer removes: that is told there', `RUN ${GET} && tar xzf /tmp/x.tgz\nRUN rm /tmp/x.tgz`],
    ['what ADD unpacks', 'ADD x.tar.gz /opt/'],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM debian:12\n${body}\n`)).toEqual([]);
  });

  test('a stage that is left behind', () => {
    expect(findingsOf(RULE, `FROM a AS b\nRUN ${GET} && tar xzf /tmp/x.tgz\nFROM c\n`)).toEqual([]);
  });
});

describe('the fix', () => {
  test.each([
    ['in one line', `RUN ${GET} && tar xzf /tmp/x.tgz`, `RUN ${GET} && tar xzf /tmp/x.tgz && rm /tmp/x.tgz`],
    [
      'with operators at the ends of lines',
      `RUN ${GET} && \\\n  tar xzf /tmp/x.tgz`,
      `RUN ${GET} && \\\n  tar xzf /tmp/x.tgz && \\\n  rm /tmp/x.tgz`,
    ],
    [
      'with operators at the beginnings',
      `RUN ${GET} \\\n # why\n && tar xzf /tmp/x.tgz`,
      `RUN ${GET} \\\n # why\n && tar xzf /tmp/x.tgz \\\n && rm /tmp/x.tgz`,
    ],
    [
      'in a heredoc',
      `RUN <<E\n${GET} &&\ntar xzf /tmp/x.tgz\nE`,
      `RUN <<E\n${GET} &&\ntar xzf /tmp/x.tgz && rm /tmp/x.tgz\nE`,
    ],
  ])('removes it %s', (_, body, expected) => {
    expect(fixedBy(RULE, `FROM debian:12\n${body}\nCMD a\n`)).toBe(`FROM debian:12\n${expected}\nCMD a\n`);
  });

  test.each([
    ['a later RUN opens it', `RUN ${GET}\nRUN tar xzf /tmp/x.tgz -C /opt`],
    ['a later RUN names it', `RUN ${GET} && tar xzf /tmp/x.tgz\nRUN sha256sum /tmp/x.tgz`],
    ['the script is no chain', `RUN <<E\n${GET}\ntar xzf /tmp/x.tgz\nE`],
    ['the script ends in the background', `RUN ${GET} && tar xzf /tmp/x.tgz; x &`],
    ['the script ends in a comment', `RUN ${GET} && tar xzf /tmp/x.tgz # note`],
    ['it is in a branch', `RUN if a; then ${GET} && tar xzf /tmp/x.tgz; fi`],
  ])('does nothing where %s', (_, body) => {
    const text = `FROM debian:12\n${body}\n`;
    expect(fixedBy(RULE, text)).toBe(text);
  });
});

test('a destination without a slash may be a folder', () => {
  const text = 'FROM a\nCOPY app.tar /usr/src/app\nRUN tar -xf /usr/src/app/app.tar\n';
  expect(findingsOf('archive-kept', text).map(({ line }) => line)).toEqual([2]);
});
