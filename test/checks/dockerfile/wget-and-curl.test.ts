// wget and curl side by side.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'wget-and-curl';

const CMD = 'CMD ["app"]';

describe('finds', () => {
  test.each([
    ['the one that nothing uses', 'RUN apt-get install -y wget curl && curl -O https://x/y', 'wget'],
    ['the one that is used less', 'RUN apk add wget curl && wget https://x/y', 'curl'],
    [
      'the one that checks nothing',
      'RUN apt-get install -y wget curl && wget https://x/y\nHEALTHCHECK CMD curl -f x',
      'wget',
    ],
    ['them in two RUNs', 'RUN apt-get install -y wget\nRUN apt-get install -y curl', 'wget'],
  ])('%s', (_, body, needless) => {
    const found = findingsOf(RULE, `FROM debian:12\n${body}\n${CMD}\n`);
    expect(found.map(({ message, severity }) => [message.split(' ')[0], severity])).toEqual([
      [needless, 'advice'],
    ]);
  });

  test('where the word stands', () => {
    expect(
      placesOf(RULE, `FROM debian:12\nRUN apt-get install -y \\\n    curl \\\n    wget\n${CMD}\n`),
    ).toEqual(['advice 4']);
  });
});

describe('leaves alone', () => {
  test.each([
    ['one of them', 'RUN apt-get install -y wget && wget https://x/y'],
    ['one that is taken off', 'RUN apt-get install -y wget curl && apt-get purge -y wget'],
    ['both where both are started', 'RUN apt-get install -y wget curl\nHEALTHCHECK CMD curl x || wget y'],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM debian:12\n${body}\n${CMD}\n`)).toEqual([]);
  });

  test('two stages', () => {
    expect(
      findingsOf(
        RULE,
        `FROM debian AS a\nRUN apt-get install -y wget\nFROM debian\nCOPY --from=a /x /\nRUN apt-get install -y curl\n${CMD}\n`,
      ),
    ).toEqual([]);
  });

  test('images to build in', () => {
    expect(findingsOf(RULE, 'FROM debian\nRUN apt-get install -y wget curl\n')).toEqual([]);
  });
});

test('there is no fix to apply: scripts may use either', () => {
  const text = `FROM debian:12\nRUN apt-get install -y wget curl\n${CMD}\n`;
  expect(fixedBy(RULE, text)).toBe(text);
});
