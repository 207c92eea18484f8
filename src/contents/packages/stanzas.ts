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
const COLON = 0x3a;
/** Longer names are none that anybody wants; a line without a colon is not searched further. */
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
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
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
      const colon = findColon(text, start, end);
      const name = colon === -1 ? undefined : findSpelling(text.slice(start, colon), wanted);
      open = name === undefined || stanza.has(name) ? undefined : name;
      if (open !== undefined) stanza.set(open, text.slice(colon + 1, end).trim());
    }
    start = end + 1;
  }
  if (stanza.size > 0) take(stanza);
}

/** Reads a whole number; 0 where it is none. */
export function readCount(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

function findColon(text: string, start: number, end: number): number {
  const stop = Math.min(end, start + NAME_MAX);
  for (let i = start; i < stop; i++) if (text.charCodeAt(i) === COLON) return i;
  return -1;
}

function findSpelling(name: string, { spellings }: WantedFields): string | undefined {
  return spellings.get(name) ?? spellings.get(name.toLowerCase());
}
