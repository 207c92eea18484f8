// Files of words: netrc and the mail programs that log in as it does.

import { defineTextStructure, type SecretSpan } from './define-structure.ts';
import { isSecretValue, type Strictness } from './judging/secret-value.ts';
import { readLines } from './reading/named-value.ts';
import { readWords } from './reading/words.ts';
import type { SecretStructure } from './secret-structure.ts';

/** Words whose next word is no password, whatever it reads. */
const OTHER_KEYS = new Set([
  'machine',
  'login',
  'account',
  'user',
  'username',
  'host',
  'server',
  'poll',
  'identity',
]);

/** The words that follow one of `keys`. */
function* findAfterWords(
  text: string,
  keys: ReadonlySet<string>,
  strictness: Strictness,
): Generator<SecretSpan> {
  let before = '';
  for (const word of readWords(text, 0, text.length, true)) {
    if (word.text === '=' || word.text === 'is') continue;
    const isValue = keys.has(before) || OTHER_KEYS.has(before);
    if (keys.has(before) && isSecretValue(word.text, strictness)) yield { start: word.start, end: word.end };
    before = isValue ? '' : word.text;
  }
}

const NETRC_KEYS = new Set(['password', 'passwd']);

const NETRC = defineTextStructure(
  {
    id: 'netrc',
    names: ['.netrc', '_netrc', 'netrc'],
    kinds: [
      {
        id: 'netrc-password',
        name: 'password in .netrc',
        source: 'https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html',
      },
    ],
  },
  (text, _path, sampleOr) => findAfterWords(text, NETRC_KEYS, sampleOr('credentials')),
);

const MAIL_KEYS = new Set(['password', 'pass', 'passwd']);

const MAIL_LOGIN = defineTextStructure(
  {
    id: 'mail-login',
    names: ['.esmtprc', 'esmtprc', '.msmtprc', 'msmtprc', '.fetchmailrc', 'fetchmailrc', '.mailrc'],
    kinds: [
      {
        id: 'mail-password',
        name: 'password of a mail program',
        source: 'https://marlam.de/msmtp/msmtp.html#Authentication',
      },
    ],
  },
  (text, _path, sampleOr) => findAfterWords(text, MAIL_KEYS, sampleOr('credentials')),
);

/** One login a line, the secret in the last column: `separator` splits the columns, `columns` are counted from 1. */
function* findInColumn(text: string, column: RegExp, strictness: Strictness): Generator<SecretSpan> {
  for (const line of readLines(text, 1 << 16)) {
    if (line.text.startsWith('#')) continue;
    const found = column.exec(line.text);
    const value = found?.[1];
    if (found === null || value === undefined || !isSecretValue(value, strictness)) continue;
    const start = line.start + found[0].length - value.length;
    yield { start, end: start + value.length };
  }
}

const PGPASS = defineTextStructure(
  {
    id: 'pgpass',
    names: ['.pgpass', 'pgpass.conf'],
    kinds: [
      {
        id: 'pgpass-password',
        name: 'PostgreSQL password in .pgpass',
        source: 'https://www.postgresql.org/docs/current/libpq-pgpass.html',
      },
    ],
  },
  (text, _path, sampleOr) =>
    findInColumn(text, /^(?:(?:[^:\\]|\\.){0,512}:){4}(.{1,1024})$/, sampleOr('credentials')),
);

const MAIL_RELAY = defineTextStructure(
  {
    id: 'mail-relay',
    names: ['sasl_passwd', 'passwd.client'],
    kinds: [
      {
        id: 'mail-relay-password',
        name: "password of a mail server's relay",
        source: 'https://www.postfix.org/SASL_README.html#client_sasl_enable',
      },
    ],
  },
  (text, _path, sampleOr) =>
    findInColumn(
      text,
      /^(?!\s*#)[^\s:]{1,256}(?::\d+|:)?[ \t:]{1,16}[^\s:]{1,256}:(\S{1,1024})$/,
      sampleOr('credentials'),
    ),
);

const LINK_SECRETS = defineTextStructure(
  {
    id: 'link-secrets',
    names: ['chap-secrets', 'pap-secrets'],
    kinds: [
      {
        id: 'ppp-secret',
        name: 'secret of a PPP or VPN link',
        source: 'https://man7.org/linux/man-pages/man8/pppd.8.html',
      },
    ],
  },
  (text, _path, sampleOr) =>
    findInColumn(
      text,
      /^(?:"[^"]{0,256}"|\S{1,256})[ \t]{1,16}(?:"[^"]{0,256}"|\S{1,256})[ \t]{1,16}"?([^\s"]{1,256})/,
      sampleOr('credentials'),
    ),
);

const S3FS_PASSWORD = defineTextStructure(
  {
    id: 's3fs-password',
    names: ['.passwd-s3fs', 'passwd-s3fs'],
    kinds: [
      {
        id: 's3fs-secret-key',
        name: 'secret key of s3fs',
        source: 'https://github.com/s3fs-fuse/s3fs-fuse#examples',
      },
    ],
  },
  (text, _path, sampleOr) =>
    findInColumn(text, /^(?:[^:]{1,256}:){1,2}([^:\s]{16,256})$/, sampleOr('credentials')),
);

export const LOGINS: readonly SecretStructure[] = [
  NETRC,
  MAIL_LOGIN,
  PGPASS,
  MAIL_RELAY,
  LINK_SECRETS,
  S3FS_PASSWORD,
];
