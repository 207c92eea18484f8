// Passwords that somebody could guess, told by where they stand: beside a user, in quotes, in a comparison, a connection string, a
// sentence. They may be an example's: warnings, and none in tests and documentation.
import { isLiteralPassword, isUnlikeName } from '../literal-password.ts';
import type { PatternRule, SecretRule } from '../secret-rule.ts';

const HARD_CODED = 'https://cwe.mitre.org/data/definitions/798.html';
const NAME = '[\\w.-]{0,40}(?:passw(?:or)?d|passwort|(?<![A-Za-z])pass|[_.]pass|pwd)["\'\\]]{0,2}';
const USER = '[\\w.-]{0,40}(?:user(?:_?name)?|login|uid)["\'\\]]{0,2}';
const COMMENTS = '(?:[ \\t]{0,24}(?:#|//)[^\\n]{0,80}\\n){0,3}';
const NAME_KEYWORDS = ['passw', 'pass', 'pwd'];
const QUOTED = `(?:"([^"\\n]{4,64})"|'([^'\\n]{4,64})')`;
/** Places where passwords are made up. */
const NO_SAMPLE =
  /^(?!.*(?:(?:^|[/._-])(?:tests?|specs?|testing|testdata|fixtures?|mocks?|examples?|samples?|docs?|demos?)(?:[/._-]|$)|\.(?:md|rst|adoc|html?|man|[1-8](?:\.gz)?)$))/i;
/** Files in which values stand without quotes; in programs, what has none is a variable. */
const SETTINGS = new RegExp(
  `${NO_SAMPLE.source}.*(?:(?:^|/)[^/.]*|\\.(?:txt|ini|cfg|conf|config|cnf|properties|env|toml|ya?ml|sh|bat|cmd|reg|log|prefs))$`,
  'i',
);

type GuessableRule = Omit<PatternRule, 'kind' | 'severity' | 'path'> & { readonly path?: RegExp };

function guessable(rule: GuessableRule): PatternRule {
  return {
    kind: 'pattern',
    severity: 'warning',
    path: NO_SAMPLE,
    skipsPackages: true,
    isValid: isLiteralPassword,
    ...rule,
  };
}

