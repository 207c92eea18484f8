// Variables in compose files (compose-spec, "Interpolation"): `$X`, `${X}`, `:-` `-` `:?` `?` `:+` `+`, and `$$`.

/** Looks a variable up; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined;

/** A text that cannot be interpolated; the message says why. */
export class InterpolationError extends Error {}

const NAME = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const DEPTH_LIMIT = 50;

/** Puts values in the place of variables; what is not set is empty. Throws InterpolationError. */
export function interpolate(text: string, look: Lookup): string {
  const reader = { text, at: 0 };
  return readText(reader, look, 0);
}

interface Reader {
  readonly text: string;
  at: number;
}

/** Reads to the end, or within braces to the brace that closes them. */
function readText(reader: Reader, look: Lookup, depth: number): string {
  if (depth > DEPTH_LIMIT) throw new InterpolationError('variables are nested too deeply');
  const out: string[] = [];
  while (reader.at < reader.text.length) {
    const char = reader.text[reader.at]!;
    if (char === '}' && depth > 0) return out.join('');
    reader.at++;
    out.push(char === '$' ? readVariable(reader, look, depth) : char);
  }
  if (depth > 0) throw new InterpolationError('a variable in braces is not closed');
  return out.join('');
}

function readVariable(reader: Reader, look: Lookup, depth: number): string {
  if (reader.text[reader.at] === '$') {
    reader.at++;
    return '$';
  }
  const isBraced = reader.text[reader.at] === '{';
  if (isBraced) reader.at++;
  NAME.lastIndex = reader.at;
  const name = NAME.exec(reader.text)?.[0];
  if (name === undefined)
    throw new InterpolationError('a $ stands before no name; a dollar sign itself is written $$');
  reader.at += name.length;
  const value = look(name);
  if (!isBraced) return value ?? '';
  const operator = /:?[-?+]|\}/y;
  operator.lastIndex = reader.at;
  const found = operator.exec(reader.text)?.[0];
  if (found === undefined) throw new InterpolationError(`what follows \${${name} is no operator`);
  reader.at += found.length;
  if (found === '}') return value ?? '';
  const isUnset = value === undefined || (found.startsWith(':') && value === '');
  // What is not taken is read too, but nothing is asked of it.
  const isTaken = found.endsWith('+') ? !isUnset : isUnset;
  const other = readText(reader, isTaken ? look : () => 'x', depth + 1);
  reader.at++;
  if (found.endsWith('+')) return isUnset ? '' : other;
  if (!isUnset) return value;
  if (found.endsWith('?'))
    throw new InterpolationError(`${name} is not set: ${other || 'a value is required'}`);
  return other;
}
