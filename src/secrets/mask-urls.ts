// Credentials in URLs (RFC 3986, section 3.2.1): texts of an image that are kept or told must not carry them.

/** What stands in the place of a secret. */
export const MASK = '***';

const USERINFO_LIMIT = 1000;
/** What ends an authority before any `@`. */
const AUTHORITY_END = /[\s/?#"'`<>\\()[\]{},;|]/;
/** A user alone is no secret (`git@`); what is longer than any name may be a token. */
const NAME_LIMIT = 19;

/** The text with passwords and tokens before the host of its URLs masked. */
export function maskUrls(text: string): string {
  let masked = '';
  let done = 0;
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const span = findCredential(text, at + 3);
    if (span === undefined || span.start < done) continue;
    masked += text.slice(done, span.start) + MASK;
    done = span.end;
  }
  return done === 0 ? text : masked + text.slice(done);
}

/** The password, or the token that stands alone, of the userinfo at `start`; it ends before the last `@` of the authority. */
function findCredential(
  text: string,
  start: number,
): { readonly start: number; readonly end: number } | undefined {
  const limit = Math.min(text.length, start + USERINFO_LIMIT);
  let colon = -1;
  let at = -1;
  for (let i = start; i < limit && !AUTHORITY_END.test(text[i]!); i++) {
    if (text[i] === ':' && colon < 0 && at < 0) colon = i;
    if (text[i] === '@') at = i;
  }
  if (at < 0) return undefined;
  if (colon >= 0) return colon + 1 < at ? { start: colon + 1, end: at } : undefined;
  return at - start > NAME_LIMIT ? { start, end: at } : undefined;
}
