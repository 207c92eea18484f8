// The programs that an image starts by itself: its entrypoint, command and health check, and the interpreters of those that
// are scripts. What a script then calls is only known by its words.

import type { OpenedImage } from '../../oci/image/image.ts';
import { CONTENT_TYPE, ENTRY_KIND } from '../facts/layer-facts.ts';
import type { ImageContents } from '../image-contents.ts';
import { readEntries } from '../read-entry.ts';
import { followPath } from '../view/follow-link.ts';
import { layerOf } from '../view/locate-entry.ts';
import { nodePath } from '../view/squashed-view.ts';
import { ViewFinder } from '../view/view-finder.ts';

/** A file that is started. */
export interface StartedProgram {
  readonly role: 'entrypoint' | 'command' | 'healthcheck' | 'interpreter' | 'script';
  /** What names it: the word of the config, or the path of the script. */
  readonly namedBy: string;
  /** Nodes of the view's tree: symlinks first, the file last. */
  readonly nodes: readonly number[];
}

/** What is started, and the scripts that could not be read to tell what they start. */
export interface StartedPrograms {
  readonly programs: readonly StartedProgram[];
  readonly unread: readonly string[];
}

const SCRIPT_LIMIT_BYTES = 1024 * 1024;
const WALK_LIMIT_BYTES = 16 * 2 ** 20;
const MOST_PROGRAMS = 500;
const MOST_WORDS = 2000;
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Finds them; scripts are read out of their layers again. */
export async function findPrograms(
  image: OpenedImage,
  contents: ImageContents,
  signal?: AbortSignal,
): Promise<StartedPrograms> {
  const search = new ProgramSearch(contents);
  const { entrypoint, cmd } = contents.config.run;
  search.addArguments('entrypoint', entrypoint);
  search.addArguments('command', cmd);
  search.addArguments('healthcheck', readHealthcheck(contents.config.json));
  const unread: string[] = [];
  // The list grows while it is walked.
  for (let i = 0; i < search.programs.length && i < MOST_PROGRAMS; i++) {
    const node = search.programs[i]!.nodes.at(-1)!;
    if (!search.isUnreadScript(node)) continue;
    const text = await readText(image, contents, node, signal).catch((error: unknown) => {
      if (signal?.aborted === true) throw error;
      return undefined;
    });
    if (text === undefined) unread.push(nodePath(contents.view, node));
    else search.addScript(node, text);
  }
  return { programs: search.programs, unread };
}

class ProgramSearch {
  readonly programs: StartedProgram[] = [];
  readonly #contents: ImageContents;
  readonly #finder: ViewFinder;
  readonly #folders: readonly string[];
  readonly #seen = new Set<string>();
  readonly #scripts = new Set<number>();

  constructor(contents: ImageContents) {
    this.#contents = contents;
    this.#finder = new ViewFinder(contents.view, WALK_LIMIT_BYTES);
    const path = contents.config.run.env.findLast((line) => line.startsWith('PATH='))?.slice('PATH='.length);
    this.#folders = (path ?? DEFAULT_PATH)
      .split(':')
      .filter((folder) => folder !== '')
      .slice(0, 100);
  }

  /** Exec form: the first word is a program, the others may name files by path. Shell form: each command's first word. */
  addArguments(role: StartedProgram['role'], words: readonly string[]): void {
    const shell = words.findIndex((word) => /^-\w*c$/.test(word));
    for (const [i, word] of words.slice(0, MOST_WORDS).entries()) {
      if (shell !== -1 && i > shell) this.#addShell(role, word);
      else if (i === 0 || word.includes('/')) this.#add(role, word, word);
    }
  }

  isUnreadScript(node: number): boolean {
    const { view } = this.#contents;
    if (view.tree.kinds[node] !== ENTRY_KIND.file || this.#scripts.has(node)) return false;
    this.#scripts.add(node);
    const entry = view.inodes[node]!;
    const layer = layerOf(view, entry);
    return view.layers[layer]!.contentTypes[entry - view.entryBases[layer]!] === CONTENT_TYPE.script;
  }

  addScript(node: number, text: string): void {
    const path = `/${nodePath(this.#contents.view, node)}`;
    const [, interpreter, argument] = /^#!\s*(\S+)(?:[ \t]+(.*))?/.exec(text) ?? [];
    if (interpreter === undefined) return;
    this.#add('interpreter', interpreter, path);
    const isEnv = /(?:^|\/)env$/.test(interpreter);
    const program = isEnv
      ? argument?.split(/\s+/).find((word) => !word.startsWith('-') && !word.includes('='))
      : interpreter;
    if (isEnv && program !== undefined) this.#add('interpreter', program, path);
    // Other languages call programs in too many ways to be told by words.
    if (!/(?:^|\/)(?:ba|da|k|z|a)?sh$/.test(program ?? '')) return;
    for (const line of text.split('\n').slice(1, MOST_WORDS))
      if (!/^\s*#/.test(line)) this.#addShell('script', line, path);
  }

  #addShell(role: StartedProgram['role'], text: string, namedBy?: string): void {
    for (const part of text.slice(0, 4096).split(/[;&|()`{}]+|\b(?:then|do|else|if|while|until|exec|!)\s/)) {
      const word = part
        .trim()
        .split(/\s+/)
        .find((candidate) => !/^\w+=/.test(candidate));
      if (word !== undefined && /^[\w./+-]+$/.test(word)) this.#add(role, word, namedBy ?? word);
    }
  }

  #add(role: StartedProgram['role'], word: string, namedBy: string): void {
    if (this.programs.length >= MOST_PROGRAMS || word === '' || word.length > 4096) return;
    const key = `${role} ${word} ${namedBy}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const nodes = this.#find(word);
    if (nodes.length > 0) this.programs.push({ role, namedBy, nodes });
  }

  #find(word: string): readonly number[] {
    const { view, config } = this.#contents;
    const places = word.startsWith('/')
      ? [word]
      : word.includes('/')
        ? [`${config.run.workingDir ?? ''}/${word}`]
        : this.#folders.map((folder) => `${folder}/${word}`);
    for (const place of places) {
      const nodes = followPath(view, this.#finder, place);
      const file = nodes.at(-1);
      if (file !== undefined && view.tree.kinds[file] === ENTRY_KIND.file) return nodes;
    }
    return [];
  }
}

async function readText(
  image: OpenedImage,
  { view }: ImageContents,
  node: number,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const entry = view.inodes[node]!;
  const layer = layerOf(view, entry);
  const i = entry - view.entryBases[layer]!;
  const options = { limitBytes: SCRIPT_LIMIT_BYTES, ...(signal === undefined ? {} : { signal }) };
  const found = await readEntries(image, layer, view.layers[layer]!, [i], options);
  return found.get(i)?.toString('utf8');
}

/** Docker's addition to the config: `["CMD", program, ...]` or `["CMD-SHELL", text]`. */
function readHealthcheck(json: Readonly<Record<string, unknown>>): readonly string[] {
  const run = json['config'] as { readonly Healthcheck?: { readonly Test?: unknown } } | null | undefined;
  const test = run?.Healthcheck?.Test;
  if (!Array.isArray(test) || !test.every((word) => typeof word === 'string')) return [];
  const [kind, ...words] = test as string[];
  return kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : kind === 'CMD' ? words : [];
}
