// Limits of what one entry may state of itself.
import { PlimsollError } from '../../errors.ts';

/** Linux's PATH_MAX: no engine can extract a longer path. */
const PATH_LIMIT_BYTES = 4096;
const U32_MAX = 0xffffffff;

/** Throws LAYER_LIMIT for a path or link target that no engine can extract. */
export function requireLength(path: Uint8Array, what: string): void {
  if (path.length <= PATH_LIMIT_BYTES) return;
  throw new PlimsollError('LAYER_LIMIT', `a ${what} is ${path.length} bytes long; Linux allows 4096`);
}

/** The owner's or device's number; throws LAYER_CORRUPT where it does not fit 32 bits. */
export function requireId(id: number, what: string): number {
  if (id < 0 || id > U32_MAX)
    throw new PlimsollError('LAYER_CORRUPT', `an entry's ${what} ${id} is none that Linux knows`);
  return id;
}
