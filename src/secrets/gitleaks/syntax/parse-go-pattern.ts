// Go's regular expressions, parsed: https://pkg.go.dev/regexp/syntax. Flags are resolved here: letters in either case, lines,
// and greediness are in the tree itself.
import { foldBytes, invertBytes, makeByteSet, makeSingleByte } from './byte-set.ts';
import { type PatternReader, readClass, readClassEscape, readCodePoint } from './parse-go-class.ts';
import { type PatternNode, PatternRefusal } from './syntax-tree.ts';

interface Flags {
  readonly ignoresCase: boolean;
  readonly lines: boolean;
  readonly dotTakesNewline: boolean;
  readonly lazyByDefault: boolean;
}

const NO_FLAGS: Flags = { ignoresCase: false, lines: false, dotTakesNewline: false, lazyByDefault: false };
const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = {
  i: 'ignoresCase',
  m: 'lines',
  s: 'dotTakesNewline',
  U: 'lazyByDefault',
};
const PATTERN_LIMIT_BYTES = 32 * 1024;
const NESTING_LIMIT = 100;
/** As Go has it. */
const REPEAT_LIMIT = 1000;
const NEWLINE = 0x0a;
const EVERYTHING = makeByteSet([[0, 0x10ffff]]);
const NO_NEWLINE = invertBytes(makeSingleByte(NEWLINE));

