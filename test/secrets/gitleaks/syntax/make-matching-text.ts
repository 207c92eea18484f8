// Texts that a pattern matches, or nearly, made from its tree.
import { listBytes } from '../../../../src/secrets/gitleaks/syntax/byte-set.ts';
import type { PatternNode } from '../../../../src/secrets/gitleaks/syntax/syntax-tree.ts';

/** A number from 0 up to `limit`, without it. */
export type Random = (limit: number) => number;

/** Numbers that follow from `seed` (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** A text of ASCII that `node` takes, but for its assertions. */
export function makeMatchingText(node: PatternNode, random: Random): string {
  switch (node.kind) {
    case 'assertion':
      return '';
    case 'bytes': {
      const bytes = listBytes(node.set).filter((byte) => byte < 0x80);
      const readable = bytes.filter((byte) => byte >= 0x20 && byte < 0x7f);
      const choice = readable.length > 0 && random(8) > 0 ? readable : bytes;
      return choice.length === 0 ? '' : String.fromCharCode(choice[random(choice.length)]!);
    }
    case 'group':
      return makeMatchingText(node.item, random);
    case 'sequence':
      return node.items.map((item) => makeMatchingText(item, random)).join('');
    case 'choice':
      return makeMatchingText(node.options[random(node.options.length)]!, random);
    case 'repeat': {
      const most = Math.min(node.most, node.least + 12);
      const count = node.least + random(most - node.least + 1);
      return Array.from({ length: count }, () => makeMatchingText(node.item, random)).join('');
    }
  }
}

/** The text somewhere in others, sometimes with a byte less, more or changed. */
export function disturb(text: string, random: Random): string {
  const around = ['', ' ', '"', '\n', 'x', '-', '=', '\n\n', 'key: "'];
  const at = random(text.length + 1);
  const changed = [
    text,
    text,
    text.slice(0, at) + text.slice(at + 1),
    text.slice(0, at) + String.fromCharCode(32 + random(95)) + text.slice(at),
    text.slice(0, at) + String.fromCharCode(32 + random(95)) + text.slice(at + 1),
    text.toUpperCase(),
    text + text,
  ][random(7)]!;
  return around[random(around.length)]! + changed + around[random(around.length)]!;
}
