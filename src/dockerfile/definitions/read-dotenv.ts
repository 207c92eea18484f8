// `.env` files as compose reads them (compose-spec, "Env_file format").
import { DEFINITION_LIMIT_CHARS, invalidDefinition, plainRecord } from './build-definition.ts';
import { InterpolationError, interpolate, type Lookup } from './interpolate.ts';

const ASSIGNMENT = /^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.\-[\]]*)[ \t]*(?:[=:][ \t]*(.*))?$/s;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  $: '$$',
};

/** Reads the variables of a `.env` file; a name alone takes its value from `outer`. Throws BUILD_DEFINITION_INVALID. */
export function readDotenv(text: string, file: string, outer: Lookup): Readonly<Record<string, string>> {
  if (text.length > DEFINITION_LIMIT_CHARS) throw invalidDefinition(file, 'the file is too large');
  const values = new Map<string, string>();
  const look: Lookup = (name) => outer(name) ?? values.get(name);
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const number = i + 1;
    let line = lines[i]!.trim();
    if (line === '' || line.startsWith('#')) continue;
    const quote = /^[^=:]*[=:][ \t]*(["'])/.exec(line)?.[1];
    // A quoted value may go over several lines.
    while (quote !== undefined && !isClosed(line, quote) && i + 1 < lines.length) line += `\n${lines[++i]!}`;
    const [, name, written] = ASSIGNMENT.exec(line) ?? [];
    if (name === undefined) throw invalidDefinition(file, 'the line is no NAME=VALUE', number);
    const value = written === undefined ? outer(name) : readValue(written, look, file, number);
    if (value !== undefined) values.set(name, value);
  }
  return plainRecord(values);
}

function isClosed(line: string, quote: string): boolean {
  const start = line.indexOf(quote) + 1;
  for (let at = start; at < line.length; at++) {
    if (line[at] === '\\' && quote === '"') at++;
    else if (line[at] === quote) return true;
  }
  return false;
}

function readValue(written: string, look: Lookup, file: string, line: number): string {
  const single = /^'([^']*)'[ \t]*(?:#.*)?$/s.exec(written)?.[1];
  if (single !== undefined) return single;
  const double = /^"((?:[^"\\]|\\.)*)"[ \t]*(?:#.*)?$/s.exec(written)?.[1];
  if (double === undefined && /^["']/.test(written))
    throw invalidDefinition(file, 'a quote is not closed', line);
  const plain =
    double === undefined
      ? written.replace(/(?:^|[ \t])#.*$/s, '').trim()
      : double.replace(/\\(.)/gs, (whole, char) => ESCAPES[char] ?? whole);
  try {
    return interpolate(plain, look);
  } catch (error) {
    if (error instanceof InterpolationError) throw invalidDefinition(file, error.message, line);
    throw error;
  }
}
