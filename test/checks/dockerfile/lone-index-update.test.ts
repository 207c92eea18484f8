// Indexes in a RUN of their own.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'lone-index-update';

describe('finds', () => {
  test.each([
    [
      'an update, and joins it with what installs',
      'RUN apt-get update\nRUN apt-get install -y x',
      'RUN apt-get update \\\n    && apt-get install -y x',
    ],
    [
      'one with a comment between',
      'RUN apt-get update\n# x\nRUN apt-get install -y x',
      'RUN apt-get update \\\n# x\n    && apt-get install -y x',
    ],
    [
      'one behind other commands',
      'RUN echo x > /y && apt-get update\nRUN apt-get install -y x',
      'RUN echo x > /y && apt-get update \\\n    && apt-get install -y x',
    ],
    ['one of apk', 'RUN apk update\nRUN apk add x', 'RUN apk update \\\n    && apk add x'],
    [
      'one with something between, and leaves it',
      'RUN apt-get update\nENV A=b\nRUN apt-get install -y x',
      undefined,
    ],
    [
      'one with a folder that a cd would leave, and leaves it',
      'RUN cd /x && apt-get update\nRUN apt-get install -y x',
      undefined,
    ],
    ['one that nothing follows', 'RUN apt-get update', undefined],
  ])('%s', (_, body, expected) => {
    const text = `FROM x\n${body}\n`;
    expect(placesOf(RULE, text)).toEqual(['warning 2']);
    expect(fixedBy(RULE, text)).toBe(`FROM x\n${expected ?? body}\n`);
  });
});

describe('leaves alone', () => {
  test.each([
    ['who installs with it', 'RUN apt-get update && apt-get install -y x'],
    ['who upgrades with it', 'RUN apt-get update && apt-get upgrade -y'],
    ['who removes it', 'RUN apt-get update && rm -rf /var/lib/apt/lists/*'],
    ['a mount', 'RUN --mount=type=cache,target=/var/lib/apt/lists apt-get update\nRUN apt-get install -y x'],
    [
      'what a later layer removes: that is told there',
      'RUN apt-get update\nRUN apt-get install -y x && rm -rf /var/lib/apt/lists/*',
    ],
    ['a branch', 'RUN if x; then apt-get update; fi'],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM x\n${body}\n`)).toEqual([]);
  });

  test('a stage that is left behind', () => {
    expect(findingsOf(RULE, 'FROM x AS a\nRUN apt-get update\nFROM x\nCOPY --from=a /x /\n')).toEqual([]);
  });
});
