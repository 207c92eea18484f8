// The folders that a path lies in, by their modes and owners: what a shared layer says of them. Times and extended attributes
// are each image's own and stand in its top layer.
import { hash } from 'node:crypto';
import { ENTRY_KIND } from '../../../contents/facts/layer-facts.ts';
import { locateEntry } from '../../../contents/view/locate-entry.ts';
import { NO_ENTRY, type SquashedView } from '../../../contents/view/squashed-view.ts';

/** What a folder has that layers of several images state of it. */
export interface FolderAttributes {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** What engines give to a folder that no entry describes. */
const IMPLIED: FolderAttributes = { mode: 0o755, uid: 0, gid: 0 };
/** The frame of what lies in the root, whose own attributes only the top layer states. */
const ROOT = 0;

/** Rows of folders, root first, each with a number: equal rows have one, in whatever image they are. */
export class FolderFrames {
  readonly #numbers = new Map<string, number>();
  readonly #parents: number[] = [-1];
  readonly #attributes: FolderAttributes[] = [IMPLIED];
  readonly #hashes: string[] = [''];

  /** For each folder of the view the frame of what lies in it. */
  number(view: SquashedView): Uint32Array {
    const { tree } = view;
    const frames = new Uint32Array(tree.nodeCount);
    // A node's number is greater than its parent's.
    for (let node = 1; node < tree.nodeCount; node++) {
      if (tree.kinds[node] !== ENTRY_KIND.directory) continue;
      const entry = view.shown[node]!;
      frames[node] = this.#add(
        frames[tree.parents[node]!]!,
        entry === NO_ENTRY ? IMPLIED : read(view, entry),
      );
    }
    return frames;
  }

  /** The folders, from the one in the root on. */
  list(frame: number): readonly FolderAttributes[] {
    const folders: FolderAttributes[] = [];
    for (let at = frame; at !== ROOT; at = this.#parents[at]!) folders.push(this.#attributes[at]!);
    return folders.reverse();
  }

  /** A hash of the row, equal for equal ones in every run. */
  hash(frame: number): string {
    return this.#hashes[frame]!;
  }

  #add(parent: number, attributes: FolderAttributes): number {
    const own = `${attributes.mode.toString(8)},${attributes.uid},${attributes.gid}`;
    const text = `${parent}/${own}`;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const frame = this.#parents.push(parent) - 1;
    this.#attributes.push(attributes);
    this.#hashes.push(hash('sha256', `${this.#hashes[parent]}/${own}`, 'hex'));
    this.#numbers.set(text, frame);
    return frame;
  }
}

function read(view: SquashedView, entry: number): FolderAttributes {
  const { facts, i } = locateEntry(view, entry);
  return { mode: facts.modes[i]!, uid: facts.uids[i]!, gid: facts.gids[i]! };
}
