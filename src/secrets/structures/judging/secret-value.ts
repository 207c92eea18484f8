// Whether a value that stands in a secret's place is one: how strict the answer is depends on the file.
import { measureEntropy } from '../../entropy.ts';
import { isPlaceholder } from '../../placeholder.ts';

/**
 * How much a place promises. `credentials`: the file exists to hold credentials, anything that is no reference is one.
 * `settings`: a configuration, where stand-ins occur. `program`: likewise, and strings are also messages and the names of
 * things. `sample`: an example, in which only what looks random counts.
 */
export type Strictness = 'credentials' | 'settings' | 'program' | 'sample';

const LONGEST = 1 << 16;

/** References to where the secret is, and holes to fill in. */
const REFERENCE =
  /^(?:\$[A-Za-z_{(]|%\w+%?$|%\(\w+\)s|<[A-Za-z_][\w .:/-]*>|\{\{|\[[\w -]*\]$|@\w+@$|__\w+__$|ENC\[|ENC\(|!vault|vault:|env:|file:|op:\/\/|arn:aws:|process\.env|os\.environ|getenv|ENV\[|env\()|^`|^\\?["']$|<%=|\{\{|\$\{[^}]*\}|#\{[^}]*\}/;
const MASK = /^(?:[*xX.\-_?#•]+|0+)$/;
const STAND_IN =
  /^(?:change[_-]?(?:me|it|this)|replace[_-]?me|todo|tbd|fixme|redacted|hidden|removed|masked|fill[_-]?me|put your unique phrase here)\W?$/i;
/** Values that everybody uses and nobody keeps secret, and words of configurations. */
const COMMON =
  /^(?:true|false|yes|no|on|off|null|nil|none|undefined|default|empty|disabled?|enabled?|auto|any|all|required|optional|unset|unused|autogenerate(?:,isolateapps)?|ignored|pass|password|passwd|passw0rd|passphrase|secret|secrets|token|key|apikey|api[_-]?key|admin|root|test|testing|tester|guest|user|username|demo|foo|bar|foobar|baz|qwerty|dev|local|localhost|postgres|mysql|mariadb|mongo|redis|rabbitmq|string|text|value|plain|basic|bearer|file|prompt|ask|env|hunter2|[a-z]{1,3}|\d{1,5}|123456\d*|(?:my|your|the|some|a)[ _-]?(?:\w{1,16}[ _-]?)?(?:password|passwd|secret|token|key|api[_-]?key))$/i;
const LOCATION = /^(?:\.{0,2}|~)\/[\w./-]*$|^[a-z][a-z0-9+.-]*:\/\/[^\s@]*$|^[A-Za-z]:\\/;
/** Names of things in programs and configurations: `com.example.Thing`, `settings.password`, `UPPER_CASE_NAME`. */
const SYMBOL = /^(?:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?:\(.*)?|[A-Z]+(?:_[A-Z]+)+|[a-z]+(?:_[a-z]+){2,})$/;

/** Words of a sentence. */
const PROSE = /^[A-Za-z,']+(?: [A-Za-z,']+)+[.:!?]{0,3}$/;
/** A name for a secret, where a program has one as a string. */
const SECRETS_NAME =
  /^[A-Za-z_.-]*(?:access_?key|password|passwd|secret|token|credential|api_?key|auth)[A-Za-z_.-]*$/i;

/** Whether `value` is a secret, in a place of the given strictness. */
export function isSecretValue(value: string, strictness: Strictness): boolean {
  const text = value.length > LONGEST ? value.slice(0, LONGEST) : value;
  if (text.trim() === '' || REFERENCE.test(text) || MASK.test(text) || STAND_IN.test(text)) return false;
  if (strictness === 'credentials') return true;
  if (COMMON.test(text) || LOCATION.test(text) || SYMBOL.test(text) || PROSE.test(text)) return false;
  if (isPlaceholder(text) || (text.includes('\n') && !text.includes('PRIVATE KEY'))) return false;
  if (strictness === 'program' && (SECRETS_NAME.test(text) || /\s/.test(text[0]!))) return false;
  return strictness === 'sample' ? looksRandom(text) : text.length >= 4;
}

/** Whether a text looks drawn by chance: long, of many characters, and letters and digits change places often. */
export function looksRandom(text: string): boolean {
  if (text.length < 16 || measureEntropy(text) < 3) return false;
  let changes = 0;
  let words = 0;
  for (let i = 1; i < text.length; i++) {
    const [before, after] = [classOf(text.charCodeAt(i - 1)), classOf(text.charCodeAt(i))];
    if (after !== OTHER) words++;
    if (before === OTHER || after === OTHER || before === after) continue;
    if (!isWordStart(text, i, before, after)) changes++;
  }
  return changes >= 0.12 * words && words > text.length / 2;
}

/** Whether the change is that of a word written with a capital: `aWord`. */
function isWordStart(text: string, at: number, before: number, after: number): boolean {
  if (before === UPPER && after === LOWER) return true;
  return before === LOWER && after === UPPER && classOf(text.charCodeAt(at + 1)) === LOWER;
}

const [OTHER, DIGIT, UPPER, LOWER] = [0, 1, 2, 3];

function classOf(code: number): number {
  if (code >= 48 && code <= 57) return DIGIT!;
  if (code >= 65 && code <= 90) return UPPER!;
  return code >= 97 && code <= 122 ? LOWER! : OTHER!;
}
