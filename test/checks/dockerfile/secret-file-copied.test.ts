// Files that hold secrets, by their names.
import { describe, expect, test } from 'vitest';
import { findingsOf, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'secret-file-copied';

describe('finds', () => {
  test('keys that the image has, and those that a later RUN removes', () => {
    const [kept] = findingsOf(RULE, 'FROM a\nCOPY id_rsa /root/.ssh/\n');
    expect(kept).toMatchObject({ severity: 'error', line: 2 });
    const [removed] = findingsOf(RULE, 'FROM a\nCOPY id_rsa /root/.ssh/\nRUN x && rm /root/.ssh/id_rsa\n');
    expect(removed!.message).toMatch(/though line 3 removes it/);
  });

  test('keys in a stage that is left behind: its cache has them', () => {
    expect(placesOf(RULE, 'FROM a AS b\nADD .netrc /root/\nFROM c\nCOPY --from=b /x /\n')).toEqual([
      'warning 2',
    ]);
  });

  test('what may hold a secret, where it is shipped', () => {
    expect(placesOf(RULE, 'FROM a\nCOPY .npmrc package.json ./\n')).toEqual(['warning 2']);
    expect(placesOf(RULE, 'FROM a AS b\nCOPY .npmrc ./\nFROM c\nCOPY --from=b /x /\n')).toEqual([]);
  });
});

describe('leaves alone', () => {
  test.each([
    'COPY id_rsa.pub /x',
    'COPY .env.example /x',
    'COPY --from=b /root/.netrc /x',
    'ADD https://example.com/Release.key /x',
    'COPY . .',
    'COPY keys.txt /x',
    'COPY test/fixtures/server.key /x',
  ])('%s', (line) => {
    expect(findingsOf(RULE, `FROM a AS b\nFROM c\n${line}\n`)).toEqual([]);
  });
});
