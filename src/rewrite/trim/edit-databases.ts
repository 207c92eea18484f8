// The databases of package managers after packages went: without their stanzas, their lists and their marks, so that what
// scanners and the managers themselves read is still true.
import { decodeXattrs } from '../../contents/facts/decode-xattrs.ts';
import { xattrsOf } from '../../contents/facts/layer-facts.ts';
import type { Inventory } from '../../contents/packages/inventory.ts';
import { readNodes } from '../../contents/read-nodes.ts';
import { layerOf, locateEntry } from '../../contents/view/locate-entry.ts';
import { ABSENT, NO_NODE } from '../../contents/view/path-tree.ts';
import { nodePath, type SquashedView } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import { PlimsollError } from '../../errors.ts';
import type { MadeItem } from '../layer-plan.ts';
import { keyOfApkPackage, keyOfDebianPackage, splitStanzas } from '../stanzas.ts';
import type { RemovedPackage, TrimRequest } from './trim-request.ts';

/** What changes beside the packages' own files. */
export interface EditedDatabases {
  /** New contents, by node. */
  readonly made: ReadonlyMap<number, MadeItem & { readonly content: Uint8Array }>;
  /** Files of the databases that go, by node. */
  readonly nodes: ReadonlySet<number>;
}

const DATABASE_LIMIT_BYTES = 64 * 2 ** 20;
const WALK_LIMIT_BYTES = 16 * 2 ** 20;
const DPKG_INFO = 'var/lib/dpkg/info';
const DPKG_STATUS = 'var/lib/dpkg/status';
const APT_MARKS = 'var/lib/apt/extended_states';
/** Backups of what was; their own programs write them again. */
const DPKG_BACKUPS = ['var/lib/dpkg/status-old'];
const APK_STANZAS = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'];
const APK_WORLD = 'etc/apk/world';

/** Makes the edits for the packages that go. Throws IMAGE_UNSUPPORTED where a database cannot be rewritten. */
export async function editDatabases(
  { opened, contents: { view, inventory }, keptLayerCount }: TrimRequest,
  removed: readonly RemovedPackage[],
  signal?: AbortSignal,
): Promise<EditedDatabases> {
  const editor = new DatabaseEditor(view, inventory, removed);
  const wanted = editor.listStanzaFiles();
  const options = { limitBytes: DATABASE_LIMIT_BYTES, ...(signal === undefined ? {} : { signal }) };
  const files = await readNodes(view, wanted.keys(), (layer) => ({ image: opened, layer }), options);
  const made = new Map<number, MadeItem & { readonly content: Uint8Array }>();
  for (const [node, edit] of wanted) {
    const content = files.get(node);
    if (content === undefined)
      throw new PlimsollError('IMAGE_UNSUPPORTED', 'a package database cannot be rewritten', {
        subject: nodePath(view, node),
        hint: `It is no regular file, or larger than ${DATABASE_LIMIT_BYTES / 2 ** 20} MiB; trim without packages.`,
      });
    const edited = edit(content);
    if (edited.equals(content)) continue;
    if (layerOf(view, view.inodes[node]!) < keptLayerCount)
      throw new PlimsollError('IMAGE_UNSUPPORTED', 'a package database lies in a layer that is to stay', {
        subject: nodePath(view, node),
        hint: 'Name a lower layer with --above, or none.',
      });
    made.set(node, { ...attributesOf(view, node), content: edited });
  }
  return { made, nodes: editor.listGone() };
}

type Edit = (content: Buffer) => Buffer;

class DatabaseEditor {
  readonly #view: SquashedView;
  readonly #finder: ViewFinder;
  /** `name:architecture` of Debian's, names of Alpine's. */
  readonly #debian = new Set<string>();
  readonly #debianNames = new Set<string>();
  readonly #alpine = new Set<string>();
  readonly #metadataPaths = new Set<string>();

