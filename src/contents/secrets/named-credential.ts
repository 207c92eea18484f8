// Credentials that only their name gives away, as configs and build arguments have them: `DB_PASSWORD=...`.
import { isPlaceholder } from '../../secrets/placeholder.ts';
import type { SecretKind } from '../../secrets/secret-rule.ts';

/** The kind of such a credential. */
export const NAMED_CREDENTIAL: SecretKind = {
  id: 'config-credential',
  name: 'credential by its name',
  source: 'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
};

const CREDENTIAL_NAME =
  /pass(?:wd|word|phrase)(?:[^a-z]|$)|(?:^|[^a-z])pass(?:[^a-z]|$)|secrets?(?:[^a-z]|$)|tokens?(?:[^a-z]|$)|credentials?(?:[^a-z]|$)|(?:api|access|private|signing|encryption|secret)[_-]?key(?:[^a-z]|$)/i;
/** The name of a thing about a credential, not of the credential. */
const ABOUT =
  /(?:file|path|dir|folder|ur[il]|endpoint|host|port|name|user|username|id|type|algorithm|alg|length|size|ttl|expiry|expires|timeout|header|issuer|audience|version|sha\d*|provider|enabled|required|policy|count|limit|mount|stdin)$|public/i;
/** Places, switches, numbers, addresses, and plain words, which are defaults that everybody knows. */
const HARMLESS_VALUE =
  /^(?:[./~][\w./~-]*|[A-Za-z]:\\.*|\d{1,10}|[a-z]{1,12}|[a-z][a-z0-9+.-]{0,20}:\/\/.*)$/i;
const LEAST_LENGTH = 6;
/** A command's flag and the word behind it. */
const FLAG =
  /(?<![^\s"'[,])--([A-Za-z][\w-]{0,100})(?: +|=)(?:"([^"\n]{1,1024})"|'([^'\n]{1,1024})'|([^\s"';&|<>()$-][^\s"';&|<>()]{0,1024}))/g;
/** What `docker build --secret` and the like take, and names of other flags. */
const HARMLESS_ARGUMENT = /^(?:id|type|src|source|env)=|^[$\\/.{<%@*-]/;
const ASSIGNMENT =
  /(?<![\w.-])([A-Za-z_][\w.-]{0,100})=(?:"([^"\n]{1,1024})"|'([^'\n]{1,1024})'|([^\s"';&|<>()]{1,1024}))/g;

/** Whether a value is a credential by its name. */
export function isNamedCredential(name: string, value: string): boolean {
  return (
    CREDENTIAL_NAME.test(name) &&
    !ABOUT.test(name) &&
    value.length >= LEAST_LENGTH &&
    !HARMLESS_VALUE.test(value) &&
    !isPlaceholder(value)
  );
}

/** The credentials among the assignments and flags in a text such as a build instruction: where their values are, by start. */
export function findNamedCredentials(
  text: string,
): readonly { readonly start: number; readonly end: number }[] {
  const spans = [...findValues(text, ASSIGNMENT), ...findValues(text, FLAG)].sort(
    (a, b) => a.start - b.start,
  );
  return spans.filter(({ start }, i) => i === 0 || start >= spans[i - 1]!.end);
}

function findValues(text: string, form: RegExp): { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(form)].flatMap((match) => {
    const [whole, name = '', doubly, singly, bare] = match;
    const value = doubly ?? singly ?? bare ?? '';
    if (!isNamedCredential(name, value) || (form === FLAG && HARMLESS_ARGUMENT.test(value))) return [];
    const end = match.index + whole.length - (bare === undefined ? 1 : 0);
    return [{ start: end - value.length, end }];
  });
}
