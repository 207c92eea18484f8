// The structure of JSON Web Tokens (RFC 7519, RFC 7515): a header and claims, each an object in base64url.

/** Whom the example token of RFC readers and libraries is issued to, over and over. */
const EXAMPLE_SUBJECT = '1234567890';
/** Claims of this length without a signature are the beginning of longer ones. */
const CUT_LENGTH = 700;

/** Whether header and claims of `token` are what they must be. The signature cannot be checked without its key. */
export function isJsonWebToken(token: string): boolean {
  const [header, claims, signature] = token.split('.') as [string, string | undefined, string | undefined];
  if (claims === undefined || !isHeader(header)) return false;
  if (signature === undefined && claims.length >= CUT_LENGTH)
    return Buffer.from(claims, 'base64url').toString('latin1').startsWith('{');
  const values = decodeObject(claims);
  if (values === undefined) return false;
  const { sub, some } = values as { readonly sub?: unknown; readonly some?: unknown };
  return sub !== EXAMPLE_SUBJECT && some !== 'payload';
}

/** Likewise for a token that was put into base64 once more. */
export function isBase64JsonWebToken(text: string): boolean {
  return isJsonWebToken(Buffer.from(text, 'base64').toString('latin1'));
}

/** An object, or what was one until a character of it was lost. */
function isHeader(part: string): boolean {
  return decodeObject(part) !== undefined || /^\{"(?:alg|typ|kid)":"/.test(decodeText(part));
}

function decodeObject(part: string): object | undefined {
  try {
    const value: unknown = JSON.parse(decodeText(part));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function decodeText(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}
