// Which tags of a repository are the same version as another in a lighter variant: `20-slim` and `20-alpine` of `20`, `21-jre`
// of `21-jdk`. Only names are looked at; what they weigh is asked of the registry.

/** Words of tags that promise less, and what is not there then. */
const LIGHTER_WORDS: readonly (readonly [word: RegExp, warning: string])[] = [
  [
    /^slim$/,
    'slim: without compilers, headers and many tools that the full tag has; install by name what is used.',
  ],
  [
    /^alpine(?:\d+(?:\.\d+)*)?$/,
    'alpine: musl in place of glibc and busybox in place of the GNU tools; programs built for glibc do not run there.',
  ],
  [/^jre$/, 'jre: runs Java programs and cannot compile any.'],
  [/^(?:distroless|chiseled|nonroot)$/, 'distroless and chiseled: no shell and no package manager.'],
  [
    /^(?:minimal|micro|runtime|headless)$/,
    'minimal, runtime: only what runs programs, nothing that builds them.',
  ],
];
/** Releases of distributions: they may come and go between two tags of one version. */
const CODENAMES =
  /^(?:stretch|buster|bullseye|bookworm|trixie|forky|stable|bionic|focal|jammy|noble|plucky|resolute|ubi\d*|ubi\d+|oraclelinux\d*)$/;
/** What a lighter word takes the place of. */
const REPLACED: ReadonlySet<string> = new Set(['jdk', 'sdk', 'full']);

/** The nearest first: those that change the least words. */
export function chooseSiblings(tag: string, tags: readonly string[]): readonly string[] {
  const own = readTag(tag);
  const ranked = tags.flatMap((other) => {
    if (other === tag) return [];
    const { version, words } = readTag(other);
    if (version !== own.version || (version === '' && words.length === 0)) return [];
    const added = words.filter((word) => !own.words.includes(word));
    const lost = own.words.filter((word) => !words.includes(word));
    if (!added.some((word) => warningOf(word) !== null)) return [];
    if (!added.every((word) => warningOf(word) !== null || CODENAMES.test(word))) return [];
    if (!lost.every((word) => CODENAMES.test(word) || REPLACED.has(word))) return [];
    if (added.includes('jre') && !own.words.includes('jdk')) return [];
    return [{ other, distance: added.length + lost.filter((word) => !REPLACED.has(word)).length }];
  });
  return ranked
    .sort(
      (a, b) => a.distance - b.distance || a.other.length - b.other.length || (a.other < b.other ? -1 : 1),
    )
    .map(({ other }) => other);
}

/** What a tag's lighter words take away, or null. */
export function warnOfTag(tag: string, ownTag: string): string | null {
  const own = readTag(ownTag).words;
  const added = readTag(tag).words.filter((word) => !own.includes(word));
  const warnings = added.flatMap((word) => warningOf(word) ?? []);
  return warnings.length === 0 ? null : warnings.join(' ');
}

function warningOf(word: string): string | null {
  return LIGHTER_WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}

function readTag(tag: string): { readonly version: string; readonly words: readonly string[] } {
  const words = tag
    .toLowerCase()
    .split('-')
    .filter((word) => word !== '' && word !== 'latest');
  const first = words[0] ?? '';
  const isVersion = /^v?\d/.test(first) || CODENAMES.test(first);
  return isVersion ? { version: first, words: words.slice(1) } : { version: '', words };
}
