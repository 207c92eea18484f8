// Packages that stop working without what they only recommend: what must be named where recommended packages are left out.
// From Debian's own relations (Recommends of bookworm and trixie), as far as a program fails without them.
const NEEDS: readonly (readonly [pattern: RegExp, needs: readonly string[]])[] = [
  [/^(?:curl|wget|wget2|git|git-core|libcurl\d.*|aria2)$/, ['ca-certificates']],
  [/^gcc(?:-\d+)?$/, ['libc6-dev']],
  [/^cmake$/, ['make', 'g++']],
  [/^xvfb$/, ['xauth']],
  [/^chromium$/, ['chromium-sandbox']],
  [/^python-pip$/, ['python-setuptools', 'python-wheel']],
  [/^r-base$/, ['r-recommended']],
];
/** What brings a package's needs too. */
const BRINGS: Readonly<Record<string, readonly string[]>> = {
  'build-essential': ['libc6-dev', 'make', 'g++'],
  'g++': ['libc6-dev'],
};

/** What must be named beside these packages; what is among them or is `present` is left out. */
export function needsOf(names: readonly string[], present: ReadonlySet<string>): readonly string[] {
  const there = new Set([...present, ...names, ...names.flatMap((name) => BRINGS[name] ?? [])]);
  const needs = names.flatMap((name) => NEEDS.flatMap(([pattern, list]) => (pattern.test(name) ? list : [])));
  return [...new Set(needs)].filter((need) => !there.has(need));
}
