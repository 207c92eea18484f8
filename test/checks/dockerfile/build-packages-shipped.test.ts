// Compilers and headers in what is shipped.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'build-packages-shipped';

import { NO_PRICING } from '../../../src/checks/dockerfile/pricing.ts';

const CMD = 'CMD ["app"]';

describe('finds', () => {
  test.each([
    ['apt-get install -y build-essential', 'build-essential'],
    ['apt-get install -y libpq-dev curl', 'libpq-dev'],
    ['apk add --no-cache gcc musl-dev', 'gcc, musl-dev'],
    ['yum install -y gcc-c++ openssl-devel && yum clean all', 'gcc-c++, openssl-devel'],
    ['d="g++ make" && apt-get install -y $d', 'g++, make'],
    ['apt-get install -y openjdk-17-jdk', 'openjdk-17-jdk'],
    ['apt-get install -y gcc make && apt-get purge -y make', 'gcc'],
  ])('%s', (script, names) => {
    const found = findingsOf(RULE, `FROM debian:12\nRUN ${script}\n${CMD}\n`);
    expect(found.map(({ message, line }) => [message.replace(/ serves? .*/, ''), line])).toEqual([
      [names, 2],
    ]);
  });

  test('all of an image at once', () => {
    const found = findingsOf(
      RULE,
      `FROM debian:12\nRUN apt-get install -y gcc\nRUN apt-get install -y make\n${CMD}\n`,
    );
    expect(found.map(({ message }) => message)).toEqual(['gcc, make serve building and are shipped']);
  });

  test.each(['$s', '"$s"', '${s}'])(
    'what was there before the pattern of official images: %s',
    (restored) => {
      const text = `FROM debian:12
ENV DEPS gcc make
RUN apt-get install -y $DEPS curl
RUN s="$(apt-mark showmanual)"; apt-get install -y libpq-dev; \\
    apt-mark auto '.*' > /dev/null; apt-mark manual ${restored}; apt-get purge -y --auto-remove
${CMD}
`;
      expect(
        findingsOf(RULE, text).map(({ message, line }) => [message.replace(/ serve .*/, ''), line]),
      ).toEqual([['gcc, make', 3]]);
    },
  );

  test('them in images whose base starts something', () => {
    expect(placesOf(RULE, 'FROM php:8-apache\nRUN apt-get install -y libpng-dev\n')).toEqual(['warning 2']);
  });

  test('with their price', () => {
    const pricing = {
      ...NO_PRICING,
      priceInstall: () => ({ kind: 'packages' as const, bytes: 800_000, packages: [] }),
    };
    expect(
      placesOf(RULE, `FROM debian:12\nRUN apt-get install -y gcc\n${CMD}\n`, { look: { pricing } }),
    ).toEqual(['advice 2']);
  });
});

describe('leaves alone', () => {
  test.each([
    ['what is purged again', 'RUN apt-get install -y gcc && apt-get purge -y --auto-remove gcc'],
    [
      'what a variable purges',
      'RUN d="gcc make" && apt-get install -y $d && apt-get purge -y --auto-remove $d',
    ],
    ['what may be purged', 'RUN apt-get install -y gcc && apt-get purge -y $X'],
    [
      'what is marked as superfluous, and perhaps not wanted again',
      'RUN apt-get install -y gcc\nRUN s="$(apt-mark showmanual)" && apt-mark auto gcc && apt-mark manual $t && apt-get purge -y --auto-remove',
    ],
    [
      'the pattern of official images',
      'RUN s="$(apt-mark showmanual)" && apt-get install -y gcc && apt-mark auto \'.*\' && apt-mark manual $s && apt-get purge -y --auto-remove',
    ],
    ['virtual packages', 'RUN apk add --no-cache --virtual .b gcc && apk del .b'],
    ['what runs', 'RUN apt-get install -y libpq5 curl software-properties-common'],
    [
      'what a later layer takes off: that is told there',
      'RUN apt-get install -y gcc\nRUN apt-get purge -y gcc',
    ],
    ['what is installed elsewhere', 'RUN dnf install -y --installroot /mnt gcc'],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM debian:12\n${body}\n${CMD}\n`)).toEqual([]);
  });

  test.each([
    [
      'a stage that is left behind',
      'FROM debian AS b\nRUN apt-get install -y gcc\nFROM debian\nCOPY --from=b /x /\nCMD ["x"]',
    ],
    ['an image to build in, by its stage', 'FROM debian AS dev\nRUN apt-get install -y gcc\nCMD ["x"]'],
    [
      'an image to build in, by its base',
      'FROM mcr.microsoft.com/devcontainers/base\nRUN apt-get install -y gcc\nCMD ["x"]',
    ],
    ['an image that tests when it starts', 'FROM debian\nRUN apt-get install -y gcc\nCMD ["tox"]'],
    ['an image that builds when it starts', 'FROM debian\nRUN apt-get install -y gcc\nCMD make test'],
  ])('%s', (_, text) => {
    expect(findingsOf(RULE, `${text}\n`)).toEqual([]);
  });
});

test('there is no fix to apply: what must stay is not known', () => {
  const text = `FROM debian:12\nRUN apt-get install -y gcc\n${CMD}\n`;
  expect(fixedBy(RULE, text)).toBe(text);
});

test('an image that starts nothing may be one to build in: advice', () => {
  expect(placesOf(RULE, 'FROM debian\nRUN apt-get install -y gcc\n')).toEqual(['advice 2']);
});
