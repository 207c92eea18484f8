// Package URLs (package-url/purl-spec, "Rules for each purl component"), written as scanners write them.

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

/** Everything but `A-Za-z0-9-_.~`. The colon too, as syft and trivy do: an epoch is `1%3A2.3`, and both forms read back alike. */
function encodePart(text: string): string {
  // Half a surrogate pair, as JSON may hold, has no percent-encoding; it becomes U+FFFD.
  return encodeURIComponent(Buffer.from(text).toString()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
