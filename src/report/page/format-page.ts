// A page is its template with the data put in: one HTML file that needs nothing else.
import type { PageDocument } from './page-document.ts';

/** Where the template has room for the data; it has this text once. */
const PLACE = '<script type="application/json" id="data"></script>';

/** The page in pieces. No text of the data can end its element, begin a comment in it, or be read as anything but JSON. */
export function* formatPage(template: string, document: PageDocument): Iterable<string> {
  const at = template.indexOf(PLACE);
  if (at < 0) throw new Error('the template has no place for the data');
  const start = at + PLACE.indexOf('</');
  yield template.slice(0, start);
  yield* writeFields(document);
  yield template.slice(start);
}

/** Field by field: all paths and all findings of a large image are more than one string should hold. */
function* writeFields(document: PageDocument): Iterable<string> {
  let isFirst = true;
  for (const [key, value] of Object.entries(document)) {
    if (value === undefined) continue;
    yield `${isFirst ? '{' : ',\n'}${escapeJson(JSON.stringify(key))}:${escapeJson(JSON.stringify(value))}`;
    isFirst = false;
  }
  yield '}';
}

/** Within JSON these stand in strings only, where an escape means the same. Lone surrogates JSON.stringify escapes itself. */
const UNSAFE = /[<>&\u2028\u2029]/g;

function escapeJson(json: string): string {
  return json.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
