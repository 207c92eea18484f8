// Whether a text is a password that somebody uses, rather than a word of documentation, a name, or a reference.
import { readEncodedText } from './encoded-text.ts';
import { isPlaceholder } from './placeholder.ts';

/** What documentation writes where a password goes, without digits and marks around. */
const DOCUMENTATION_WORDS = new Set(
  (
    'password passwd passwort passphrase pass pwd pw passw pasword mypassword mypass mypasswd yourpassword yourpass userpass userpassword ' +
    'secret mysecret topsecret supersecret sekret secretpassword user username userid admin administrator root test tests tester ' +
    'testing testpass testpassword guest anonymous nobody default none null nil undefined true false empty blank foo bar baz foobar ' +
    'qux spam eggs ham abc abcd abcdef xyz qwerty letmein hello world token key apikey api login value string text word name email ' +
    'mail example sample dummy demo fake mock stub temp tmp todo fixme change changeit changeme changethis enter input required ' +
    'xyzzy hunter monkey opensesame postgres mysql redis rabbitmq mongo mongodb oracle scott tiger sa sys system database db host ' +
    'hostname server port proxy client service account credentials auth bearer basic private public'
  ).split(' '),
);
/** The word itself, however it is spelt. */
const PASSWORD_WORD = /p[a@4][s$5]{2}w(?:[o0]?r)?d/gi;
/** What documentation puts around it. */
const COMPANIONS =
  /^(?:.{0,3}|(?:my|your|the|an?|new|old|some|kind|of|this|is|not|in|real|strong|super|very|secure|secret|test|admin|user|root|db|data|base|login|default|initial|first|other|another|wrong|bad|invalid|incorrect|correct|right|good|long|enter|type|use|with|here|postgres|mysql|redis|mongo|guest|demo|fake|temp|plain|text|clear|hashed|encrypted|app|api|service|server|client|key|store|trust|word|for|one|two)+)$/;
const MOST_COMPANIONS = 32;
/** Digits that count, from nothing or zeros. */
const COUNT = /^0*(?:1(?:2(?:3(?:4(?:5(?:6(?:7(?:89?)?)?)?)?)?)?)?)?0?$/;
/** Names of things, pairs of names, format strings, paths, and the address without a host that anonymous FTP takes. */
const REFERENCE =
  /^\w:\w|^[A-Za-z_]+:[A-Za-z_]+$|[^\x21-\x7e]|^[a-z]+(?:[/:][\w]+)+$|\$[\w({]|[{}<>()]|\/\w+\/|%[a-z(]|^[@:#&*!/.~\\-]|::|->|=>|\[|\]|\s|^\w+\.\w+|^\w+@$|^[\w.+-]+@[\w-]+\.[\w.]+$/;
const NAME =
  /^_?(?:[a-z]+|[A-Z]+|[A-Z][a-z]+|[A-Z]{0,2}[a-z]*(?:[A-Z]{1,2}[a-z]+)+[A-Z]?\d?|[A-Za-z]+(?:[_.-][A-Za-z]+)+\d?|[\d.:_-]+)$/;

/** Whether `text` stands for no password: a word as documentation has it, alone or with a count and marks around. */
export function isDocumentationPassword(text: string): boolean {
  if (/^(.)\1*$/.test(text)) return true;
  const lower = text.toLowerCase();
  const digits = text.replace(/\D/g, '');
  if (digits.length < 3 || COUNT.test(digits)) {
    if (DOCUMENTATION_WORDS.has(lower.replace(/[^a-z]/g, ''))) return true;
  }
  const folded = lower.replace(/[@405$3]/g, (one) => FOLDS[one as keyof typeof FOLDS]).replace(/[^a-z]/g, '');
  return DOCUMENTATION_WORDS.has(folded) || isWordPassword(text);
}

/** Letters that digits and marks stand for. */
const FOLDS = { '@': 'a', '4': 'a', '0': 'o', '5': 's', $: 's', '3': 'e' } as const;

/** Whether `text` is the word password with nothing of its own: other letters are few, digits only count. */
function isWordPassword(text: string): boolean {
  const rest = text.replace(PASSWORD_WORD, '');
  if (rest !== text && /^[A-Za-z/_.:-]*$/.test(rest)) return true;
  const letters = rest.toLowerCase().replace(/[^a-z]/g, '');
  return (
    rest !== text &&
    COUNT.test(rest.replace(/\D/g, '')) &&
    letters.length <= MOST_COMPANIONS &&
    COMPANIONS.test(letters)
  );
}

/** Whether `text` looks like a password in use: letters and others mixed, no reference, no name, no word of documentation. */
export function isLikelyPassword(text: string): boolean {
  if (text.length < 8 || isPlaceholder(text) || REFERENCE.test(text) || NAME.test(text)) return false;
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((sort) => sort.test(text)).length;
  if (classes < 2 || !/[A-Za-z]/.test(text) || new Set(text).size < 6 || isDocumentationPassword(text))
    return false;
  const encoded = readEncodedText(text);
  return encoded === undefined || !(NAME.test(encoded) || isDocumentationPassword(encoded));
}
