// Lines that give names values, with sections or without: environment files, shells' start files, INI, properties, TOML, HCL.
import { type NamedValue, readLines } from './named-value.ts';

const SECTION = /^[ \t]{0,16}\[{1,2}[ \t]{0,8}([^\]\r\n]{1,256}?)[ \t]{0,8}\]{1,2}/;
const KEYWORD = /^[ \t]{0,64}(?:(?:export|set|setenv|declare(?: -x)?|local|env)[ \t]{1,8})?/;
/** A name in quotes or without, a few words at most. */
const NAME = /(["']?)([^\s=:#;"'[\]]{1,256}(?: [^\s=:#;"'[\]]{1,64}){0,3})\1[ \t]{0,32}/y;
/** Likewise where `:` may stand in names. */
const COLON_NAME = /(["']?)([^\s=#;"'[\]]{1,512}(?: [^\s=#;"'[\]]{1,64}){0,3})\1[ \t]{0,32}/y;

/** How a format writes its lines. */
export interface AssignmentForm {
  /** What may stand between name and value. */
  readonly separators: '=' | ':' | '=:';
  /** Whether a `#` or `;` after white space ends an unquoted value. Default true. */
  readonly hasTrailingComments?: boolean;
}

/** Every `name = value` of a text, with the section it is in as its parent. */
export function* readAssignments(text: string, form: AssignmentForm): Generator<NamedValue> {
  let parents: readonly string[] = [];
  for (const line of readLines(text)) {
    const section = SECTION.exec(line.text);
    if (section !== null) {
      parents = [section[1]!];
      continue;
    }
    const nameForm = form.separators === '=' ? COLON_NAME : NAME;
    nameForm.lastIndex = KEYWORD.exec(line.text)![0].length;
    const named = nameForm.exec(line.text);
    if (named === null) continue;
    const separated = separatorAt(line.text, nameForm.lastIndex, form.separators);
    if (separated < 0) continue;
    const [from, to] = findValue(line.text, separated, form.hasTrailingComments ?? true);
    yield {
      name: named[2]!,
      parents,
      value: line.text.slice(from, to),
      start: line.start + from,
      end: line.start + to,
    };
  }
}

/** The position after the separator and the white space that follows it; -1 without one. */
function separatorAt(line: string, at: number, separators: string): number {
  let position = at;
  if (line.startsWith(':=', position)) position += 2;
  else if (separators.includes(line[position] ?? '\n')) position++;
  else return -1;
  while (line[position] === ' ' || line[position] === '\t') position++;
  return position;
}

/** Start and end of a value, within its quotes if it has some. */
function findValue(line: string, at: number, hasComments: boolean): [number, number] {
  const quote = line[at];
  if (quote === '"' || quote === "'") {
    let end = at + 1;
    while (end < line.length && line[end] !== quote) end += line[end] === '\\' && quote === '"' ? 2 : 1;
    if (end < line.length) return [at + 1, end];
  }
  let end = at;
  while (end < line.length && !(hasComments && isComment(line, end, at))) end++;
  while (end > at && (line[end - 1] === ' ' || line[end - 1] === '\t')) end--;
  return [at, end];
}

function isComment(line: string, at: number, start: number): boolean {
  if (line[at] !== '#' && line[at] !== ';') return false;
  return at === start || line[at - 1] === ' ' || line[at - 1] === '\t';
}
