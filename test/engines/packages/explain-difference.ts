// Why syft and we list different things, one by one; docs/packages.md says the same in words.

const REASONS: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    /^altered: here only: pkg:deb\/debian\/tzdata@\S+ \S+ var\/lib\/dpkg\/status$/,
    'selected for removal, and still there',
  ],
  [
    /^go: syft only: pkg:golang\/stdlib@(\S+) go\1 /,
    'the version is `1.26`, as in the package URL, where syft has `go1.26`',
  ],
  [/^go: here only: pkg:golang\/stdlib@(\S+) \1 /, 'the same'],
  [
    /^java: here only: pkg:maven\/javax\.inject\/javax\.inject@1 1 /,
    'a jar without any metadata is named by its file name',
  ],
  [
    /^python: syft only: {2}UNKNOWN \S+\.exe$/,
    'programs of Windows without a package URL or a version are no packages',
  ],
  [
    /^java: syft only: (pkg:maven\/\S+\/rome-utils@2\.1\.0) 2\.1\.0 \S+\.war$/,
    'twice in one archive is one package',
  ],
];

/** Why a line `IMAGE: syft only: PURL VERSION PATH` or `IMAGE: here only: …` is right; undefined where it is not explained. */
export function explain(line: string): string | undefined {
  return REASONS.find(([pattern]) => pattern.test(line))?.[1];
}
