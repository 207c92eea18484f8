// Pieces that the rules of many tables share.

/** A UUID, of either case. */
export const UUID = '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}';

/** Looks ahead for what a random key has and a word or a name has not: a digit, or capitals in a row among small letters. */
export const KEY_AHEAD = '(?=[A-Za-z_=-]{0,64}[0-9]|(?=[A-Za-z_=-]{0,64}[a-z])[A-Za-z_=-]{0,64}[A-Z]{2})';

/** Whole names of which a part says that the value is a secret; names of files are not among them. */
export const SECRET_NAME =
  '[\\w.$@-]{0,96}(?:key|token|secret|auth|pass|pwd|cred|api)[\\w.$@-]{0,96}(?<!\\.(?:[cm]?[jt]sx?|json|css|html?|md|map|py|rb|php|svg|png))';

/** Whether a text has a lower-case letter, an upper-case letter and a digit, as random text of some length has and words have not. */
export function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9]/.test(text);
}
