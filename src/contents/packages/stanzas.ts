// Stanzas of `Name: value` fields (deb-control(5)), as dpkg, apt and opkg keep them: lines that begin with a blank go on with
// the field above, an empty line ends the stanza.
import { decodeText } from './text-lines.ts';

/** The wanted fields of one stanza by their usual spelling; values are folded to one line. */
export type Stanza = ReadonlyMap<string, string>;

/** The fields that a reader wants; the databases do not care for case. */
export interface WantedFields {
  readonly spellings: ReadonlyMap<string, string>;
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;
/** Longer names are none that anybody wants. */
const NAME_MAX = 64;

/** Prepares the list of wanted fields once. */
export function wantFields(names: readonly string[]): WantedFields {
  return { spellings: new Map(names.flatMap((name) => [[name, name] as const, [name.toLowerCase(), name]])) };
}

/** Calls `take` for each stanza that has a wanted field. Of a field that comes twice, the first counts. */
export function readStanzas(content: Uint8Array, wanted: WantedFields, take: (stanza: Stanza) => void): void {
  const text = decodeText(content);
  let stanza = new Map<string, string>();
  /** The wanted field that continuation lines belong to. */
  let open: string | undefined;
  /** The first colon from the line on, looked for again only when it was passed: text without colons is searched once. */
  let colon = -1;
  for (let start = 0; start < text.length; ) {
    const end = findOrEnd(text, '\n', start);
    const first = text.charCodeAt(start);
    if (first === NEWLINE || (first === CARRIAGE_RETURN && start + 1 === end)) {
      if (stanza.size > 0) {
        take(stanza);
        stanza = new Map();
      }
      open = undefined;
    } else if (first === SPACE || first === TAB) {
      const more = open === undefined ? '' : text.slice(start, end).trim();
      if (open !== undefined && more !== '') {
        const value = stanza.get(open);
        stanza.set(open, value === '' ? more : `${value} ${more}`);
      }
    } else {
      if (colon < start) colon = findOrEnd(text, ':', start);
      const isField = colon < end && colon - start <= NAME_MAX;
      const name = isField ? findSpelling(text.slice(start, colon), wanted) : undefined;
      open = name === undefined || stanza.has(name) ? undefined : name;
      if (open !== undefined) stanza.set(open, readValue(text, colon + 1, end));
    }
    start = end + 1;
  }
  if (stanza.size > 0) take(stanza);
}

/** Those of the fields that the stanza has and that are not empty. */
export function keepFields(stanza: Stanza, names: readonly string[]): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const name of names) {
    const value = stanza.get(name);
    if (value !== undefined && value !== '') fields[name] = value;
  }
  return fields;
}

/** Reads a whole number; 0 where it is none. */
export function readCount(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

function findOrEnd(text: string, character: string, start: number): number {
  const found = text.indexOf(character, start);
  return found === -1 ? text.length : found;
}

/** One blank comes after the colon nearly always; then there is nothing to trim. */
function readValue(text: string, start: number, end: number): string {
  return text.slice(text.charCodeAt(start) === SPACE ? start + 1 : start, end).trim();
}

function findSpelling(name: string, { spellings }: WantedFields): string | undefined {
  return spellings.get(name) ?? spellings.get(name.toLowerCase());
}
