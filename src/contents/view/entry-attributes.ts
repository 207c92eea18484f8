// Questions about one entry's attributes that decide whether engines can differ about it.
import { findSorted, type LayerFacts, xattrsOf } from '../facts/layer-facts.ts';

/** What overlayfs takes for its own marks (kernel, Documentation/filesystems/overlayfs.rst). */
const OVERLAY_PREFIX = Buffer.from('trusted.overlay.');
const OVERLAY_OPAQUE = Buffer.from('trusted.overlay.opaque\x001\x00y');

/** Whether an entry has the attributes that engines give to a directory they make: 0755, root's, without xattrs. */
export function hasOrdinaryAttributes(facts: LayerFacts, i: number): boolean {
  return (
    facts.modes[i] === 0o755 && facts.uids[i] === 0 && facts.gids[i] === 0 && xattrsOf(facts, i).length === 0
  );
}

/** Whether two entries state the same mode, owner, time and extended attributes. */
export function haveSameAttributes(a: LayerFacts, i: number, b: LayerFacts, j: number): boolean {
  return (
    a.modes[i] === b.modes[j] &&
    a.uids[i] === b.uids[j] &&
    a.gids[i] === b.gids[j] &&
    a.mtimes[i] === b.mtimes[j] &&
    Buffer.compare(xattrsOf(a, i), xattrsOf(b, j)) === 0
  );
}

/** Whether an entry has an extended attribute by which overlayfs marks its own layers. */
export function hasOverlayXattr(facts: LayerFacts, i: number): boolean {
  return asBuffer(xattrsOf(facts, i)).includes(OVERLAY_PREFIX);
}

/** Whether an entry has the extended attribute that makes a directory opaque for overlayfs. */
export function hasOpaqueXattr(facts: LayerFacts, i: number): boolean {
  return asBuffer(xattrsOf(facts, i)).includes(OVERLAY_OPAQUE);
}

/** Whether a character device is 0:0, which overlayfs takes for a whiteout. */
export function isZeroDevice(facts: LayerFacts, i: number): boolean {
  const at = findSorted(facts.deviceEntries, i);
  return at >= 0 && facts.deviceNumbers[at * 2] === 0 && facts.deviceNumbers[at * 2 + 1] === 0;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
