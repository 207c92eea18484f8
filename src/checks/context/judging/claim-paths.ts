// Which paths rules about paths take: each path once, by the first rule whose test fits; what is below a folder goes with it. A
// path that an instruction or a `!` line names is meant to be sent, and one that the build does not make itself may be needed.
import { hasWildcards, matchGlob } from '../../../context/go-rules/match-glob.ts';
import type { PatternList } from '../../../context/ignore/pattern-list.ts';
import { isWithin, nameOf, parentOf } from '../../../context/repair/context-tree.ts';
import type { ContextUse } from '../../../dockerfile/evaluation/context-use.ts';
import type { ContextPathRule } from '../context-rule.ts';
import type { JudgedContext } from './judged-context.ts';
import type { PathTest } from './path-tests.ts';

/** The topmost path of what a rule takes. */
export interface ClaimedPath {
  readonly path: string;
  readonly isFolder: boolean;
  /** A line for an ignore file that takes it. */
  readonly pattern: string;
  /** The line of a RUN that reads it. */
  readonly readByLine: number | undefined;
  /** The entry of its first file; its own where it is one, or where nothing is in it. */
  firstFile: number;
  files: number;
  bytes: number;
}

/** What all rules took. */
export interface Claims {
  /** In the order of the rules. */
  readonly byRule: readonly (readonly ClaimedPath[])[];
  /** For each entry TAKEN, MEANT or 0. */
  readonly isClaimed: Uint8Array;
}

/** A rule took the entry. */
export const TAKEN = 1;
/** A rule would have taken it, and an instruction or a line of the ignore file names it: no other rule looks at it. */
export const MEANT = 2;

interface NamedTest {
  readonly rule: number;
  readonly test: PathTest;
  readonly name: string;
}

/** What is kept as an example for tests is there for a reason, whatever it looks like. */
const FIXTURES = /(?:^|\/)(?:__)?(?:fixtures?|test[-_]?data|snapshots?)(?:__)?\//i;
const PACKAGES = /^(?:packages|apps|services|libs|modules)\/[^/]+$/;

/** Offers every entry to the rules, in their order. */
export function claimPaths(judged: JudgedContext, rules: readonly ContextPathRule[]): Claims {
  const { entries } = judged.context.listing;
  const names = new NameTable(rules);
  const isNamed = makeNamedTest(judged.context.uses, judged.context.listing.filter.excludes);
  const holders = findHolders(judged, rules);
  const byRule: ClaimedPath[][] = rules.map(() => []);
  const isClaimed = new Uint8Array(entries.length);
  let top: ClaimedPath | undefined;
  let meant: string | undefined;
  for (const [i, { path, kind, sizeBytes }] of entries.entries()) {
    if (top?.isFolder === true && path.startsWith(`${top.path}/`)) {
      isClaimed[i] = TAKEN;
      if (kind === 'file') {
        if (top.files === 0) top.firstFile = i;
        top.files++;
      }
      top.bytes += sizeBytes;
      continue;
    }
    if (meant !== undefined && path.startsWith(`${meant}/`)) {
      isClaimed[i] = MEANT;
      continue;
    }
    if (kind === 'symlink' || kind === 'special') continue;
    const isFolder = kind === 'folder';
    for (const named of names.find(nameOf(path), isFolder)) {
      const rule = rules[named.rule]!;
      if (!fits(judged, holders, named.test, path) || FIXTURES.test(path)) continue;
      if (isNamed(path)) {
        meant = path;
        isClaimed[i] = MEANT;
        break;
      }
      if (rule.isInRoot === true && parentOf(path) !== '' && !PACKAGES.test(parentOf(path))) continue;
      const need = findNeed(judged, named.test, i);
      if (need === 'not-made' || (need !== undefined && rule.fixOfRead === undefined)) continue;
      const files = isFolder ? 0 : 1;
      const pattern = patternOf(named, path);
      top = { path, isFolder, pattern, readByLine: need, firstFile: i, files, bytes: sizeBytes };
      byRule[named.rule]!.push(top);
      isClaimed[i] = TAKEN;
      break;
    }
  }
  return { byRule, isClaimed };
}

function fits(
  judged: JudgedContext,
  holders: ReadonlyMap<string, ReadonlySet<string>>,
  { beside, holds, within, notNames }: PathTest,
  path: string,
): boolean {
  if (notNames?.test(nameOf(path)) === true) return false;
  const parent = parentOf(path);
  if (within !== undefined && nameOf(parent) !== within) return false;
  if (beside !== undefined && !judged.look.holds(parent, beside)) return false;
  return holds === undefined || holders.get(holds)?.has(path) === true;
}