export const GUESSABLE_PASSWORDS_RULES: readonly SecretRule[] = [
  guessable({
    id: 'password-beside-user',
    name: 'password that is assigned next to its user',
    source: HARD_CODED,
    keywords: NAME_KEYWORDS,
    isAssigned: true,
    pattern: new RegExp(
      `(?:\\n|^|[,{;])[ \\t]{0,24}["']?${NAME}\\s{0,16}(?:=>|:?=|:)\\s{0,4}${QUOTED}(?=\\s{0,4}(?:[,;}#]|\\r?\\n|$))` +
        `(?<=(?:\\n|^|[,{;])[ \\t]{0,24}["']?${USER}\\s{0,16}(?:=>|:?=|:)\\s{0,4}["'][^"'\\n]{2,80}["'][,;]?[ \\t]{0,8}\\r?\\n${COMMENTS}[^\\n]{0,140})`,
      'i',
    ),
    startsBefore: 48,
    reach: { beforeBytes: 300, afterBytes: 128 },
  }),
  guessable({
    id: 'password-line-beside-user',
    name: 'password in a line next to its user',
    source: HARD_CODED,
    keywords: NAME_KEYWORDS,
    path: SETTINGS,
    isAssigned: true,
    pattern: new RegExp(
      `(?:\\n|^)${NAME}(?:=| = )(?<secret>[^\\s"'=,;:]{4,64})(?=[ \\t]{0,4}(?:\\r?\\n|$))` +
        `(?<=(?:\\n|^)${USER}(?:=| = )(?!\\k<secret>\\r?\\n)[^\\s"'=,;:]{2,80}\\r?\\n${COMMENTS}[^\\n]{0,120})`,
      'i',
    ),
    startsBefore: 48,
    reach: { beforeBytes: 300, afterBytes: 128 },
  }),
  guessable({
    id: 'quoted-password',
    name: 'password in quotes',
    source: HARD_CODED,
    keywords: ['passw', 'pwd'],
    isAssigned: true,
    pattern: new RegExp(
      `(?<![\\w.-])["']?[\\w.-]{0,40}(?:passw(?:or)?d|passwort|pwd)["'\\]]{0,2}\\s{0,8}(?:=>|:?=|:)\\s{0,4}${QUOTED}(?=\\s{0,4}(?:[,;}#]|\\r?\\n|$))`,
      'i',
    ),
    startsBefore: 48,
    reach: { beforeBytes: 64, afterBytes: 128 },
    isValid: (secret) => secret.length >= 8 && isUnlikeName(secret),
  }),
  guessable({
    id: 'compared-password',
    name: 'password or secret that a program compares with',
    source: HARD_CODED,
    keywords: ['passw', 'pwd', 'secret'],
    pattern: /(?:passw(?:or)?d|pwd|secret)\)?\s{0,2}[!=]={1,2}\s{0,2}(?:"([^"\s]{4,64})"|'([^'\s]{4,64})')/i,
    startsBefore: 0,
    reach: { beforeBytes: 0, afterBytes: 96 },
  }),
  guessable({
    id: 'told-password',
    name: 'password that a sentence tells',
    source: 'https://cwe.mitre.org/data/definitions/1392.html',
    keywords: ['password'],
    pattern:
      /password(?:\s(?:for|of)\s(?:the\s)?(?:user\s)?["'`]?[\w.@-]{2,40}["'`]?)?\sis:?\s{1,2}(?:"([^"\s]{4,64})"|'([^'\s]{4,64})'|`([^`\s]{4,64})`)/i,
    startsBefore: 0,
    reach: { beforeBytes: 0, afterBytes: 192 },
  }),
  guessable({
    id: 'guessable-address-password',
    name: 'password in the address of a database',
    source: 'https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS',
    keywords: ['postgres://', 'postgresql://', 'mysql://', 'mongodb://', 'mongodb+srv://'],
    pattern:
      /(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?):\/\/(?<user>[^\s/:@"'`<>{}$()]{1,64}):(?!\k<user>@)(?<secret>[^\s/:"'`<>{}$()[\]|\\,*%]{4,128})@[\w[]/,
    startsBefore: 0,
    reach: { beforeBytes: 0, afterBytes: 320 },
  }),
  guessable({
    id: 'guessable-connection-string-password',
    name: 'password in a connection string',
    source: 'https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-string-syntax',
    keywords: ['password=', 'password =', 'pwd=', 'pwd ='],
    pattern:
      /(?<![\w-])(?:password|pwd)\s{0,2}=\s{0,2}\\?["']?([^\s"';<>{}$&\\]{4,80})(?=[;"'\s&\\]|$)(?<=(?:server|data source|host|provider|driver)\s{0,4}=[^\n<>]{1,320})/i,
    startsBefore: 0,
    reach: { beforeBytes: 340, afterBytes: 128 },
  }),
  guessable({
    id: 'phpmailer-password',
    name: 'password of PHPMailer',
    source: 'https://github.com/PHPMailer/PHPMailer#a-simple-example',
    keywords: ['->Password'],
    pattern: /->Password\s{0,12}=\s{0,4}(?:"([^"$\s]{4,64})"|'([^'\s]{4,64})');/,
    startsBefore: 0,
    reach: { beforeBytes: 0, afterBytes: 96 },
  }),
  {
    kind: 'assigned',
    id: 'jwt-signing-secret',
    name: 'secret that JSON Web Tokens are signed with',
    source: 'https://www.rfc-editor.org/rfc/rfc7518#section-3.2',
    severity: 'warning',
    // Put together, so that a scan of this file does not take one for the value of another.
    names: ['', '_', '-', '.'].map((mark) => `jwt${mark}secret`),
    value: `(?<=")[^"\\s]{8,160}(?=")|(?<=')[^'\\s]{8,160}(?=')`,
    isValid: isSigningSecret,
  },
  guessable({
    id: 'jwt-signing-secret-in-settings',
    name: 'secret that JSON Web Tokens are signed with',
    source: 'https://www.rfc-editor.org/rfc/rfc7518#section-3.2',
    keywords: ['jwt:', 'jwt":'],
    pattern: new RegExp(
      `jwt["']?:\\s{0,4}\\{?\\s{1,24}["']?secret(?:[_-]?key)?["']?:\\s{0,4}${QUOTED}(?=\\s{0,4}(?:[,}#]|\\r?\\n|$))`,
      'i',
    ),
    startsBefore: 0,
    reach: { beforeBytes: 0, afterBytes: 160 },
    isValid: isSigningSecret,
  }),
  {
    kind: 'token',
    id: 'django-insecure-key',
    name: 'secret key of Django as a new project has it',
    source: 'https://docs.djangoproject.com/en/stable/ref/checks/#security',
    severity: 'warning',
    prefixes: ['django-insecure-'],
    body: '[a-z0-9!@#$%^&*(_=+)-]{50}',
    notAfter: 'A-Za-z0-9',
  },
  {
    kind: 'assigned',
    id: 'react-app-password',
    name: 'password that Create React App builds into a page',
    source: 'https://create-react-app.dev/docs/adding-custom-environment-variables/',
    severity: 'warning',
    names: ['react_app_'],
    wholeName: 'react_app_\\w{0,40}pass(?:w(?:or)?d)?',
    value: '[^\\s"\'#,;<>{}$\\\\]{4,64}',
    isValid: isLiteralPassword,
  },
];

/** Whether a quoted text is a key to sign with: of some length, and no variable's name alone. */
function isSigningSecret(secret: string): boolean {
  if (secret.length >= 32) return !/^\$|\$\{|\{\{|^process\.|^[\w.-]+$/.test(secret) || /\d/.test(secret);
  return secret.length >= 8 && isLiteralPassword(secret) && !/[/:\s]|^(?:your|my|some|the)/i.test(secret);
}
