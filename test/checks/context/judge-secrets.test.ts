// Secrets in what is sent, and how far they get.
import { describe, expect, test } from 'vitest';
import { judgeProject } from '../../support/judge-project.ts';
import { makeKey } from '../../support/make-key.ts';

const KEY = makeKey();
const secrets = async (dockerfile: string, engine?: 'podman') =>
  (
    await judgeProject(
      { Dockerfile: dockerfile, conf: { env: KEY }, src: { a: 'x' } },
      { isSearched: true, ...(engine === undefined ? {} : { engine }) },
    )
  ).filter(({ rule }) => rule.startsWith('secret/'));

describe('a secret that is sent', () => {
  test.each([
    ['FROM scratch\nCOPY . /\n', 'final-stage', 'reaches the final stage'],
    ['FROM scratch\nCOPY conf/env /etc/\n', 'final-stage', 'reaches the final stage'],
    ['FROM a AS b\nCOPY conf /c\nFROM b\n', 'final-stage', 'reaches the final stage'],
    [
      'FROM a AS b\nCOPY conf /c\nFROM scratch\nCOPY --from=b /c /d\n',
      'final-stage',
      'reaches the final stage',
    ],
    ['FROM a AS b\nCOPY conf /c\nFROM scratch\nCOPY --from=b /out /d\n', 'stage', 'stays in stage b'],
    [
      'FROM a\nRUN --mount=type=bind,source=conf,target=/c cat /c/env\n',
      'mounted',
      'only mounted in stage 0',
    ],
  ])('%j: %s', async (dockerfile, kind, words) => {
    const found = await secrets(dockerfile);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ fate: { kind }, paths: [{ path: 'conf/env' }] });
    expect(found[0]!.message).toContain(words);
    expect(JSON.stringify(found)).not.toContain(KEY.split('\n')[1]);
  });

  test('is told where nothing uses it but the builder gets it', async () => {
    const found = await secrets('FROM a\nCOPY src /src\n', 'podman');
    expect(found).toMatchObject([{ severity: 'warning', fate: { kind: 'sent' }, line: null }]);
    expect(await secrets('FROM a\nCOPY src /src\n')).toEqual([]);
  });
});

/** A zip file's member that is encrypted; all of its bytes are ASCII. */
const ENCRYPTED = `PK\x03\x04\x14\0\x01\0\x08\0${'\0'.repeat(8)}\x05\0\0\0\x05\0\0\0\x01\0\0\0axxxxx`;

test('what cannot be searched is told', async () => {
  const findings = await judgeProject(
    { Dockerfile: 'FROM scratch\nCOPY . /\n', '.dockerignore': '', 'a.zip': ENCRYPTED },
    { isSearched: true },
  );
  const unread = findings.filter(({ rule }) => rule === 'secret-unread');
  expect(unread).toMatchObject([{ severity: 'advice', paths: [{ path: 'a.zip' }] }]);
  expect(unread[0]!.message).toContain('encrypted');
});
