// Offers every visible file to the path rules in one walk over the tree. Patterns are compiled so that a file costs a few
// table lookups, whatever the number of rules.
import { decodeBytes, ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { NO_NODE, type PathTree } from '../../contents/view/path-tree.ts';
import type { PathRule } from '../rule.ts';
import { NameFilter } from './name-filter.ts';

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
  /** Where given, a file pattern takes only files of these CONTENT_TYPEs. */
  readonly contentTypes: readonly number[] | undefined;
}
interface Segment {
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

/** A file that rules match, in the order of the rules; never none. */
export interface MatchedFile {
  readonly name: string;
  /** The path of its folder; empty in the root. */
  readonly folder: string;
  readonly matches: readonly PathMatch[];
}

/** The compiled patterns of a list of rules. */
export class PathMatcher {
  readonly #rooted: readonly Pattern[];
  readonly #byName = new Map<string, Pattern[]>();
  readonly #byExtension = new Map<string, Pattern[]>();
  readonly #byContentType = new Map<number, Pattern[]>();
  readonly #others: Pattern[] = [];
  readonly #firstNames = new NameFilter();

  constructor(rules: readonly PathRule[]) {
    const patterns = rules.flatMap((rule, index) =>
      rule.patterns.map((text) => ({ text, pattern: parsePattern(text, index, rule.contentTypes) })),
    );
    this.#rooted = patterns.filter(({ text }) => !text.startsWith('**/')).map(({ pattern }) => pattern);
    for (const { text, pattern } of patterns.filter(({ text: t }) => t.startsWith('**/'))) {
      const first = text.slice(3).split('/', 1)[0] as string;
      const isAnyFile = first === '*' && pattern.segments.length === 1 && !pattern.isFolder;
      if (isAnyFile && pattern.contentTypes !== undefined) {
        for (const type of pattern.contentTypes) addTo(this.#byContentType, type, pattern);
        continue;
      }
      this.#firstNames.add(first);
      const extension = /^\*(\.[^*.]+)$/.exec(first)?.[1];
      if (!first.includes('*')) addTo(this.#byName, first, pattern);
      else if (extension !== undefined) addTo(this.#byExtension, extension, pattern);
      else this.#others.push(pattern);
    }
  }

  /**
   * Walks the tree; calls back for each file that shows, with the rules that match it, or undefined where none does.
   * `contentTypeOf` gives a file's CONTENT_TYPE, or undefined where the file need not be looked at.
   */
  visitFiles(
    tree: PathTree,
    contentTypeOf: (node: number) => number | undefined,
    visit: (node: number, file: MatchedFile | undefined) => void,
  ): void {
    const stack: FolderState[] = [
      { node: 0, path: '', progress: this.#rooted.map((pattern) => ({ pattern, done: 0 })), inherited: [] },
    ];
    for (let folder = stack.pop(); folder !== undefined; folder = stack.pop())
      for (let node = tree.firstChildren[folder.node]!; node !== NO_NODE; node = tree.nextSiblings[node]!) {
        const kind = tree.kinds[node];
        if (kind === ENTRY_KIND.directory) {
          stack.push(this.#enter(folder, node, nameOf(tree, node)));
          continue;
        }
        if (kind !== ENTRY_KIND.file) continue;
        const contentType = contentTypeOf(node);
        if (contentType === undefined) continue;
        if (!this.#mayMatch(folder, tree, node, contentType)) {
          visit(node, undefined);
          continue;
        }
        const name = nameOf(tree, node);
        const matches = this.#matchFile(folder, name, contentType);
        visit(node, matches.length === 0 ? undefined : { name, folder: folder.path, matches });
      }
  }

  /** Whether a look at the name as text can bring anything; for most files it cannot. */
  #mayMatch(folder: FolderState, tree: PathTree, node: number, contentType: number): boolean {
    return (
      folder.inherited.length > 0 ||
      folder.progress.length > 0 ||
      this.#byContentType.has(contentType) ||
      this.#firstNames.mayHold(tree.names, tree.nameStart(node), tree.nameEnds[node]!)
    );
  }

  #matchFile(folder: FolderState, name: string, contentType: number): readonly PathMatch[] {
    let matches: PathMatch[] | undefined;
    const take = (pattern: Pattern, done: number): void => {
      if (pattern.isFolder || pattern.segments.length !== done + 1) return;
      if (pattern.contentTypes !== undefined && !pattern.contentTypes.includes(contentType)) return;
      matches ??= [...folder.inherited];
      matches.push({ rule: pattern.rule, matchedFolder: folder.path });
    };
    this.#visitMatching(folder, name, take);
    const typed = this.#byContentType.get(contentType);
    if (typed !== undefined) for (const pattern of typed) take(pattern, 0);
    return matches === undefined ? folder.inherited : matches.sort((a, b) => a.rule - b.rule);
  }

  #enter(folder: FolderState, node: number, name: string): FolderState {
    const path = folder.path === '' ? name : `${folder.path}/${name}`;
    const progress: Progress[] = [];
    let inherited = folder.inherited;
    this.#visitMatching(folder, name, (pattern, done) => {
      if (done + 1 < pattern.segments.length) progress.push({ pattern, done: done + 1 });
      else if (pattern.isFolder && !inherited.some(({ rule }) => rule === pattern.rule))
        inherited = [...inherited, { rule: pattern.rule, matchedFolder: path }].sort(
          (a, b) => a.rule - b.rule,
        );
    });
    return { node, path, progress, inherited };
  }

  /** Calls back for each pattern whose next segment the name matches, with the number of segments before it. */
  #visitMatching(folder: FolderState, name: string, visit: (pattern: Pattern, done: number) => void): void {
    for (const { pattern, done } of folder.progress)
      if (pattern.segments[done]!.test(name)) visit(pattern, done);
    const named = this.#byName.get(name);
    if (named !== undefined) for (const pattern of named) visit(pattern, 0);
    const dot = name.lastIndexOf('.');
    const extended = dot < 0 ? undefined : this.#byExtension.get(name.slice(dot));
    if (extended !== undefined) for (const pattern of extended) visit(pattern, 0);
    for (const pattern of this.#others) if (pattern.segments[0]!.test(name)) visit(pattern, 0);
  }
}

function parsePattern(text: string, rule: number, contentTypes: readonly number[] | undefined): Pattern {
  const isFolder = text.endsWith('/');
  const segments = text
    .replace(/^\*\*\//, '')
    .replace(/\/$/, '')
    .split('/')
    .map(parseSegment);
  return { rule, segments, isFolder, contentTypes };
}

/** Most segments have at most one wildcard, and comparing ends is several times as fast as a regular expression. */
function parseSegment(text: string): Segment {
  const parts = text.split('*');
  const [start, end] = parts as [string, string | undefined];
  if (end === undefined) return { test: (name) => name === text };
  if (text === '*') return { test: () => true };
  if (parts.length === 2)
    return {
      test: (name) => name.length >= text.length - 1 && name.startsWith(start) && name.endsWith(end),
    };
  const source = parts.map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&')).join('.*');
  const regex = new RegExp(`^${source}$`, 's');
  return { test: (name) => regex.test(name) };
}

function nameOf(tree: PathTree, node: number): string {
  return decodeBytes(tree.names, tree.nameStart(node), tree.nameEnds[node]!);
}

function addTo<K>(map: Map<K, Pattern[]>, key: K, pattern: Pattern): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [pattern]);
  else list.push(pattern);
}
