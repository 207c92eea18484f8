// Which paths rules about paths take: each path once, by the first rule whose name fits and that finds it needless here; what is
// below a folder goes with it. A path that an instruction names is meant to be sent.
import { hasWildcards, matchGlob } from '../../../context/go-rules/match-glob.ts';
import type { ContextUse } from '../../../dockerfile/evaluation/context-use.ts';
import type { ContextPathRule, OfferedPath } from '../context-rule.ts';
import type { JudgedContext } from './judged-context.ts';

/** The topmost path of what a rule takes. */
export interface ClaimedPath {
  readonly path: string;
  readonly isFolder: boolean;
  /** The entry of its first file; its own where it is one, or where nothing is in it. */
  firstFile: number;
  files: number;
  bytes: number;
}

/** What all rules took. */
export interface Claims {
  /** In the order of the rules. */
  readonly byRule: readonly (readonly ClaimedPath[])[];
  /** For each entry whether a rule took it. */
  readonly isClaimed: Uint8Array;
}

/** Offers every entry to the rules, in their order. */
export function claimPaths(judged: JudgedContext, rules: readonly ContextPathRule[]): Claims {
  const { entries } = judged.context.listing;
  const names = new NameTable(rules);
  const isNamed = makeNamedTest(judged.context.uses);
  const byRule: ClaimedPath[][] = rules.map(() => []);
  const isClaimed = new Uint8Array(entries.length);
  let top: ClaimedPath | undefined;
  for (const [i, { path, kind, sizeBytes }] of entries.entries()) {
    if (top?.isFolder === true && path.startsWith(`${top.path}/`)) {
      isClaimed[i] = 1;
      if (kind === 'file') {
        if (top.files === 0) top.firstFile = i;
        top.files++;
      }
      top.bytes += sizeBytes;
      continue;
    }
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    const isFolder = kind === 'folder';
    if (kind === 'symlink' || kind === 'special') continue;
    const fitting = names.find(name, isFolder);
    if (fitting.length === 0 || isNamed(path)) continue;
    const isUsed = judged.context.usesOf[i]!.length > 0;
    const offered: OfferedPath = {
      path,
      name,
      parent: path.slice(0, Math.max(0, slash)),
      isFolder,
      sizeBytes,
      isUsed,
    };
    const rule = fitting.find((at) => !isUsed || (rules[at]!.isNeedless?.(offered, judged) ?? true));
    if (rule === undefined) continue;
    top = { path, isFolder, firstFile: i, files: isFolder ? 0 : 1, bytes: sizeBytes };
    byRule[rule]!.push(top);
    isClaimed[i] = 1;
  }
  return { byRule, isClaimed };
}

/** Rules by the names that they look at. */
class NameTable {
  readonly #folders = new Map<string, number[]>();
  readonly #files = new Map<string, number[]>();
  readonly #endings = new Map<string, number[]>();
  readonly #patterns: { readonly rule: number; readonly pattern: RegExp }[] = [];

  constructor(rules: readonly ContextPathRule[]) {
    for (const [rule, { folders, files, filePattern }] of rules.entries()) {
      for (const name of folders) addTo(this.#folders, name, rule);
      for (const name of files)
        if (name.startsWith('*.')) addTo(this.#endings, name.slice(2).toLowerCase(), rule);
        else addTo(this.#files, name, rule);
      if (filePattern !== undefined) this.#patterns.push({ rule, pattern: filePattern });
    }
  }

  /** Rising numbers of rules. */
  find(name: string, isFolder: boolean): readonly number[] {
    if (isFolder) return this.#folders.get(name) ?? [];
    const dot = name.lastIndexOf('.');
    const found = [
      ...(this.#files.get(name) ?? []),
      ...(dot < 1 ? [] : (this.#endings.get(name.slice(dot + 1).toLowerCase()) ?? [])),
    ];
    for (const { rule, pattern } of this.#patterns) if (pattern.test(name)) found.push(rule);
    return found.length < 2 ? found : [...new Set(found)].sort((a, b) => a - b);
  }
}

function addTo(map: Map<string, number[]>, name: string, rule: number): void {
  const list = map.get(name);
  if (list === undefined) map.set(name, [rule]);
  else if (list.at(-1) !== rule) list.push(rule);
}

/** Whether an instruction names the path itself, or something in it. */
function makeNamedTest(uses: readonly ContextUse[]): (path: string) => boolean {
  const narrow = uses.map(({ path }) => path.slice(1)).filter((path) => path !== '');
  const globs = narrow.filter(hasWildcards);
  const literals = narrow.filter((path) => !hasWildcards(path));
  return (path) =>
    literals.some((named) => named === path || named.startsWith(`${path}/`)) ||
    globs.some((glob) => glob !== '*' && matchGlob(glob, path) === true);
}
