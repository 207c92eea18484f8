// What a regular expression's source says of the first bytes of its matches, as far as that is easy to see.

/** The bytes that each of the first `length` characters is one of. */
export interface LeadingClass {
  /** By byte, 1 where it may be. */
  readonly isIn: Uint8Array;
  readonly length: number;
}

const LEADING = /^(\[(?:[^\]\\]|\\.)+\]|\\[dw])(?:\{(\d+)(?:,\d*)?\}|(\+)|(?![*?{]))/;
const NOTHING_KNOWN: LeadingClass = { isIn: new Uint8Array(256).fill(1), length: 0 };

/** The class that `source` begins with, repeated as often as every match repeats it; length 0 where it begins otherwise. */
export function readLeadingClass(source: string): LeadingClass {
  const found = LEADING.exec(source);
  // Of alternatives at the top, the first alone says nothing.
  if (found === null || hasAlternatives(source)) return NOTHING_KNOWN;
  const expression = new RegExp(found[1]!);
  const isIn = Uint8Array.from({ length: 256 }, (_, byte) =>
    expression.test(String.fromCharCode(byte)) ? 1 : 0,
  );
  return { isIn, length: found[2] === undefined ? 1 : Number(found[2]) };
}

/** Whether a `|` stands outside of every group and class. */
function hasAlternatives(source: string): boolean {
  let depth = 0;
  let isInClass = false;
  for (let i = 0; i < source.length; i++) {
    const character = source[i]!;
    if (character === '\\') i++;
    else if (isInClass) isInClass = character !== ']';
    else if (character === '[') isInClass = true;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) return true;
  }
  return false;
}
