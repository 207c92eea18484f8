// Clones whose history is kept.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'git-clone-kept';

const CLONE = 'git clone https://example.com/a/b /opt/b';

describe('finds', () => {
  test('a whole clone that is kept', () => {
    expect(placesOf(RULE, `FROM debian\nRUN ${CLONE} && make -C /opt/b\n`)).toEqual(['warning 2']);
  });

  test('one that is copied on with its history', () => {
    const text = `FROM a AS b\nRUN ${CLONE}\nFROM c\nCOPY --from=b /opt /opt\n`;
    const [finding, ...more] = findingsOf(RULE, text);
    expect(more).toEqual([]);
    expect(finding!.line).toBe(2);
    expect(finding!.message).toContain('line 4 copies it');
  });
});

describe('leaves alone', () => {
  test.each([
    ['a shallow one', 'RUN git clone --depth 1 https://example.com/a/b /opt/b'],
    ['one that is removed', `RUN ${CLONE} && make -C /opt/b install && rm -rf /opt/b`],
    ['one without history', `RUN ${CLONE} && rm -rf /opt/b/.git`],
    ['one on a mount', `RUN --mount=type=tmpfs,target=/opt/b ${CLONE} && make -C /opt/b install`],
    ['one that a later layer removes: that is told there', `RUN ${CLONE}\nRUN rm -rf /opt/b`],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM debian\n${body}\n`)).toEqual([]);
  });

  test.each([
    ['its history removed before', `RUN ${CLONE} && rm -rf /opt/b/.git`, '/opt/b'],
    ['the last commit only', 'RUN git clone --depth 1 https://example.com/a/b /opt/b', '/opt/b'],
    ['a pattern', `RUN ${CLONE}`, '/opt/b*'],
  ])('what is copied on: %s', (_, body, source) => {
    expect(findingsOf(RULE, `FROM a AS b\n${body}\nFROM c\nCOPY --from=b ${source} /x/\n`)).toEqual([]);
  });

  test('what is copied into a stage that is left behind itself', () => {
    const text = `FROM a AS b\nRUN ${CLONE}\nFROM c AS d\nCOPY --from=b /opt/b /b\nFROM e\nCOPY --from=d /b/x /x\n`;
    expect(findingsOf(RULE, text)).toEqual([]);
  });

  test('a stage that is left behind', () => {
    expect(findingsOf(RULE, `FROM a AS b\nRUN ${CLONE}\nFROM c\nCOPY --from=b /opt/b/x /x\n`)).toEqual([]);
  });
});

describe('the fix', () => {
  test('fetches the last commit only', () => {
    expect(fixedBy(RULE, `FROM debian\nRUN ${CLONE}\n`)).toBe(
      'FROM debian\nRUN git clone --depth 1 https://example.com/a/b /opt/b\n',
    );
  });

  test.each([
    ['another commit is wanted', `RUN ${CLONE} && cd /opt/b && git checkout abc123`],
    ['another commit is wanted later', `RUN ${CLONE}\nRUN cd /opt/b && git reset --hard abc123`],
    ['the history is asked', `RUN ${CLONE} && cd /opt/b && make VERSION=$(git describe)`],
    ['the version comes of it', `RUN ${CLONE}\nRUN pip install setuptools_scm /opt/b`],
    ['the address is not known', 'RUN git clone "$URL" /opt/b'],
  ])('does nothing where %s', (_, body) => {
    const text = `FROM debian\n${body}\n`;
    expect(fixedBy(RULE, text)).toBe(text);
  });
});
