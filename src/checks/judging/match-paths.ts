// Offers every visible file to the path rules in one walk over the tree. Patterns are compiled so that a file costs a few
// table lookups, whatever the number of rules.
import { decodeBytes, ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { NO_NODE, type PathTree } from '../../contents/view/path-tree.ts';
import type { PathRule } from '../rule.ts';

/** A rule that matched a file, and the folder its pattern named. */
export interface PathMatch {
  /** Position of the rule in the list given. */
  readonly rule: number;
  readonly matchedFolder: string;
}

interface Pattern {
  readonly rule: number;
  readonly segments: readonly Segment[];
  readonly isFolder: boolean;
}
interface Segment {
  readonly literal: string | undefined;
  readonly test: (name: string) => boolean;
}
/** A pattern and how many of its segments the path has matched so far. */
interface Progress {
  readonly pattern: Pattern;
  readonly done: number;
}

interface FolderState {
  readonly node: number;
  readonly path: string;
  readonly progress: readonly Progress[];
  readonly inherited: readonly PathMatch[];
}

/** The compiled patterns of a list of rules. */
export class PathMatcher {
  readonly #rooted: readonly Pattern[];
  readonly #byName = new Map<string, Pattern[]>();
  readonly #byExtension = new Map<string, Pattern[]>();
  readonly #others: Pattern[] = [];

  constructor(rules: readonly PathRule[]) {
    const patterns = rules.flatMap((rule, index) =>
      rule.patterns.map((text) => ({ text, pattern: parsePattern(text, index) })),
    );
    this.#rooted = patterns.filter(({ text }) => !text.startsWith('**/')).map(({ pattern }) => pattern);
    for (const { text, pattern } of patterns.filter(({ text: t }) => t.startsWith('**/'))) {
      const first = text.slice(3).split('/', 1)[0] as string;
      const extension = /^\*(\.[^*.]+)$/.exec(first)?.[1];
      if (!first.includes('*')) addTo(this.#byName, first, pattern);
      else if (extension !== undefined) addTo(this.#byExtension, extension, pattern);
      else this.#others.push(pattern);
    }
  }

  /** Walks the tree; calls back for each file that shows, with the rules that match it in order (often none). */
  visitFiles(
    tree: PathTree,
    visit: (node: number, folder: string, name: string, matches: readonly PathMatch[]) => void,
  ): void {
    const stack: FolderState[] = [
      { node: 0, path: '', progress: this.#rooted.map((pattern) => ({ pattern, done: 0 })), inherited: [] },
    ];
    for (let folder = stack.pop(); folder !== undefined; folder = stack.pop())
      for (let node = tree.firstChildren[folder.node]!; node !== NO_NODE; node = tree.nextSiblings[node]!) {
        const kind = tree.kinds[node];
        if (kind !== ENTRY_KIND.file && kind !== ENTRY_KIND.directory) continue;
        const name = decodeBytes(tree.names, tree.nameStart(node), tree.nameEnds[node]!);
        if (kind === ENTRY_KIND.file) visit(node, folder.path, name, this.#matchFile(folder, name));
        else stack.push(this.#enter(folder, node, name));
      }
  }

  #matchFile(folder: FolderState, name: string): readonly PathMatch[] {
    let matches: PathMatch[] | undefined;
    const take = (pattern: Pattern, done: number): void => {
      if (pattern.isFolder || pattern.segments.length !== done + 1) return;
      matches ??= [...folder.inherited];
      matches.push({ rule: pattern.rule, matchedFolder: folder.path });
    };
    for (const { pattern, done } of folder.progress)
      if (pattern.segments[done]!.test(name)) take(pattern, done);
    for (const pattern of this.#startingAt(name)) take(pattern, 0);
    if (matches === undefined) return folder.inherited;
    return matches.sort((a, b) => a.rule - b.rule);
  }

  #enter(folder: FolderState, node: number, name: string): FolderState {
    const path = folder.path === '' ? name : `${folder.path}/${name}`;
    const progress: Progress[] = [];
    let inherited = folder.inherited;
    const take = (pattern: Pattern, done: number): void => {
      if (done + 1 < pattern.segments.length) progress.push({ pattern, done: done + 1 });
      else if (pattern.isFolder)
        inherited = [...inherited, { rule: pattern.rule, matchedFolder: path }].sort(
          (a, b) => a.rule - b.rule,
        );
    };
    for (const { pattern, done } of folder.progress)
      if (pattern.segments[done]!.test(name)) take(pattern, done);
    for (const pattern of this.#startingAt(name)) take(pattern, 0);
    return { node, path, progress, inherited };
  }

  /** Patterns for any depth whose first segment the name matches. */
  *#startingAt(name: string): Iterable<Pattern> {
    yield* this.#byName.get(name) ?? [];
    const dot = name.lastIndexOf('.');
    if (dot >= 0) yield* this.#byExtension.get(name.slice(dot)) ?? [];
    for (const pattern of this.#others) if (pattern.segments[0]!.test(name)) yield pattern;
  }
}

function parsePattern(text: string, rule: number): Pattern {
  const isFolder = text.endsWith('/');
  const segments = text
    .replace(/^\*\*\//, '')
    .replace(/\/$/, '')
    .split('/')
    .map(parseSegment);
  return { rule, segments, isFolder };
}

function parseSegment(text: string): Segment {
  if (!text.includes('*')) return { literal: text, test: (name) => name === text };
  const source = text
    .split('*')
    .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('.*');
  const regex = new RegExp(`^${source}$`, 's');
  return { literal: undefined, test: (name) => regex.test(name) };
}

function addTo(map: Map<string, Pattern[]>, key: string, pattern: Pattern): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [pattern]);
  else list.push(pattern);
}
