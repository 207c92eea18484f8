// Texts of elements and values of attributes in XML, and where they are. Entities stay as they are written; nothing is resolved.
import { type NamedValue, startOfText } from './named-value.ts';

const DEEPEST = 256;
const TAG_NAME = /[\w.:-]{1,128}/y;
const ATTRIBUTE = /\s{1,64}([\w.:-]{1,128})\s{0,8}=\s{0,8}(?=["'])/y;

/** An attribute or the text of an element. */
export interface XmlValue extends NamedValue {
  /** The attribute's element's other attributes that stand before it; of a text, all of its element. */
  readonly attributes: Readonly<Record<string, string>>;
  /** `name` is an attribute's, and the element is the last of `parents`. */
  readonly isAttribute: boolean;
}

/** Every attribute and every text between a start tag and the next tag. */
export function* readXmlValues(text: string): Generator<XmlValue> {
  const names: string[] = [];
  let at = text.indexOf('<', startOfText(text));
  while (at >= 0 && at < text.length) {
    if (text.startsWith('<!--', at)) at = after(text, '-->', at + 4);
    else if (text.startsWith('<![CDATA[', at)) at = after(text, ']]>', at + 9);
    else if (text[at + 1] === '?' || text[at + 1] === '!') at = after(text, '>', at);
    else if (text[at + 1] === '/') {
      names.pop();
      at = after(text, '>', at);
    } else at = yield* readElement(text, at + 1, names);
    if (at >= 0) at = text.indexOf('<', at);
  }
}

/** Reads from a start tag's name on; returns the position after its text. */
function* readElement(text: string, at: number, names: string[]): Generator<XmlValue, number> {
  TAG_NAME.lastIndex = at;
  if (!TAG_NAME.test(text)) return at;
  let position = TAG_NAME.lastIndex;
  const name = text.slice(at, position);
  const attributes: Record<string, string> = Object.create(null);
  if (names.length >= DEEPEST) return position;
  names.push(name);
  for (;;) {
    ATTRIBUTE.lastIndex = position;
    const found = ATTRIBUTE.exec(text);
    if (found === null) break;
    const start = ATTRIBUTE.lastIndex + 1;
    const end = text.indexOf(text[start - 1]!, start);
    if (end < 0) return -1;
    const value = text.slice(start, end);
    yield { name: found[1]!, parents: names, value, start, end, attributes, isAttribute: true };
    attributes[found[1]!] = value;
    position = end + 1;
  }
  const close = text.indexOf('>', position);
  if (close < 0) return -1;
  if (text[close - 1] === '/') {
    names.pop();
    return close;
  }
  let [start, end] = [close + 1, text.indexOf('<', close)];
  if (end < 0) return -1;
  if (text.startsWith('<![CDATA[', end) && text.slice(start, end).trim() === '') {
    start = end + 9;
    end = text.indexOf(']]>', start);
    if (end < 0) return -1;
  }
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  let last = end;
  while (last > start && isSpace(text.charCodeAt(last - 1))) last--;
  names.pop();
  if (last > start)
    yield {
      name,
      parents: names,
      value: text.slice(start, last),
      start,
      end: last,
      attributes,
      isAttribute: false,
    };
  names.push(name);
  return end;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function after(text: string, mark: string, at: number): number {
  const found = text.indexOf(mark, at);
  return found < 0 ? -1 : found + mark.length;
}
