// Whether a text that stands where a password goes is one, however easy to guess: no variable, no mask, no name of what belongs there.

/** Variables, templates, calls, masks, format places, addresses. */
const REFERENCE =
  /[{}<>()[\]`]|\$(?:[A-Z]{2}|[A-Z_]\w*$)|(?:^|[^A-Za-z])\$\w|^[$%&*/.~\\:#@=-]*$|^[$%&*/.~\\]|[*#]{3}|[xX]{4}|\.{3}|%[sdrv]|\s{2}|^\w{1,12}:\/\/|^arn:/;
/** Properties that hold a password, addresses of people, numbered things. */
const NAME =
  /^[\w$]{1,24}\.\w{0,24}(?:pass|pwd)|^[\w.+-]{1,60}@[\w-]{1,40}\.[A-Za-z.]{2,12}$|^\d+(?:\.\d+){2,}$/;
/** What documentation and forms write in a password's place. */
const NAME_OF_PASSWORD =
  /^(?:(?:your|new|old|the|db|user(?:name)?|database|login|admin|root|default|current|confirm|enter|change|plain|a|some|any|no)?[_ -]?){2}(?:passw(?:or)?d|passwort|pass|pwd|pw|passphrase)(?:[_ -]?here)?\d?$/i;
const WORD =
  /^(?:none|anonymous|always|never|on_create|null|nil|undefined|undef|true|false|empty|string|text|value|required|optional|hidden|invalid|incorrect|plain(?:text)?|prompt|ask|user(?:name)?|input|default|function|define|change_?me|todo|example|redacted|masked|placeholder|not_?a_?secret|replace_?\w*|your\w+)$/i;
/** Names of variables, as environments and constants have them. */
const CONSTANT = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
/** Passwords of one sort of letters that are shorter are words or names. */
const LEAST_LETTERS = 10;

/** Whether somebody could log in with `text`, as far as its form says. */
export function isLiteralPassword(text: string): boolean {
  if (text.length < 4 || text.length > 128 || new Set(text).size < 3 || /[^\x20-\x7e]/.test(text))
    return false;
  // A backtick at the start is an odd character of a password, one at the end a quotation mark.
  const body = text.replace(/^[`#@](?=[\w!]{6})|[,;]$/g, '');
  return ![REFERENCE, NAME, NAME_OF_PASSWORD, WORD, CONSTANT].some((expression) => expression.test(body));
}

/** Likewise where only the name before says that it is a password: no identifier, no path, no short word. */
export function isUnlikeName(text: string): boolean {
  if (!isLiteralPassword(text) || /[/:\s\\]|@$/.test(text)) return false;
  if (/^[A-Za-z][a-z]*$/.test(text)) return text.length >= LEAST_LETTERS;
  return !/^[_#]?[A-Za-z]+(?:[_.#-][A-Za-z]+)*\d?$/.test(text);
}
