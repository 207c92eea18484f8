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
/** A program that nobody thinks to install, because a package recommends what brings it. */
interface UsedProgram {
  readonly by: RegExp;
  /** How its use looks in the text of a file. */
  readonly use: RegExp;
  readonly need: string;
  /** Packages of which each alone brings the program. */
  readonly or: readonly string[];
}

const COMPILING = /^(?:python3?-pip|dpkg-dev|npm)$/;
const USES: readonly UsedProgram[] = [
  { by: /^git$/, use: /\bssh\b|\bgit@|type=ssh/, need: 'openssh-client', or: ['ssh'] },
  { by: /^(?:git|dpkg-dev)$/, use: startOf('patch'), need: 'patch', or: ['quilt'] },
  { by: COMPILING, use: startOf('make'), need: 'build-essential', or: ['make'] },
  { by: COMPILING, use: startOf('(?:gcc|cc)'), need: 'build-essential', or: ['gcc', 'g++'] },
  { by: COMPILING, use: startOf('(?:g\\+\\+|c\\+\\+)'), need: 'build-essential', or: ['g++'] },
  { by: /^npm$/, use: /(?:^|[;&|]|\bRUN)\s*git\s|\bgit\+(?:https?|ssh):/m, need: 'git', or: [] },
];
/** What brings a package's needs too. */
const BRINGS: Readonly<Record<string, readonly string[]>> = {
  'build-essential': ['libc6-dev', 'make', 'gcc', 'g++'],
  'g++': ['libc6-dev', 'gcc'],
};

/**
 * What must be named beside these packages, by what they are and by what the text of the file uses; what is among them or is
 * `present` is left out.
 */
export function needsOf(
  names: readonly string[],
  present: ReadonlySet<string>,
  text = '',
): readonly string[] {
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
  for (const name of names)
    for (const { by, use, need, or } of USES)
      if (by.test(name) && ![need, ...or].some((each) => there.has(each)) && use.test(text)) needs.add(need);
  return [...needs];
}

function broughtBy(name: string): readonly string[] {
  return Object.hasOwn(BRINGS, name) ? BRINGS[name]! : [];
}

/** A program at the beginning of a command. */
function startOf(program: string): RegExp {
  return new RegExp(`(?:^|[;&|]|\\bRUN)\\s*${program}\\s`, 'm');
}