  constructor(view: SquashedView, inventory: Inventory, removed: readonly RemovedPackage[]) {
    this.#view = view;
    this.#finder = new ViewFinder(view, WALK_LIMIT_BYTES);
    for (const { position } of removed) {
      const { record, metadataPath } = inventory.packages[position]!;
      if (record.type === 'apk') this.#alpine.add(record.name);
      if (record.type !== 'deb') continue;
      this.#debian.add(`${record.name}:${record.architecture}`);
      this.#debianNames.add(record.name);
      if (metadataPath.includes('/status.d/')) this.#metadataPaths.add(metadataPath);
    }
    // `info/NAME.list` is also that of NAME on another architecture where both are installed.
    for (const { record, state } of inventory.packages)
      if (
        record.type === 'deb' &&
        state === 'installed' &&
        !this.#debian.has(`${record.name}:${record.architecture}`)
      )
        this.#debianNames.delete(record.name);
  }

  listStanzaFiles(): ReadonlyMap<number, Edit> {
    const edits = new Map<number, Edit>();
    const put = (path: string, edit: Edit): void => {
      const node = this.#find(path);
      if (node !== NO_NODE) edits.set(node, edit);
    };
    if (this.#debian.size > 0) {
      const isGone = (text: string): boolean => this.#debian.has(keyOfDebianPackage(text));
      put(DPKG_STATUS, (content) => dropStanzas(content, isGone));
      put(APT_MARKS, (content) =>
        dropStanzas(content, (text) => isGone(text) || this.#isGoneForAll(keyOfDebianPackage(text))),
      );
    }
    if (this.#alpine.size > 0) {
      for (const path of APK_STANZAS)
        put(path, (content) => dropStanzas(content, (text) => this.#alpine.has(keyOfApkPackage(text))));
      put(APK_WORLD, (content) => this.#dropWorld(content));
    }
    return edits;
  }

  listGone(): ReadonlySet<number> {
    const gone = new Set<number>();
    const add = (path: string): void => {
      const node = this.#find(path);
      if (node !== NO_NODE) gone.add(node);
    };
    if (this.#debian.size > 0) DPKG_BACKUPS.forEach(add);
    for (const path of this.#metadataPaths)
      for (const ending of ['', '.md5sums', '.conffiles', '.list']) add(path + ending);
    const info = this.#find(DPKG_INFO);
    if (info === NO_NODE || this.#debian.size === 0) return gone;
    const { tree } = this.#view;
    for (let node = tree.firstChildren[info]!; node !== NO_NODE; node = tree.nextSiblings[node]!) {
      if (tree.kinds[node] === ABSENT) continue;
      const file = nodePath(this.#view, node).slice(DPKG_INFO.length + 1);
      const stem = file.slice(0, Math.max(0, file.lastIndexOf('.')));
      if (this.#debian.has(stem) || this.#debianNames.has(stem)) gone.add(node);
    }
    return gone;
  }

  /** apt marks packages of architecture `all` under the machine's own. */
  #isGoneForAll(key: string): boolean {
    return this.#debian.has(`${key.slice(0, key.indexOf(':'))}:all`);
  }

  #find(path: string): number {
    const bytes = Buffer.from(path);
    return this.#finder.find(bytes, 0, bytes.length);
  }

  /** `name`, `name=1.2`, `name@edge`, `name>1`. */
  #dropWorld(content: Buffer): Buffer {
    const lines = content.toString('latin1').split('\n');
    const kept = lines.filter((line) => !this.#alpine.has(/^[^\s<>=~@]+/.exec(line)?.[0] ?? ''));
    return Buffer.from(kept.join('\n'), 'latin1');
  }
}

function dropStanzas(content: Buffer, isGone: (stanza: string) => boolean): Buffer {
  const all = splitStanzas(content.toString('latin1'));
  const kept = all.filter((stanza) => !isGone(stanza));
  // As it was, to the last empty line, where it has nothing about them.
  if (kept.length === all.length) return content;
  return Buffer.from(kept.map((stanza) => `${stanza}\n\n`).join(''), 'latin1');
}

function attributesOf(view: SquashedView, node: number): MadeItem {
  const { facts, i } = locateEntry(view, view.inodes[node]!);
  return {
    kind: 'file',
    mode: facts.modes[i]!,
    uid: facts.uids[i]!,
    gid: facts.gids[i]!,
    mtimeSeconds: Math.floor(facts.mtimes[i]!),
    xattrs: decodeXattrs(xattrsOf(facts, i)),
  };
}
