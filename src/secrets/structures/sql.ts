// Passwords in SQL: dumps of databases, and scripts that make users.
import { defineTextStructure, type SecretSpan } from './define-structure.ts';
import { isSecretValue, type Strictness } from './judging/secret-value.ts';

const HASH =
  /'(\$2[abxy]\$\d\d\$[./0-9A-Za-z]{53}|\$(?:1|5|6|y|P|H|argon2id?)\$[^'\s]{16,256}|\*[0-9A-F]{40})'/g;
/** White space; in the history of mysql it is written as an escape. */
const SPACE = String.raw`(?:\s|\\040){1,8}`;
const PASSWORD = new RegExp(
  String.raw`(?<![A-Za-z_])(?:IDENTIFIED(?:${SPACE}WITH${SPACE}['"]?\w{1,32}['"]?)?${SPACE}(?:BY|AS)|(?:ENCRYPTED|WITH|SET|LOGIN|SUPERUSER|(?:USER|ROLE)${SPACE}[^\s\\]{1,64})${SPACE}PASSWORD(?:${SPACE}FOR${SPACE}[^\s\\]{1,128})?)(?:${SPACE})?(?:=(?:${SPACE})?)?(?:PASSWORD\()?'((?:[^'\\\r\n]|\\.|''){1,256})'`,
  'gi',
);

/** Passwords that SQL statements give to users. */
export function* findSqlPasswords(
  text: string,
  strictness: Strictness,
): Generator<{ start: number; end: number }> {
  for (const found of text.matchAll(PASSWORD)) {
    const end = found.index + found[0].length - 1;
    const value = found[1]!;
    if (isSecretValue(value, strictness) && !/^\*[0-9A-F]{40}$/.test(value))
      yield { start: end - value.length, end };
  }
}

function* findHashes(text: string): Generator<SecretSpan> {
  for (const found of text.matchAll(HASH))
    yield { kindId: 'sql-password-hash', start: found.index + 1, end: found.index + found[0].length - 1 };
}

/** Dumps and scripts. */
export const SQL_DUMP = defineTextStructure(
  {
    id: 'sql-dump',
    endings: ['.sql', '.dump', '.mysql', '.pgsql'],
    limitBytes: 32 << 20,
    kinds: [
      {
        id: 'sql-password',
        name: 'password of a database user in SQL',
        source: 'https://dev.mysql.com/doc/refman/8.4/en/create-user.html',
      },
      {
        id: 'sql-password-hash',
        name: "hash of a user's password in a dump of a database",
        source: 'https://dev.mysql.com/doc/refman/8.4/en/mysqldump.html',
        severity: 'warning',
      },
    ],
  },
  function* (text, _path, sampleOr) {
    yield* findHashes(text);
    yield* findSqlPasswords(text, sampleOr('settings'));
  },
);
