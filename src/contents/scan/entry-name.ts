// What the base name of an entry's path says beside the name: whiteouts and opaque markers (image-spec layer.md), compiled Python.
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import { isDots } from './normalise-path.ts';

const SLASH = 0x2f;
const WHITEOUT = Buffer.from('.wh.');
const OPAQUE = Buffer.from('.wh..wh..opq');
const PYC = Buffer.from('.pyc');

/** A marker of what lower layers lose, and where the path that it is about ends. */
export interface Marker {
  readonly kind: number;
  readonly pathEnd: number;
}

/** Where the base name of the cleaned path `bytes[start..end]` begins. */
export function baseStart(bytes: Uint8Array, start: number, end: number): number {
  let base = end;
  while (base > start && bytes[base - 1] !== SLASH) base--;
  return base;
}

/** Whether `bytes[base..end]` is the name of compiled Python. */
export function isPycName(bytes: Uint8Array, base: number, end: number): boolean {
  return end - base > PYC.length && startsWith(bytes, end - PYC.length, end, PYC);
}

/** The marker that the path `bytes[start..end]` with its base name at `base` is, whose prefix it cuts out; undefined where it is none. */
export function takeMarker(bytes: Uint8Array, start: number, base: number, end: number): Marker | undefined {
  if (!startsWith(bytes, base, end, WHITEOUT)) return undefined;
  const parentEnd = base > start ? base - 1 : start;
  if (startsWith(bytes, base, end, OPAQUE) && end - base === OPAQUE.length)
    return { kind: ENTRY_KIND.opaque, pathEnd: parentEnd };
  // A whiteout of `..` would reach beyond its directory; engines refuse it.
  if (end === base + WHITEOUT.length || isDots(bytes, base + WHITEOUT.length, end))
    return { kind: ENTRY_KIND.invalidWhiteout, pathEnd: parentEnd };
  bytes.copyWithin(base, base + WHITEOUT.length, end);
  return { kind: ENTRY_KIND.whiteout, pathEnd: end - WHITEOUT.length };
}

function startsWith(bytes: Uint8Array, start: number, end: number, prefix: Uint8Array): boolean {
  if (end - start < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[start + i] !== prefix[i]) return false;
  return true;
}
