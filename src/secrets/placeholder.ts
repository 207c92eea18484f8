// Values that stand where a secret will be: examples, templates, references to where the secret really is.

/** Words that the makers of documentation put into example tokens; six letters or more, so that chance does not. */
const EXAMPLE_WORDS =
  /example|placeholder|changeme|change_me|change-me|your[_-]?(?:api|secret|token|key|password)|insert[_-]|replace[_-]?(?:me|with)|redacted|dummy|sample|not[_-]?an?[_-]?(?:real|secret|valid|key|token|password|uuid)|xxxxxx|000000000|abcdefgh|abcdef12345|1234567890ab|12345678901234567890|0123456789abcdef0123|\.\.\.\.|\*\*\*\*\*/i;
/** References: shell and template variables, secret managers, environment look-ups. */
const REFERENCE =
  /^\$(?:[({]|[A-Za-z_]\w{0,99}(?![\w$]))|^%\w+%$|\{\{|<[A-Za-z_][\w -]*>|^<|^(?:env|file|vault|arn:aws:(?:secretsmanager|ssm)|projects\/)[:/.]|^(?:process\.env|os\.environ|ENV\[|System\.getenv)/;

/** How the tokens begin that RFC 5849, RFC 6749 and RFC 6750 made famous, and libraries repeat. */
const STANDARD_EXAMPLE = /^(?:2YotnFZFEjr1|tGzv3JOkF0XG|czZCaGRSa3F0Mz|ad180jjd733k|lsdkfol23w54|mF_9\.B5f)/;
/** One digit fourteen times in a row. */
const RUN = /([0-9a-f])\1{13}/;
/** Twelve characters that come twice, as where somebody filled a length. */
const REPEATED = /([A-Za-z0-9]{12}).{0,64}?\1/;
/** In longer values, words come up by chance. */
const WORDS_LIMIT = 512;
const REPEATED_LIMIT = 160;

/** Whether a value only stands for a secret: an example, a template's variable, one character over and over. */
export function isPlaceholder(value: string): boolean {
  return (
    (value.length <= WORDS_LIMIT && (EXAMPLE_WORDS.test(value) || RUN.test(value) || isRepeated(value))) ||
    REFERENCE.test(value) ||
    STANDARD_EXAMPLE.test(value) ||
    isMonotonous(value)
  );
}

/** Whether the letters of a value go up the alphabet, whatever stands between them: `a1b2c3d4e5f6g7h8`. */
export function isCountedUp(value: string): boolean {
  return value
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()
    .includes('abcdefgh');
}

/** Whether a value of usual length repeats itself; base64 has runs of one letter for zeros, and dots between its parts. */
function isRepeated(value: string): boolean {
  const [, block] = (value.length <= REPEATED_LIMIT && !value.includes('.') && REPEATED.exec(value)) || [];
  return block !== undefined && new Set(block).size > 2;
}

/** Whether half of the value or more is one character, as in `aaaaaaaa` or `--------`. */
function isMonotonous(value: string): boolean {
  if (value.length < 6 || value.length > 4096) return false;
  const counts = new Map<string, number>();
  for (const character of value) {
    const count = (counts.get(character) ?? 0) + 1;
    if (count * 2 > value.length) return true;
    counts.set(character, count);
  }
  return false;
}
