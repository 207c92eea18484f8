// One root file system over another.
import { describe, expect, test } from 'vitest';
import { findingsOf, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'copy-from-root';

describe('finds', () => {
  test.each(['COPY --from=b / /', 'COPY --from=b /. /', 'COPY --from=b /* /', 'COPY --from=busybox / /'])(
    '%s',
    (line) => {
      expect(placesOf(RULE, `FROM a AS b\nFROM c\n${line}\n`)).toEqual(['warning 3']);
    },
  );

  test('but not where hadolint is told not to', () => {
    expect(findingsOf(RULE, 'FROM a AS b\nFROM c\n# hadolint ignore=DL3067\nCOPY --from=b / /\n')).toEqual(
      [],
    );
  });
});

describe('leaves alone', () => {
  test.each([
    ['scratch, where it makes one layer', 'FROM a AS b\nFROM scratch\nCOPY --from=b / /'],
    ['a folder', 'FROM a AS b\nFROM c\nCOPY --from=b /usr/local/ /usr/local/'],
    ['another place', 'FROM a AS b\nFROM c\nCOPY --from=b / /rootfs'],
    ['the context', 'FROM c\nCOPY / /'],
    [
      'a stage that is left behind',
      'FROM a AS b\nFROM c AS d\nCOPY --from=b / /\nFROM e\nCOPY --from=d /x /x',
    ],
  ])('%s', (_, text) => {
    expect(findingsOf(RULE, `${text}\n`)).toEqual([]);
  });
});
