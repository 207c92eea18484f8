import { SQL_DUMP } from '../../../src/secrets/structures/sql.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const bcrypt = `$2y$12$${makeText(ALPHABET.alphanumeric, 53)}`;

testStructures([SQL_DUMP], {
  'sql-dump': [
    {
      path: 'db/dump.sql',
      text: `INSERT INTO users VALUES (1, 'a', '«${bcrypt}»', 1),\n(2, 'b', '«*${makeText('0123456789ABCDEF', 40)}»');`,
      kinds: ['sql-password-hash', 'sql-password-hash'],
    },
    {
      path: 'init.sql',
      text: "CREATE USER 'a'@'%' IDENTIFIED BY '«horse9»';\nALTER ROLE a WITH PASSWORD '«o''neill9»';\nCREATE USER b PASSWORD '«horse9»';\nSET PASSWORD FOR 'a'@'%' = '«horse9»';",
    },
    {
      path: 'init.sql',
      text: "CREATE TABLE a (password varchar(60) DEFAULT 'x');\nCREATE USER b IDENTIFIED BY '$PW';\nSELECT 'password';",
    },
  ],
});
