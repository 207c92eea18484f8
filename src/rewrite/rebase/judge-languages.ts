// Compiled extensions of language runtimes that no ELF table ties to a version: Node's addons ask for the ABI of the Node that
// they were built for, Java's archives for a runtime that is not older.
import { ENTRY_KIND, hasSameContent } from '../../contents/facts/layer-facts.ts';
import { readNodes } from '../../contents/read-nodes.ts';
import { followPath } from '../../contents/view/follow-link.ts';
import { locateEntry } from '../../contents/view/locate-entry.ts';
import { NO_NODE } from '../../contents/view/path-tree.ts';
import { nodePath, type SquashedView } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import type { RebaseNote } from './rebase-note.ts';
import type { RebaseSide, RebaseSubject } from './rebase-side.ts';
import type { RebaseViews } from './rebase-views.ts';

/** A runtime whose version is told by a file of the base. */
interface Runtime {
  readonly what: string;
  /** The files of the application that depend on it. */
  readonly uses: RegExp;
  readonly files: readonly string[];
  readonly version: RegExp;
  /** Where its program is: another one of no known version may be of another version. */
  readonly programs: readonly string[];
  /** Whether files for version `a` work on `b`. */
  fits(a: string, b: string): boolean;
}

const RUNTIMES: readonly Runtime[] = [
  {
    what: "Node's ABI",
    uses: /\.node$/,
    files: ['usr/local/include/node/node_version.h', 'usr/include/node/node_version.h'],
    version: /#define NODE_MODULE_VERSION (\d+)/,
    programs: ['usr/local/bin/node', 'usr/bin/node', 'nodejs/bin/node'],
    fits: (a, b) => a === b,
  },
  {
    what: 'the version of Java',
    uses: /\.(?:jar|war|class)$/,
    files: ['opt/java/openjdk/release', 'usr/lib/jvm/default-java/release', 'usr/local/openjdk/release'],
    version: /JAVA_VERSION="(?:1\.)?(\d+)/,
    programs: [],
    fits: (a, b) => Number(b) >= Number(a),
  },
  {
    what: 'the version of nginx',
    uses: /(?:^|\/)nginx\/modules\/[^/]+\.so$/,
    files: ['usr/sbin/nginx'],
    version: /nginx version: (?:nginx|openresty)\/([\d.]+)/,
    programs: ['usr/sbin/nginx'],
    fits: (a, b) => a === b,
  },
];
const WALK_LIMIT_BYTES = 16 * 2 ** 20;
const FILE_LIMIT_BYTES = 32 * 2 ** 20;

/** Judges what of the application depends on such a runtime. Throws as reading layers does. */
export async function judgeLanguages(
  { image, newBase }: RebaseSubject,
  views: RebaseViews,
  signal?: AbortSignal,
): Promise<readonly RebaseNote[]> {
  const notes: RebaseNote[] = [];
  for (const runtime of RUNTIMES) {
    const user = findUser(views, runtime);
    if (user === undefined) continue;
    const old = await readVersion(image, views.old, runtime, signal);
    const now = await readVersion(newBase, views.new, runtime, signal);
    if (old === undefined || now === undefined) {
      if (!hasOtherProgram(views, runtime)) continue;
      const message = `it was made for ${runtime.what}, which cannot be told of both bases, and the program is another one`;
      notes.push({ kind: 'language-abi', level: 'checked', path: user, message });
      continue;
    }
    if (runtime.fits(old, now)) continue;
    const message = `it was made for ${runtime.what} ${old}, and the new base has ${now}`;
    notes.push({ kind: 'language-abi', level: 'conflict', path: user, message });
  }
  return notes;
}

function findUser(views: RebaseViews, { uses }: Runtime): string | undefined {
  const { image } = views;
  for (let node = 1; node < image.tree.nodeCount; node++) {
    if (image.tree.kinds[node] !== ENTRY_KIND.file || !views.isOwn(node)) continue;
    const path = nodePath(image, node);
    if (uses.test(path)) return path;
  }
  return undefined;
}

function hasOtherProgram(views: RebaseViews, { programs }: Runtime): boolean {
  const [old, now] = [views.old, views.new].map((view) => {
    const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
    const node = programs
      .map((path) => followPath(view, finder, path).at(-1))
      .find((found) => found !== undefined && view.tree.kinds[found] === ENTRY_KIND.file);
    return node === undefined ? undefined : locateEntry(view, view.inodes[node]!);
  });
  if (old === undefined) return false;
  return now === undefined || !hasSameContent(old.facts, old.i, now.facts, now.i);
}

async function readVersion(
  { opened }: RebaseSide,
  view: SquashedView,
  { files, version }: Runtime,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  const nodes = files
    .map((path) => Buffer.from(path))
    .map((bytes) => finder.find(bytes, 0, bytes.length))
    .filter((node) => node !== NO_NODE);
  const options = { limitBytes: FILE_LIMIT_BYTES, ...(signal === undefined ? {} : { signal }) };
  const contents = await readNodes(view, nodes, (layer) => ({ image: opened, layer }), options);
  for (const content of contents.values()) {
    const found = version.exec(content.toString('latin1'))?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
