// Package lists of apt in layers.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'apt-lists-kept';

const INSTALL = 'apt-get update && apt-get install -y x';
const CLEAN = 'rm -rf /var/lib/apt/lists/*';

describe('finds', () => {
  test.each([
    ['lists', `RUN ${INSTALL}`],
    ['lists of apt', 'RUN apt update && apt install -y x'],
    ['lists that are removed before they are fetched', `RUN ${CLEAN} && ${INSTALL}`],
    ['lists in a heredoc', `RUN <<EOF\napt-get update\napt-get install -y x\nEOF`],
    ['lists that add-apt-repository fetches', 'RUN add-apt-repository ppa:a/b && apt-get install -y x'],
    ['lists behind a variable', 'RUN pkgs="x y" && apt-get update && apt-get install -y $pkgs'],
    ['lists of sudo', 'RUN sudo apt-get update && sudo apt-get install -y x'],
    ['lists in a list of words', `RUN ["sh", "-c", "${INSTALL}"]`],
    ['braces that sh leaves alone', `RUN ${INSTALL} && rm -rf /var/lib/{apt/lists,x}`],
  ])('%s', (_, body) => {
    expect(placesOf(RULE, `FROM debian:12\n${body}\n`)).toEqual([expect.stringMatching(/^warning [23]$/)]);
  });

  test('that apt-get clean does not help', () => {
    const [finding] = findingsOf(RULE, `FROM debian:12\nRUN ${INSTALL} && apt-get clean\n`);
    expect(finding!.message).toContain('apt-get clean does not remove them');
  });

  test('archives where docker-clean is removed', () => {
    const text = `FROM debian:12\nRUN rm -f /etc/apt/apt.conf.d/docker-clean\nRUN ${INSTALL} && ${CLEAN}\n`;
    expect(placesOf(RULE, text)).toEqual(['warning 3']);
    expect(fixedBy(RULE, text)).toContain(
      `${CLEAN} && rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin\n`,
    );
  });
});

describe('leaves alone', () => {
  test.each([
    ['what is removed', `RUN ${INSTALL} && ${CLEAN}`],
    ['what is removed with its folder', `RUN ${INSTALL} && rm -r /var/lib/apt/lists`],
    ['what is removed with much else', `RUN ${INSTALL} && rm -rf /var/lib/apt/* /tmp/*`],
    ['what find deletes', `RUN ${INSTALL} && find /var/lib/apt/lists -type f -delete`],
    ['what dist-clean deletes', `RUN ${INSTALL} && apt-get dist-clean`],
    ['what is removed in a branch', `RUN ${INSTALL} && if x; then ${CLEAN}; fi`],
    ['what may be removed', `RUN ${INSTALL} && rm -rf $LISTS`],
    [
      'what braces of bash name',
      `SHELL ["/bin/bash", "-c"]\nRUN ${INSTALL} && rm -rf /var/lib/{apt/lists,x}`,
    ],
    ['a cache mount', `RUN --mount=type=cache,target=/var/lib/apt/lists ${INSTALL}`],
    ['a tmpfs', `RUN --mount=type=tmpfs,target=/var/lib/apt ${INSTALL}`],
    ['what a later layer removes: that is told there', `RUN ${INSTALL}\nRUN ${CLEAN}`],
    ['an update of its own: that is told there', 'RUN apt-get update'],
    ['a hook that deletes', `RUN echo 'x {"${CLEAN}"}' > /etc/apt/apt.conf.d/x\nRUN ${INSTALL}`],
    ['text', `RUN echo ${INSTALL.replace('&&', '-')}`],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM debian:12\n${body}\n`)).toEqual([]);
  });

  test('a stage that is left behind', () => {
    expect(
      findingsOf(RULE, `FROM debian:12 AS a\nRUN ${INSTALL}\nFROM scratch\nCOPY --from=a /x /\n`),
    ).toEqual([]);
  });
});

describe('the fix', () => {
  test.each([
    [`RUN ${INSTALL}`, `RUN ${INSTALL} && ${CLEAN}`],
    // A list of commands that ends with what fails first.
    [
      `RUN <<EOF\nset -eux\napt-get update\napt-get install -y x\nEOF`,
      `RUN <<EOF\nset -eux\napt-get update\napt-get install -y x && ${CLEAN}\nEOF`,
    ],
    [
      `RUN apt-get update \\\n    && apt-get install -y x`,
      `RUN apt-get update \\\n    && apt-get install -y x \\\n    && ${CLEAN}`,
    ],
    [
      `RUN sudo apt-get update && sudo apt-get install -y x`,
      `RUN sudo apt-get update && sudo apt-get install -y x && sudo ${CLEAN}`,
    ],
    [
      `RUN ${INSTALL}\nRUN apt-get update && apt-get install -y y && ${CLEAN}`,
      `RUN ${INSTALL} && ${CLEAN}\nRUN apt-get update && apt-get install -y y && ${CLEAN}`,
    ],
    // Its end is reached whatever failed.
    [`RUN <<EOF\napt-get update\napt-get install -y x\nEOF`, undefined],
    [`RUN <<EOF\nset -e\nset +e\napt-get update\napt-get install -y x\nEOF`, undefined],
    // What only hides them is told there.
    [`RUN ${INSTALL}\nRUN ${CLEAN}`, undefined],
  ])('of %j', (body, expected) => {
    const text = `FROM debian:12\n${body}\n`;
    expect(fixedBy(RULE, text)).toBe(expected === undefined ? text : `FROM debian:12\n${expected}\n`);
  });

  test.each([
    ['a later install needs the lists', 'RUN apt-get install -y y'],
    ['a later script may', 'COPY a.sh /\nRUN /a.sh'],
    ['a later RUN cannot be read', 'RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF'],
  ])('is not there where %s', (_, later) => {
    const text = `FROM debian:12\nRUN ${INSTALL}\n${later}\n`;
    expect(findingsOf(RULE, text)[0]?.edit).toBeNull();
    expect(fixedBy(RULE, text)).toBe(text);
  });

  test('leads to a text in which there is nothing to find', () => {
    expect(findingsOf(RULE, fixedBy(RULE, `FROM debian:12\nRUN ${INSTALL}; ls\n`))).toEqual([]);
  });
});
