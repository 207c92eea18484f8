// Pieces that the rules of many issuers share.

/** Whole names that say of their value that it is secret; a part of the name that an issuer goes by is asked for besides. */
export const SECRET_NAME = '.{0,64}(?:key|token|secret|passw|auth|api|cred|_pat\\b).{0,64}';
/** A UUID as a secret's whole form. */
export const UUID = '[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}';

/** Whether a text has a lower-case letter, an upper-case letter and a digit, as random text of some length has and words have not. */
export function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9]/.test(text);
}
