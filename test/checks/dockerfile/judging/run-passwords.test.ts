import { describe, expect, test } from 'vitest';
import { findSetPasswords } from '../../../../src/checks/dockerfile/judging/run-passwords.ts';

/** Nothing here may look like a credential to those who search this repository. */
const WORD = ['se', 'cure'].join('');

function told(text: string): readonly string[] {
  return findSetPasswords(text).map(({ start, end, what }) => `${what}: ${text.slice(start, end)}`);
}

describe('passwords that a RUN sets', () => {
  test.each([
    [`RUN echo 'root:${WORD}' | chpasswd`, 'an account'],
    [`RUN echo -n root:${WORD} |sudo chpasswd`, 'an account'],
    [`RUN useradd -p $(echo ${WORD} | openssl passwd -1 -stdin) a`, 'an account'],
    [`RUN psql -c "CREATE USER a WITH SUPERUSER PASSWORD '${WORD}';"`, 'a user of a database'],
    [`RUN mysql -e "GRANT ALL ON *.* TO a IDENTIFIED BY '${WORD}'"`, 'a user of a database'],
    [
      `RUN echo mysql-server mysql-server/root_password password ${WORD} | debconf-set-selections`,
      'a package',
    ],
    [`RUN drush site-install --account-pass=${WORD}`, 'a program'],
    [`RUN export DB_PASSWORD="${WORD}" && x`, 'DB_PASSWORD'],
  ])('%s', (text, what) => {
    expect(told(text)).toEqual([`${what}: ${WORD}`]);
  });

  test.each([
    'RUN echo "$USER:$PASSWORD" | chpasswd',
    'RUN adduser --disabled-password --gecos "" app',
    'RUN adduser --disabled-password app',
    'RUN docker login --password-stdin',
    `RUN psql -c "ALTER USER a WITH PASSWORD '$PASSWORD';"`,
    'RUN SECRET_KEY_BASE=secret_key_base rake assets:precompile',
    'RUN SECRET_KEY_BASE=dummy rake assets:precompile',
    'RUN PASSWORD_FILE=/run/secrets/x y',
  ])('not in %s', (text) => {
    expect(told(text)).toEqual([]);
  });
});
