// Passwords in URLs, `scheme://user:password@host`, and in connection strings, `Server=…;Password=…;`.
// RFC 3986, section 3.2.1.
import type { TextSpan } from './named-value.ts';

const LONGEST = 1024;

/** The passwords of the URLs in `text`; of a URL without a user, as `redis://:password@host`, too. */
export function* findUrlPasswords(text: string): Generator<TextSpan> {
  for (let scheme = text.indexOf('://'); scheme >= 0; scheme = text.indexOf('://', scheme + 3)) {
    const end = endOfAuthority(text, scheme + 3);
    const authority = text.slice(scheme + 3, end);
    // A password may hold an @ that should have been written as %40, and does.
    const at = authority.lastIndexOf('@');
    const colon = findColon(authority, at);
    if (colon >= 0 && at > colon + 1) yield { start: scheme + 4 + colon, end: scheme + 3 + at };
  }
}

/** The colon that ends the user; a user may be a mail address. */
function findColon(authority: string, at: number): number {
  const colon = authority.indexOf(':');
  return colon >= 0 && colon < at ? colon : -1;
}

/** Where the part between the scheme and the path ends: `?` and `#` may stand in a password where an `@` follows. */
function endOfAuthority(text: string, start: number): number {
  const most = Math.min(text.length, start + LONGEST);
  let end = start;
  while (end < most && !' \t\r\n"\'`<>/\\|,;'.includes(text[end]!)) end++;
  return end;
}

const PART =
  /(?:^|[;"'\s])(?:Password|Pwd|AccountKey|SharedAccessKey|SharedSecretValue|SharedAccessSignature|AccessKey|User Password)\s?=\s?([^;"'\r\n]{1,1024})/gi;
/** What a connection string begins with or holds, beside its secret. */
const OTHER_PART =
  /(?:^|[;"'])\s?(?:Server|Data Source|Host|Hostname|Endpoint|AccountName|DefaultEndpointsProtocol|Database|Initial Catalog|User Id|UID|User|Addr|Address|Provider|Driver|DSN)\s?=/i;

/** The secrets of a connection string; none where `text` is not one. */
export function* findConnectionSecrets(text: string): Generator<TextSpan> {
  if (text.length > 1 << 16 || !OTHER_PART.test(text)) return;
  for (const part of text.matchAll(PART)) {
    const end = part.index + part[0].length;
    yield { start: end - part[1]!.length, end };
  }
}
