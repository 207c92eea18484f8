// A step of a plan as the tar writer wants it: path, attributes, target. Times are whole seconds, as engines keep no more
// of them everywhere.

import { decodeXattrs } from '../contents/facts/decode-xattrs.ts';
import {
  ENTRY_KIND,
  findSorted,
  type LayerFacts,
  pathText,
  xattrsOf,
} from '../contents/facts/layer-facts.ts';
import { linkBytes, locateEntry } from '../contents/view/locate-entry.ts';
import type { PathTree } from '../contents/view/path-tree.ts';
import { nodePath } from '../contents/view/squashed-view.ts';
import { PlimsollError } from '../errors.ts';
import type { TarItem } from '../oci/tar/write-tar.ts';
import { type LayerPlan, STEP } from './layer-plan.ts';

/** Linux's PATH_MAX, its NUL counted: no engine unpacks a longer path. */
const PATH_LIMIT_BYTES = 4095;
const WHITEOUT = Buffer.from('.wh.');
const SLASH = 0x2f;
const KINDS: Readonly<Record<number, TarItem['kind']>> = {
  [ENTRY_KIND.file]: 'file',
  [ENTRY_KIND.symlink]: 'symlink',
  [ENTRY_KIND.character]: 'character',
  [ENTRY_KIND.block]: 'block',
  [ENTRY_KIND.directory]: 'directory',
  [ENTRY_KIND.fifo]: 'fifo',
};

/** The step as an item without content; `firstName` is the path of the last `entry` step. Throws IMAGE_UNSUPPORTED. */
export function describeStep(plan: LayerPlan, step: number, firstName: Uint8Array): TarItem {
  const node = plan.nodes[step]!;
  const path = requirePath(plan, node);
  switch (plan.kinds[step]) {
    case STEP.implied:
      return { kind: 'directory', path, mode: 0o755 };
    case STEP.whiteout:
      return { kind: 'file', path: whiteoutOf(path), mode: 0o644 };
    case STEP.made: {
      const { content: _, ...item } = plan.made.get(node)!;
      return { ...item, path };
    }
    case STEP.link:
      return { ...describeSource(plan, step, path), kind: 'hardlink', target: firstName };
    default:
      return describeSource(plan, step, path);
  }
}

function describeSource(plan: LayerPlan, step: number, path: Uint8Array): TarItem {
  const { facts, i } = locateEntry(plan.stack, plan.sources[step]!);
  return describeEntry(facts, i, path);
}

/** Entry `i` of a layer as an item at this path, without content. */
export function describeEntry(facts: LayerFacts, i: number, path: Uint8Array): TarItem {
  const kind = KINDS[facts.kinds[i]!];
  if (kind === undefined)
    throw new PlimsollError('INTERNAL', 'an entry is planned that shows nothing', {
      subject: pathText(facts, i),
    });
  const xattrs = decodeXattrs(xattrsOf(facts, i));
  const item: TarItem = {
    kind,
    path,
    mode: kind === 'symlink' ? 0o777 : facts.modes[i]!,
    uid: facts.uids[i]!,
    gid: facts.gids[i]!,
    mtimeSeconds: Math.floor(facts.mtimes[i]!),
    ...(xattrs.length === 0 ? {} : { xattrs }),
  };
  if (kind === 'symlink') return { ...item, target: linkBytes(facts, i) };
  return kind === 'character' || kind === 'block' ? { ...item, device: deviceOf(facts, i) } : item;
}

/** The path of a node; throws IMAGE_UNSUPPORTED where it is longer than Linux takes. */
export function requirePath(view: { readonly tree: PathTree }, node: number): Buffer {
  const path = view.tree.pathBytes(node, PATH_LIMIT_BYTES + 1);
  if (path.length <= PATH_LIMIT_BYTES) return path;
  throw new PlimsollError('IMAGE_UNSUPPORTED', 'a path is longer than Linux takes', {
    subject: nodePath(view, node).slice(-200),
  });
}

function whiteoutOf(path: Buffer): Buffer {
  const name = path.lastIndexOf(SLASH) + 1;
  return Buffer.concat([path.subarray(0, name), WHITEOUT, path.subarray(name)]);
}

function deviceOf(facts: LayerFacts, i: number): { readonly major: number; readonly minor: number } {
  const at = findSorted(facts.deviceEntries, i) * 2;
  return { major: facts.deviceNumbers[at]!, minor: facts.deviceNumbers[at + 1]! };
}