/** The folders that hold what tests ask for, by its name: one pass, because some tests ask it of every folder. */
function findHolders(
  judged: JudgedContext,
  rules: readonly ContextPathRule[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const holders = new Map<string, Set<string>>();
  for (const { tests } of rules)
    for (const { holds } of tests) if (holds !== undefined) holders.set(holds, new Set());
  for (const { path } of judged.context.listing.entries) holders.get(nameOf(path))?.add(parentOf(path));
  return holders;
}

/** What speaks against leaving a path out: nothing makes it, or the RUN in a line reads it. What nothing uses nobody needs. */
function findNeed(
  judged: JudgedContext,
  { madeBy, readBy }: PathTest,
  entry: number,
): 'not-made' | number | undefined {
  for (const use of judged.usesOf(entry)) {
    if (readBy !== undefined && judged.commands.runs(use.stageIndex, readBy))
      return judged.findRun(readBy.does)?.line ?? use.line;
    const name = nameOf(judged.context.listing.entries[entry]!.path);
    if (madeBy === undefined || judged.commands.runs(use.stageIndex, madeBy)) continue;
    if (!judged.commands.brings(use.stageIndex, name)) return 'not-made';
  }
  return undefined;
}

/** One line for all folders where the name says all; else the path itself. */
function patternOf({ test, name }: NamedTest, path: string): string {
  if (name === '*' || !test.spreads) return path;
  return `**/${test.within === undefined ? '' : `${test.within}/`}${name}`;
}

/** Tests by the names that they look at. */
class NameTable {
  readonly #exact = { folder: new Map<string, NamedTest[]>(), file: new Map<string, NamedTest[]>() };
  /** `*.log` and its like, by what stands behind the dot. */
  readonly #endings = { folder: new Map<string, NamedTest[]>(), file: new Map<string, NamedTest[]>() };
  readonly #globs: { readonly named: NamedTest; readonly glob: RegExp }[] = [];
  /** Any of the globs: hardly a name fits one. */
  readonly #anyGlob: RegExp;

  constructor(rules: readonly ContextPathRule[]) {
    for (const [rule, { tests }] of rules.entries())
      for (const test of tests)
        for (const name of test.names) {
          const named = { rule, test, name };
          const ending = /^\*\.([^*.]+)$/.exec(name)?.[1];
          if (ending !== undefined) addTo(this.#endings[test.type], ending, named);
          else if (name.includes('*')) this.#globs.push({ named, glob: toExpression(name) });
          else addTo(this.#exact[test.type], name, named);
        }
    this.#anyGlob = new RegExp(this.#globs.map(({ glob }) => glob.source).join('|') || '$.', 's');
  }

  /** In the order of the rules. */
  find(name: string, isFolder: boolean): readonly NamedTest[] {
    const type = isFolder ? 'folder' : 'file';
    const dot = name.lastIndexOf('.');
    const exact = this.#exact[type].get(name) ?? NONE;
    const byEnding = (dot < 0 ? undefined : this.#endings[type].get(name.slice(dot + 1))) ?? NONE;
    const hasGlob = this.#anyGlob.test(name);
    if (byEnding.length === 0 && !hasGlob) return exact;
    const byGlob = this.#globs.filter(({ named, glob }) => named.test.type === type && glob.test(name));
    if (byEnding.length + byGlob.length === 0) return exact;
    return [...exact, ...byEnding, ...byGlob.map(({ named }) => named)].sort((a, b) => a.rule - b.rule);
  }
}

const NONE: readonly NamedTest[] = [];

function addTo(map: Map<string, NamedTest[]>, key: string, named: NamedTest): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [named]);
  else list.push(named);
}

function toExpression(name: string): RegExp {
  const parts = name.split('*').map((part) => part.replace(/[.+^${}()|[\]\\?]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

/** Whether an instruction, or a `!` line of the ignore file, names the path itself, or something in it. */
function makeNamedTest(
  uses: readonly ContextUse[],
  excludes: PatternList | undefined,
): (path: string) => boolean {
  const narrow = uses.map(({ path }) => path.slice(1)).filter((path) => path !== '');
  const globs = narrow.filter((path) => hasWildcards(path) && path !== '*');
  const exceptions = (excludes?.patterns ?? []).filter(({ isException }) => isException);
  const literals = [...narrow, ...exceptions.map(({ cleaned }) => cleaned)].filter(
    (path) => !hasWildcards(path),
  );
  return (path) =>
    literals.some((named) => isWithin(named, path)) || globs.some((glob) => matchGlob(glob, path) === true);
}
