// Packages that stop working without what they only recommend: what must be named where recommended packages are left out.
// From Debian's own relations (Recommends of bookworm and trixie), as far as a program fails without them.
const NEEDS: readonly (readonly [pattern: RegExp, needs: readonly string[]])[] = [
  [/^(?:curl|wget|wget2|git|git-core|libcurl\d.*|aria2)$/, ['ca-certificates']],
  [/^gcc(?:-\d+)?$/, ['libc6-dev']],
  [/^cmake$/, ['make', 'gcc']],
  [/^xvfb$/, ['xauth']],
  [/^chromium$/, ['chromium-sandbox']],
  [/^python-pip$/, ['python-setuptools', 'python-wheel']],
  [/^r-base$/, ['r-recommended']],
];
/** What brings a package's needs too. */
const BRINGS: Readonly<Record<string, readonly string[]>> = {
  'build-essential': ['libc6-dev', 'make', 'gcc', 'g++'],
  'g++': ['libc6-dev', 'gcc'],
};

/** What must be named beside these packages; what is among them or is `present` is left out. */
export function needsOf(names: readonly string[], present: ReadonlySet<string>): readonly string[] {
  const there = new Set([...present, ...names, ...[...present, ...names].flatMap(broughtBy)]);
  const needs = new Set<string>();
  // What is named for another may itself need something.
  const asked = new Set(names);
  for (const name of asked)
    for (const [pattern, list] of NEEDS) {
      if (!pattern.test(name)) continue;
      for (const need of list) {
        if (there.has(need)) continue;
        needs.add(need);
        asked.add(need);
      }
    }
  return [...needs];
}

function broughtBy(name: string): readonly string[] {
  return Object.hasOwn(BRINGS, name) ? BRINGS[name]! : [];
}
