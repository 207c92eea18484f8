// Package URLs in their canonical form (package-url/purl-spec, docs/specification/standard/specification.md).

/** The parts of a package URL, not yet encoded. */
export interface PackageUrl {
  readonly type: string;
  /** Segments divided by slashes; empty where there is none. */
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  /** Those with an empty value are left out. */
  readonly qualifiers?: Readonly<Record<string, string>>;
}

/** Writes a package URL: qualifiers sorted by their keys, everything percent-encoded but letters, digits and `.-_~:`. */
export function formatPackageUrl({ type, namespace, name, version, qualifiers = {} }: PackageUrl): string {
  const segments = [...namespace.split('/').filter((segment) => segment !== ''), name].map(encode);
  const pairs = Object.entries(qualifiers)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${encode(value)}`);
  const suffix = `${version === '' ? '' : `@${encode(version)}`}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
  return `pkg:${type}/${segments.join('/')}${suffix}`;
}

const PLAIN = /^[\w.~:-]*$/;

function encode(text: string): string {
  if (PLAIN.test(text)) return text;
  let encoded = '';
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    encoded += PLAIN.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}
