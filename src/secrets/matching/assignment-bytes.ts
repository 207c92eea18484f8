// A quick look at bytes, before anything is decoded: most names in programs and texts are not assigned to.

/** How much of a name may stand before and after the part that a rule knows. */
export const NAME_REACH_BYTES = 48;
/** Quotes, brackets and blanks that may stand between a name and its operator. */
const CLOSING_REACH_BYTES = 24;

const SPACE = 0x20;
const DASH = 0x2d;

const IS_NAME = setOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-$@');
const IS_CLOSING = setOf('\\"\'`]) \t\r\n\f\v');
/** Operators, and what may begin one. */
const IS_OPERATOR = setOf('=:,>?|.+!');
/** First letters of a type (`string`) and of the attribute `value`, after a blank. */
const IS_WORD = setOf('sv');

/** False where no operator follows the name of which `bytes[at..end]` is a part; true may still be wrong. */
export function mayBeAssigned(bytes: Uint8Array, at: number, end: number): boolean {
  const mostName = end + NAME_REACH_BYTES;
  let i = end;
  while (i < mostName && IS_NAME[bytes[i]!] === 1) i++;
  const nameEnd = i;
  const mostClosing = i + CLOSING_REACH_BYTES;
  let hasBlank = false;
  while (i < mostClosing && IS_CLOSING[bytes[i]!] === 1) if (bytes[i++]! <= SPACE) hasBlank = true;
  const next = bytes[i]!;
  if (IS_OPERATOR[next] === 1 || i === mostClosing) return true;
  return hasBlank && (IS_WORD[next] === 1 || isFlag(bytes, at, nameEnd));
}

/** Whether the name begins with a dash or has one before it, as options of programs do. */
function isFlag(bytes: Uint8Array, at: number, end: number): boolean {
  for (let i = Math.max(0, at - NAME_REACH_BYTES); i < end; i++) if (bytes[i] === DASH) return true;
  return false;
}

function setOf(characters: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}
