// Archives that ADD fetches.
import { describe, expect, test } from 'vitest';
import { findingsOf, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'add-url-archive';

describe('finds', () => {
  test.each(['x.tar.gz', 'x.zip', 'x.deb', 'x.tgz?token=a'])('%s', (name) => {
    expect(placesOf(RULE, `FROM a\nADD https://example.com/${name} /tmp/\n`)).toEqual(['warning 2']);
  });

  test.each([
    ['/tmp/', 'RUN rm /tmp/x.zip', 'line 3 only hides it'],
    ['y.zip', 'RUN rm y.zip', 'line 3 only hides it'],
    ['/tmp/', 'RUN rm /tmp/z', 'its layer keeps it'],
  ])('who removes it too late: %s, %s', (destination, run, told) => {
    const [finding] = findingsOf(RULE, `FROM a\nADD https://example.com/x.zip ${destination}\n${run}\n`);
    expect(finding!.message).toContain(told);
  });
});

describe('leaves alone', () => {
  test.each([
    'ADD https://example.com/conf.json /etc/',
    'ADD --unpack=true https://example.com/x.tar.gz /opt/',
    'ADD https://example.com/a.git#v1 /src',
    'ADD x.tar.gz /opt/',
    'ADD $URL /opt/',
  ])('%s', (line) => {
    expect(findingsOf(RULE, `FROM a\n${line}\n`)).toEqual([]);
  });

  test('a stage that is left behind', () => {
    expect(findingsOf(RULE, 'FROM a AS b\nADD https://example.com/x.zip /\nFROM c\n')).toEqual([]);
  });
});
