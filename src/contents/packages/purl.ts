// Package URLs in their canonical form (package-url/purl-spec, docs/specification/standard/specification.md).

/** The parts of a package URL as the ecosystem spells them, not encoded. */
export interface PurlParts {
  readonly type: string;
  /** Slash-separated; empty where the type has none. */
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  readonly qualifiers?: Readonly<Record<string, string>>;
}

/** `pkg:type/namespace/name@version?qualifiers`; empty parts are left out, qualifiers are sorted by key. */
export function encodePurl({ type, namespace = '', name, version = '', qualifiers = {} }: PurlParts): string {
  const segments = namespace.split('/').filter((segment) => segment !== '');
  const path = [type, ...segments.map(encodePart), encodePart(name)].join('/');
  const query = Object.entries(qualifiers)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${encodePart(value)}`)
    .join('&');
  return `pkg:${path}${version === '' ? '' : `@${encodePart(version)}`}${query === '' ? '' : `?${query}`}`;
}

const PLAIN = /^[\w.~:-]*$/;

/** Everything but `A-Za-z0-9-_.~` and the colon, which "shall not be percent-encoded" ("Character encoding"). */
function encodePart(text: string): string {
  if (PLAIN.test(text)) return text;
  let encoded = '';
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    encoded += PLAIN.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}
