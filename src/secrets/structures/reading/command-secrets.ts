// Secrets on a command line: options that take passwords, variables that are named like secrets, URLs, headers.
import { isSecretName } from '../judging/secret-name.ts';
import { isSecretValue, type Strictness } from '../judging/secret-value.ts';
import type { TextSpan } from './named-value.ts';
import { findUrlPasswords } from './url-passwords.ts';
import { readWords, type Word } from './words.ts';

/** Options of one letter whose value is a password, by program; `attached` are written without white space between. */
const SHORT_OPTIONS: readonly {
  readonly programs: RegExp;
  readonly option: string;
  readonly isAttached?: boolean;
  /** What of the value is the password: after the first `:` or `%`. */
  readonly after?: string;
}[] = [
  {
    programs: /^(?:mysql|mariadb|mysqldump|mysqladmin|mysqlimport|mariadb-dump|mysqlcheck)$/,
    option: '-p',
    isAttached: true,
  },
  { programs: /^sshpass$/, option: '-p', isAttached: true },
  { programs: /^(?:7z|7za|7zr|unrar|rar)$/, option: '-p', isAttached: true },
  {
    programs:
      /^(?:sshpass|mongo|mongosh|mongodump|mongorestore|docker|podman|nerdctl|helm|buildah|skopeo|oc|az|tsh)$/,
    option: '-p',
  },
  { programs: /^(?:zip|unzip|sqlcmd)$/, option: '-P' },
  { programs: /^(?:curl)$/, option: '-u', after: ':' },
  { programs: /^(?:redis-cli|cqlsh)$/, option: '-a' },
  { programs: /^(?:ldapsearch|ldapmodify|ldapadd|ldapdelete|ldapwhoami|ldappasswd)$/, option: '-w' },
  { programs: /^(?:smbclient|rpcclient|smbget|net)$/, option: '-U', after: '%' },
];
/** `-p` of these is a password only with this word on the line. */
const LOGIN_WORD = /^(?:docker|podman|nerdctl|helm|buildah|skopeo|oc|az|tsh)$/;
const LONG_OPTION = /^--?([a-z][\w-]{1,64})(?:=(.+))?$/is;
/** Long options whose value is `user:password`. */
const USER_OPTION = /^(?:user|proxy-user|creds|src-creds|dest-creds)$/;
const SECRET_OPTION =
  /^(?:pass|password|passwd|pwd|token|secret|api-?key|auth-token|access-token|client-secret|secret-key|http-password|ftp-password|rpass|passphrase|requirepass|identity-token|storepass|keypass|srcstorepass|deststorepass|passin-value|registry-token|github-token|bind-pw|admin-password|root-password|db-password|[\w-]{1,48}[-_](?:password|token|secret|passphrase))$/i;
const ASSIGNMENT = /^(?:-[eD]|\$env:)?([A-Za-z_][\w.]{0,128})=(.+)$/s;
const HEADER =
  /^["']?(?:[\w-]*authorization|private-token|x-[\w-]*(?:token|key|secret)|job-token|deploy-token|api-key):\s{0,4}(?:(?:basic|bearer|token|apikey)\s{1,4})?/i;
const PASS_SOURCE = /^pass:/;

/** The secrets of the command line from `from` to `to`. */
export function* findCommandSecrets(
  text: string,
  from: number,
  to: number,
  strictness: Strictness,
): Generator<TextSpan> {
  const judge = function* (start: number, end: number): Generator<TextSpan> {
    const [first, last] =
      text[start] === text[end - 1] && (text[start] === '"' || text[start] === "'") && end - start > 2
        ? [start + 1, end - 1]
        : [start, end];
    if (isSecretValue(text.slice(first, last), strictness)) yield { start: first, end: last };
  };
  let program = '';
  let line: string[] = [];
  let expected: ((word: Word) => TextSpan | undefined) | undefined;
  for (const word of readWords(text, from, to, false)) {
    if (/^(?:\||\|\||&&|;|&)$/.test(word.text) || word.text.endsWith(';')) {
      program = '';
      line = [];
      expected = undefined;
      continue;
    }
    if (expected !== undefined) {
      const span = word.text.startsWith('-') ? undefined : expected(word);
      expected = undefined;
      if (span !== undefined) {
        yield* judge(span.start, span.end);
        continue;
      }
    }
    yield* findInUrls(word, judge);
    const assigned = ASSIGNMENT.exec(word.text);
    if (assigned !== null && !word.text.includes('://')) {
      if (isSecretName(assigned[1]!)) yield* judge(word.end - assigned[2]!.length, word.end);
      continue;
    }
    const header = HEADER.exec(word.text);
    if (header !== null && header[0].length < word.text.length)
      yield* judge(word.start + header[0].length, word.end);
    if (PASS_SOURCE.test(word.text)) yield* judge(word.start + 5, word.end);
    if (
      program === '' &&
      /^[\w./-]+$/.test(word.text) &&
      !/^(?:sudo|time|env|nohup|export|command|exec)$/.test(word.text) &&
      !word.text.startsWith('-')
    )
      program = word.text.slice(word.text.lastIndexOf('/') + 1);
    const option = optionOf(program, line, word);
    line.push(word.text);
    if (option?.span !== undefined) yield* judge(option.span.start, option.span.end);
    expected = option?.next;
    if (/^set$/.test(line.at(-2) ?? '') && isSecretName(word.text)) expected = whole;
  }
}

const whole = (word: Word): TextSpan => ({ start: word.start, end: word.end });
const afterMark =
  (mark: string) =>
  (word: Word): TextSpan | undefined => {
    const at = word.text.indexOf(mark);
    return at < 0 ? undefined : { start: word.start + at + mark.length, end: word.end };
  };

interface FoundOption {
  readonly span?: TextSpan;
  readonly next?: (word: Word) => TextSpan | undefined;
}

function optionOf(program: string, line: readonly string[], word: Word): FoundOption | undefined {
  if (word.text.length < 2 || word.text[0] !== '-') return undefined;
  for (const { programs, option, isAttached, after } of SHORT_OPTIONS) {
    if (!word.text.startsWith(option) || !programs.test(program)) continue;
    if (LOGIN_WORD.test(program) && !line.includes('login')) continue;
    if (word.text === option)
      return isAttached &&
        !SHORT_OPTIONS.some(
          (other) => !other.isAttached && other.option === option && other.programs.test(program),
        )
        ? undefined
        : { next: after === undefined ? whole : afterMark(after) };
    const value = { ...word, text: word.text.slice(2), start: word.start + 2 };
    if (isAttached) return { span: whole(value) };
    if (after !== undefined) {
      const span = afterMark(after)(value);
      return span === undefined ? undefined : { span };
    }
  }
  const long = LONG_OPTION.exec(word.text);
  if (long === null) return undefined;
  const [, name, value] = long;
  const pick = USER_OPTION.test(name!) ? afterMark(':') : SECRET_OPTION.test(name!) ? whole : undefined;
  if (pick === undefined) return undefined;
  if (value === undefined) return { next: pick };
  const span = pick({ ...word, text: value, start: word.end - value.length });
  return span === undefined ? undefined : { span };
}

function* findInUrls(
  word: Word,
  judge: (start: number, end: number) => Generator<TextSpan>,
): Generator<TextSpan> {
  if (word.text.includes('://'))
    for (const { start, end } of findUrlPasswords(word.text))
      yield* judge(word.start + start, word.start + end);
}
