// A config's values are told where they differ, and some are secrets. Whoever compares images in a CI log must not publish
// them: what its name or its form gives away as a secret is told as such, and nothing of its value.

/** What stands in the place of a secret. */
export const WITHHELD = '(withheld: it looks like a secret)';

const SECRET_NAME =
  /pass(?:wd|word|phrase)?(?:[^a-z]|$)|secret|token|credential|api_?-?key|access_?-?key|private_?-?key|(?:^|[^a-z])(?:auth|pwd|key)(?:[^a-z]|$)/i;
/** A file's place, or a switch. */
const HARMLESS_VALUE = /^(?:|\/[\w./-]*|true|false|yes|no|on|off|null)$/i;
/** RFC 3986 userinfo with a password. */
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^/?#\s:@]*):[^/?#\s@]+@/gi;
/** PEM, and the forms of tokens that name themselves. */
const SECRET_VALUE =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AKIA|sk-|npm_|eyJ[\w-]{1,500}\.eyJ)[\w-]{10,}/;

/** The value as it may be told; `name` is that of the variable or label, or null. */
export function withholdSecret(name: string | null, value: string): string {
  if (HARMLESS_VALUE.test(value)) return value;
  if ((name !== null && SECRET_NAME.test(name)) || SECRET_VALUE.test(value)) return WITHHELD;
  return value.replace(URL_PASSWORD, '$1:(withheld)@');
}