/** The tree of a pattern and how many groups it captures; throws a PatternRefusal where Go would not take it either. */
export function parseGoPattern(pattern: string): { readonly node: PatternNode; readonly groups: number } {
  if (pattern.length > PATTERN_LIMIT_BYTES) throw new PatternRefusal('its pattern is longer than 32 KiB');
  const reader: PatternReader = { text: pattern, at: 0 };
  let groups = 0;
  const node = readChoice(NO_FLAGS, 0);
  if (reader.at < pattern.length) throw new PatternRefusal('its pattern has a ) too many');
  return { node, groups };

  function readChoice(startFlags: Flags, depth: number): PatternNode {
    if (depth > NESTING_LIMIT) throw new PatternRefusal('its pattern is nested too deeply');
    let flags = startFlags;
    const options: PatternNode[] = [];
    let items: PatternNode[] = [];
    let repeated = false;
    const close = () => {
      options.push(items.length === 1 ? items[0]! : { kind: 'sequence', items });
      items = [];
    };
    while (reader.at < pattern.length && pattern[reader.at] !== ')') {
      const character = pattern[reader.at]!;
      if (character === '|') {
        reader.at++;
        close();
        repeated = false;
        continue;
      }
      const count = readCount();
      if (count !== undefined) {
        const item = items.pop();
        if (item === undefined || repeated)
          throw new PatternRefusal('its pattern repeats nothing, or a repetition');
        items.push(repeat(item, count, flags));
        repeated = true;
        continue;
      }
      const changed = readFlags(flags);
      if (changed !== undefined) {
        flags = changed;
        continue;
      }
      repeated = false;
      const read = character === '(' ? [readGroup(flags, depth)] : readAtom(flags);
      items.push(...read);
    }
    close();
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  function repeat(item: PatternNode, count: readonly [number, number], flags: Flags): PatternNode {
    const marked = pattern[reader.at] === '?';
    if (marked) reader.at++;
    const [least, most] = count;
    if (least > REPEAT_LIMIT || (most > REPEAT_LIMIT && most !== Infinity) || most < least)
      throw new PatternRefusal('its pattern repeats more than 1,000 times');
    return { kind: 'repeat', item, least, most, lazy: marked !== flags.lazyByDefault };
  }

  function readCount(): readonly [number, number] | undefined {
    const character = pattern[reader.at]!;
    const simple = ({ '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] } as const)[character];
    if (simple !== undefined) {
      reader.at++;
      return simple;
    }
    if (character !== '{') return undefined;
    const found = /^\{(\d{1,6})(,(\d{0,6}))?\}/.exec(pattern.slice(reader.at, reader.at + 16));
    if (found === null) return undefined;
    reader.at += found[0].length;
    const least = Number(found[1]);
    return [least, found[2] === undefined ? least : found[3] === '' ? Infinity : Number(found[3])];
  }

  /** The flags after `(?i)` and its like; undefined where none stands here. */
  function readFlags(flags: Flags): Flags | undefined {
    const found = /^\(\?([imsU]*)(?:-([imsU]+))?\)/.exec(pattern.slice(reader.at, reader.at + 16));
    if (found === null) return undefined;
    reader.at += found[0].length;
    return setFlags(flags, found[1]!, found[2] ?? '');
  }

  function readGroup(flags: Flags, depth: number): PatternNode {
    const found = /^\((?:\?P?<\w{1,64}>|\?([imsU]*)(?:-([imsU]+))?:)?/.exec(
      pattern.slice(reader.at, reader.at + 80),
    )!;
    if (found[0] === '(' && pattern[reader.at + 1] === '?')
      throw new PatternRefusal(
        `its pattern has a group that Go does not know: ${pattern.slice(reader.at, reader.at + 4)}`,
      );
    reader.at += found[0].length;
    const captures = !found[0].endsWith(':');
    const number = captures ? ++groups : 0;
    const item = readChoice(captures ? flags : setFlags(flags, found[1]!, found[2] ?? ''), depth + 1);
    if (pattern[reader.at] !== ')') throw new PatternRefusal('its pattern has a ( without its )');
    reader.at++;
    return captures
      ? { kind: 'group', number, item }
      : item.kind === 'sequence'
        ? { kind: 'choice', options: [item] }
        : item;
  }

  function readAtom(flags: Flags): PatternNode[] {
    const character = pattern[reader.at]!;
    if (character === '\\') return readEscape(flags);
    if (character === '[') {
      const set = readClass(reader, flags.ignoresCase);
      return [{ kind: 'bytes', set }];
    }
    if (character === '.') {
      reader.at++;
      return [{ kind: 'bytes', set: flags.dotTakesNewline ? EVERYTHING : NO_NEWLINE }];
    }
    if (character === '^' || character === '$') {
      reader.at++;
      const start = character === '^';
      const assertion = flags.lines ? (start ? 'line-start' : 'line-end') : start ? 'text-start' : 'text-end';
      return [{ kind: 'assertion', assertion }];
    }
    return spell(readCodePoint(reader), flags);
  }

  function readEscape(flags: Flags): PatternNode[] {
    const escaped = pattern[reader.at + 1];
    const assertion = (
      { b: 'word-boundary', B: 'no-word-boundary', A: 'text-start', z: 'text-end' } as const
    )[escaped ?? ''];
    if (assertion !== undefined) {
      reader.at += 2;
      return [{ kind: 'assertion', assertion }];
    }
    if (escaped === 'Q') {
      const end = pattern.indexOf('\\E', reader.at);
      const quoted = pattern.slice(reader.at + 2, end < 0 ? undefined : end);
      reader.at = end < 0 ? pattern.length : end + 2;
      return [...quoted].flatMap((each) => spell(each.codePointAt(0)!, flags));
    }
    const set = readClassEscape(reader);
    if (set !== undefined) return [{ kind: 'bytes', set: flags.ignoresCase ? foldBytes(set) : set }];
    return spell(readCodePoint(reader), flags);
  }
}

/** A character as the bytes of its UTF-8 form; as one item, so that what repeats it repeats all of them. */
function spell(codePoint: number, flags: Flags): PatternNode[] {
  const items = [...Buffer.from(String.fromCodePoint(codePoint))].map((byte): PatternNode => {
    const set = makeSingleByte(byte);
    return { kind: 'bytes', set: flags.ignoresCase ? foldBytes(set) : set };
  });
  return items.length === 1 ? items : [{ kind: 'sequence', items }];
}

function setFlags(flags: Flags, on: string, off: string): Flags {
  const changed = { ...flags };
  for (const name of on) changed[FLAG_NAMES[name]!] = true;
  for (const name of off) changed[FLAG_NAMES[name]!] = false;
  return changed;
}
