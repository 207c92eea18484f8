// Credentials in instructions, and the mount that takes their place.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';
import { makeKey } from '../../support/make-key.ts';

const RULE = 'secret-in-build';

/** A token of the right form that nobody has; in pieces, so that no scanner takes it for one. */
const TOKEN = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`;
const SYNTAX = '# syntax=docker/dockerfile:1\n';

describe('finds', () => {
  test('values by their form, in whatever instruction, and says nothing of them', () => {
    const key = makeKey();
    const found = findingsOf(RULE, `FROM a\nCOPY <<E /k\n${key}E\n`);
    expect(found.map(({ severity }) => severity)).toEqual(['error']);
    expect(JSON.stringify(found)).not.toContain(key.split('\n')[1]);
  });

  test('values by their names', () => {
    const value = ['Tr0ub4dor', 'Zx9'].join('-');
    expect(placesOf(RULE, `FROM a\nENV DB_PASSWORD=${value}\n`)).toEqual(['error 2']);
    expect(placesOf(RULE, `FROM a\nRUN mysql --password=${value} -e x\n`)).toEqual(['error 2']);
    expect(placesOf(RULE, `FROM a\nENV DB_PASSWORD ${value}\n`)).toEqual(['warning 2']);
  });

  test('arguments that carry credentials, in stages that are left behind and before the first FROM', () => {
    expect(placesOf(RULE, 'ARG API_KEY\nFROM a AS b\nARG NPM_TOKEN\nFROM c\nCOPY --from=b /x /x\n')).toEqual([
      'warning 1',
      'warning 3',
    ]);
  });

  test('what ENV takes from an argument', () => {
    expect(placesOf(RULE, 'FROM a\nARG X\nENV GITHUB_TOKEN=$X\n')).toEqual(['warning 3']);
  });

  test('defaults that everybody knows, as advice', () => {
    expect(placesOf(RULE, 'FROM a\nENV POSTGRES_PASSWORD=postgres\n')).toEqual(['advice 2']);
    expect(placesOf(RULE, 'FROM a\nENV DB_PASS=123456\n')).toEqual(['advice 2']);
    expect(placesOf(RULE, 'FROM a\nENV LDAP_ROOTPASS=postgres\n')).toEqual(['advice 2']);
    expect(placesOf(RULE, 'FROM a\nRUN x --password 123456\n')).toEqual(['advice 2']);
  });
});

describe('leaves alone', () => {
  test.each([
    'ENV GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305',
    'ENV SSH_PUBLIC_KEY=abc',
    'ENV TOKEN_URL=https://example.com/token',
    'ENV PASSWORD_FILE=/run/secrets/p',
    'ENV DB_PASSWORD=',
    'ENV SECRETS_PATH=/run/secrets',
    'ENV TOKEN_TTL=3600',
    'ENV MAX_TOKEN=4096',
    'ENV LOGIN_PASS=1',
    'ENV BYPASS=always',
    'ENV PASSWORD_LENGTH=1024',
    'ARG KEYCLOAK_VERSION',
    'ARG AUTHOR',
    'LABEL a=b',
    '# ENV DB_PASSWORD=Tr0ub4dor-Zx9\nRUN a',
  ])('%s', (line) => {
    expect(findingsOf(RULE, `FROM a\n${line}\n`)).toEqual([]);
  });
});

describe('comments of others count', () => {
  test.each([
    '# hadolint ignore=DL3064',
    '# check=skip=SecretsUsedInArgOrEnv',
    '# tally ignore=hadolint/DL3064',
  ])('%s', (comment) => {
    expect(findingsOf(RULE, `FROM a\n${comment}\nARG NPM_TOKEN\n`)).toEqual([]);
  });

  test('as directives', () => {
    expect(
      findingsOf(RULE, '# check=skip=SecretsUsedInArgOrEnv;error=true\nFROM a\nARG NPM_TOKEN\n'),
    ).toEqual([]);
  });
});

describe('the fix', () => {
  test('mounts the secret where it is used', () => {
    const text = `${SYNTAX}FROM a\nARG NPM_TOKEN\nRUN x\nRUN --network=host npm ci --token $NPM_TOKEN\nRUN echo \${NPM_TOKEN} \\\n  # why\n  && y\n`;
    expect(fixedBy(RULE, text)).toBe(
      `${SYNTAX}FROM a\nRUN x\nRUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN --network=host npm ci --token $NPM_TOKEN\nRUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN echo \${NPM_TOKEN} \\\n  # why\n  && y\n`,
    );
  });

  test.each([
    ['without a syntax line', 'FROM a\nARG NPM_TOKEN\nRUN npm ci --token $NPM_TOKEN\n'],
    ['where it has a default', `${SYNTAX}FROM a\nARG NPM_TOKEN=x-1\nRUN npm ci --token $NPM_TOKEN\n`],
    ['where ENV takes it', `${SYNTAX}FROM a\nARG NPM_TOKEN\nENV X=$NPM_TOKEN\nRUN a $NPM_TOKEN\n`],
    ['where a stage is built on this one', `${SYNTAX}FROM a AS b\nARG NPM_TOKEN\nRUN a $NPM_TOKEN\nFROM b\n`],
    ['where RUN has no shell', `${SYNTAX}FROM a\nARG NPM_TOKEN\nRUN ["a", "$NPM_TOKEN"]\n`],
  ])('does nothing %s', (_, text) => {
    expect(fixedBy(RULE, text)).toBe(text);
  });

  test('does not tell a token', () => {
    const [finding] = findingsOf(RULE, `FROM a\nRUN git clone https://${TOKEN}@example.com/a\n`);
    expect(JSON.stringify(finding ?? null)).not.toContain(TOKEN);
  });
});
