// Editors and debuggers in what is shipped.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'tools-shipped';

describe('finds, and the fix takes away', () => {
  test.each([
    ['apt-get install -y vim curl', 'apt-get install -y curl'],
    ['apt-get install -y curl vim', 'apt-get install -y curl'],
    ['apt-get install -y vim curl gdb -q', 'apt-get install -y curl -q'],
    [
      'apt-get install -y \\\n    curl \\\n    vim \\\n    git',
      'apt-get install -y \\\n    curl \\\n    git',
    ],
    ['apt-get install -y \\\n    curl \\\n    vim', 'apt-get install -y \\\n    curl'],
    [
      'apt-get install -y \\\n    # to edit\n    vim \\\n    git',
      'apt-get install -y \\\n    # to edit\n    git',
    ],
    ['apk add --no-cache bind-tools x', 'apk add --no-cache x'],
    ['apt-get install -y vim', undefined],
    ['d="vim x" && apt-get install -y $d', undefined],
    ['apt-get install -y software-properties-common x', undefined],
  ])('%j', (script, expected) => {
    const text = `FROM debian:12\nRUN ${script}\n`;
    expect(findingsOf(RULE, text)).toHaveLength(1);
    expect(fixedBy(RULE, text)).toBe(`FROM debian:12\nRUN ${expected ?? script}\n`);
  });

  test('what is only cleaned up', () => {
    const text = 'FROM debian:12\nRUN apt-get install -y vim curl\nRUN rm -rf /usr/share/vim/vim90/doc\n';
    expect(findingsOf(RULE, text)).toHaveLength(1);
  });

  test('where the word stands', () => {
    expect(placesOf(RULE, 'FROM debian:12\nRUN apt-get install -y \\\n    curl \\\n    vim\n')).toEqual([
      'warning 4',
    ]);
  });
});

describe('leaves alone', () => {
  test.each([
    ['what RUN uses', 'RUN apt-get install -y vim curl\nRUN vim +PlugInstall'],
    ['what its own RUN uses', 'RUN apt-get install -y dnsutils curl && dig x'],
    ['what CMD starts', 'RUN apt-get install -y tmux curl\nCMD ["tmux"]'],
    ['what HEALTHCHECK asks', 'RUN apt-get install -y nmap curl\nHEALTHCHECK CMD ncat -z x 1'],
    ['what a variable names', 'ENV EDITOR=vim\nRUN apt-get install -y vim curl'],
    ['what services need', 'RUN apt-get install -y less procps curl'],
    ['an image that tests when it starts', 'RUN apt-get install -y vim curl\nCMD ["rake", "test"]'],
    ['what is taken off again', 'RUN apt-get install -y gdb && apt-get purge -y gdb'],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM debian:12\n${body}\n`)).toEqual([]);
  });

  test.each([
    [
      'a stage that is left behind',
      'FROM debian AS b\nRUN apt-get install -y vim\nFROM debian\nCOPY --from=b /x /',
    ],
    ['an image to work in', 'FROM debian AS dev\nRUN apt-get install -y vim'],
    [
      'an image to work in, by its base',
      'FROM mcr.microsoft.com/vscode/devcontainers/base\nRUN apt-get install -y vim',
    ],
  ])('%s', (_, text) => {
    expect(findingsOf(RULE, `${text}\n`)).toEqual([]);
  });
});

test('small tools are advice, and large ones beside them are not', () => {
  expect(placesOf(RULE, 'FROM debian:12\nRUN apt-get install -y nano htop curl\n')).toEqual(['advice 2']);
  expect(placesOf(RULE, 'FROM debian:12\nRUN apt-get install -y nano vim curl\n')).toEqual(['warning 2']);
});
