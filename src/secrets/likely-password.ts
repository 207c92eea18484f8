// Whether a text is a password that somebody uses, rather than a word of documentation, a name, or a reference.
import { isPlaceholder } from './placeholder.ts';

/** What documentation writes where a password goes, without digits and marks around. */
const DOCUMENTATION_WORDS = new Set(
  (
    'password passwd passwort passphrase pass pwd pw passw mypassword mypass mypasswd yourpassword yourpass userpass userpassword ' +
    'secret mysecret topsecret supersecret sekret secretpassword user username userid admin administrator root test tests tester ' +
    'testing testpass testpassword guest anonymous nobody default none null nil undefined true false empty blank foo bar baz foobar ' +
    'qux spam eggs ham abc abcd abcdef xyz qwerty letmein hello world token key apikey api login value string text word name email ' +
    'mail example sample dummy demo fake mock stub temp tmp todo fixme change changeit changeme changethis enter input required ' +
    'hunter monkey opensesame postgres mysql redis rabbitmq mongo mongodb oracle scott tiger sa sys system database db host ' +
    'hostname server port proxy client service account credentials auth bearer basic private public'
  ).split(' '),
);
const REFERENCE = /\$[\w({]|[{}<>()]|\/\w+\/|%[a-z(]|^[@:#&*!/.~\\-]|::|->|=>|\[|\]|\s|^\w+\.\w+/;
const NAME = /^(?:[a-z]+|[A-Z]+|[A-Z]?[a-z]+(?:[A-Z][a-z]+)+\d?|[A-Za-z]+(?:[_.-][A-Za-z]+)+\d?|[\d.:_-]+)$/;

/** Whether `text` stands for no password: a word as documentation has it, alone or between digits and marks. */
export function isDocumentationPassword(text: string): boolean {
  const folded = text
    .toLowerCase()
    .replace(/[@4]/g, 'a')
    .replace(/0/g, 'o')
    .replace(/[5$]/g, 's')
    .replace(/3/g, 'e');
  return [text.toLowerCase(), folded].some((form) => DOCUMENTATION_WORDS.has(form.replace(/[^a-z]/g, '')));
}

/** Whether `text` looks like a password in use: letters and others mixed, no reference, no name, no word of documentation. */
export function isLikelyPassword(text: string): boolean {
  if (text.length < 8 || isPlaceholder(text) || REFERENCE.test(text) || NAME.test(text)) return false;
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((sort) => sort.test(text)).length;
  return classes >= 2 && /[A-Za-z]/.test(text) && new Set(text).size >= 6 && !isDocumentationPassword(text);
}
