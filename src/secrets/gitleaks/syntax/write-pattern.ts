// A tree as a regular expression for JavaScript that needs no flags and finds in Latin-1 text what Go finds in the bytes.
import { type ByteSet, listBytes } from './byte-set.ts';
import type { AssertionKind, PatternNode } from './syntax-tree.ts';

const ASSERTIONS: Readonly<Record<AssertionKind, string>> = {
  'text-start': '^',
  'text-end': '$',
  'line-start': '(?<![^\\n])',
  'line-end': '(?![^\\n])',
  'word-boundary': '\\b',
  'no-word-boundary': '\\B',
};

/** The source. Of the groups only `secretGroup` captures, as `secret`; with 0 all do, by their numbers. */
export function writePattern(node: PatternNode, secretGroup: number): string {
  const write = (each: PatternNode): string => {
    switch (each.kind) {
      case 'bytes':
        return writeSet(each.set);
      case 'assertion':
        return ASSERTIONS[each.assertion];
      case 'sequence':
        return each.items
          .map((item) => (item.kind === 'sequence' ? `(?:${write(item)})` : wrapChoice(item)))
          .join('');
      case 'choice':
        return each.options.map(write).join('|');
      case 'group':
        if (secretGroup === 0) return `(${write(each.item)})`;
        return each.number === secretGroup ? `(?<secret>${write(each.item)})` : `(?:${write(each.item)})`;
      case 'repeat':
        return `${wrapItem(each.item)}${writeCount(each.least, each.most)}${each.lazy ? '?' : ''}`;
    }
  };
  const wrapChoice = (each: PatternNode) => (each.kind === 'choice' ? `(?:${write(each)})` : write(each));
  const wrapItem = (each: PatternNode) =>
    each.kind === 'bytes' || (each.kind === 'group' && secretGroup === 0)
      ? write(each)
      : `(?:${write(each)})`;
  return write(node);
}

function writeCount(least: number, most: number): string {
  if (most === Infinity) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`;
  if (least === 0 && most === 1) return '?';
  return least === most ? `{${least}}` : `{${least},${most}}`;
}

/** A character class. */
export function writeSet(set: ByteSet): string {
  const bytes = listBytes(set);
  if (bytes.length === 1) return writeByte(bytes[0]!);
  if (bytes.length > 128) return `[^${writeRanges(listBytes(set.map((member) => 1 - member)))}]`;
  return `[${writeRanges(bytes)}]`;
}

function writeRanges(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    const from = bytes[i]!;
    while (i + 1 < bytes.length && bytes[i + 1] === bytes[i]! + 1) i++;
    const to = bytes[i]!;
    text += to === from ? writeByte(from) : `${writeByte(from)}${to === from + 1 ? '' : '-'}${writeByte(to)}`;
  }
  return text;
}

function writeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[\w ]/.test(character) ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
}
