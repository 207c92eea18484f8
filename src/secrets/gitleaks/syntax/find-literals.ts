// Texts of which each match has one: the keywords of a pattern that came without.
import { listBytes } from './byte-set.ts';
import { measureLength, type PatternNode } from './syntax-tree.ts';

/** Each match has one of `texts`; how far a match reaches before and after such a text's start. */
export interface RequiredLiterals {
  /** Lower case where `ignoresCase`. */
  readonly texts: readonly string[];
  readonly ignoresCase: boolean;
  readonly beforeBytes: number;
  readonly afterBytes: number;
}

/** All texts that a node can be, where they are few. */
interface Exact {
  readonly texts: readonly string[];
  readonly ignoresCase: boolean;
}

const EXACT_LIMIT = 64;
const LITERAL_LIMIT_BYTES = 24;
const LEAST_BYTES = 3;
const NOTHING: Exact = { texts: [''], ignoresCase: false };

/**
 * The best literals of `node`, each three bytes or more; undefined where no such text is in every match. Those are better that
 * have one of `wanted` (lower case) in each.
 */
export function findLiterals(
  node: PatternNode,
  wanted: readonly string[] = [],
): RequiredLiterals | undefined {
  const exact = listTexts(node);
  if (exact !== undefined && isTelling(exact))
    return { ...exact, beforeBytes: 0, afterBytes: measureLength(node).most };
  switch (node.kind) {
    case 'bytes':
    case 'assertion':
      return undefined;
    case 'group':
      return findLiterals(node.item, wanted);
    case 'repeat': {
      const found = node.least === 0 ? undefined : findLiterals(node.item, wanted);
      if (found === undefined) return undefined;
      const others = measureLength(node.item).most * (node.most - 1);
      const reach = Number.isNaN(others) ? 0 : others;
      return { ...found, beforeBytes: found.beforeBytes + reach, afterBytes: found.afterBytes + reach };
    }
    case 'choice':
      return unite(node.options.map((option) => findLiterals(option, wanted)));
    case 'sequence':
      return findInSequence(node.items, wanted);
  }
}

function findInSequence(
  items: readonly PatternNode[],
  wanted: readonly string[],
): RequiredLiterals | undefined {
  const candidates: RequiredLiterals[] = [];
  const lengths = items.map((item) => measureLength(item).most);
  const total = (from: number, to: number) => lengths.slice(from, to).reduce((sum, each) => sum + each, 0);
  for (let from = 0; from < items.length; from++) {
    const found = findLiterals(items[from]!, wanted);
    if (found !== undefined)
      candidates.push({
        ...found,
        beforeBytes: found.beforeBytes + total(0, from),
        afterBytes: found.afterBytes + total(from + 1, items.length),
      });
    let run: Exact | undefined = NOTHING;
    for (let to = from; to < items.length; to++) {
      const next: Exact | undefined = listTexts(items[to]!);
      run = next === undefined ? undefined : join(run, next);
      if (run === undefined) break;
      if (isTelling(run))
        candidates.push({ ...run, beforeBytes: total(0, from), afterBytes: total(from, items.length) });
    }
  }
  return candidates.reduce<RequiredLiterals | undefined>(
    (best, each) => (best === undefined || worth(each, wanted) > worth(best, wanted) ? each : best),
    undefined,
  );
}

/** Longer texts are rarer; each further text is one more that may stand anywhere; matches that begin with theirs are found fastest. */
function worth(
  { texts, ignoresCase, beforeBytes, afterBytes }: RequiredLiterals,
  wanted: readonly string[],
): number {
  const shortest = Math.min(...texts.map((text) => text.length));
  const isWanted = texts.every((text) => wanted.some((each) => text.toLowerCase().includes(each)));
  return (
    Math.min(8, shortest) +
    shortest / 100 -
    Math.log2(texts.length) / 2 -
    (ignoresCase ? 0.5 : 0) -
    (beforeBytes > 8 ? 1 : 0) -
    (beforeBytes > 512 ? 2 : 0) -
    (afterBytes > 16_384 ? 0.5 : 0) +
    (isWanted ? 2 : 0)
  );
}

function unite(options: readonly (RequiredLiterals | undefined)[]): RequiredLiterals | undefined {
  if (options.some((option) => option === undefined)) return undefined;
  const known = options as readonly RequiredLiterals[];
  const united = uniteExact(known);
  return united === undefined
    ? undefined
    : {
        ...united,
        beforeBytes: Math.max(...known.map((each) => each.beforeBytes)),
        afterBytes: Math.max(...known.map((each) => each.afterBytes)),
      };
}

/** All texts that `node` can be, where they are few; lower case where any letter may be in either. */
export function listTexts(node: PatternNode): Exact | undefined {
  switch (node.kind) {
    case 'assertion':
      return NOTHING;
    case 'group':
      return listTexts(node.item);
    case 'bytes':
      return listCharacters(listBytes(node.set));
    case 'choice': {
      const options = node.options.map(listTexts);
      return options.some((each) => each === undefined) ? undefined : uniteExact(options as readonly Exact[]);
    }
    case 'sequence':
      return node.items.reduce<Exact | undefined>((all, item) => {
        const next = all === undefined ? undefined : listTexts(item);
        return next === undefined ? undefined : join(all!, next);
      }, NOTHING);
    case 'repeat': {
      const item = node.most <= LITERAL_LIMIT_BYTES ? listTexts(node.item) : undefined;
      if (item === undefined) return undefined;
      let all: Exact | undefined = node.least === 0 ? NOTHING : undefined;
      let power: Exact | undefined = NOTHING;
      for (let count = 1; count <= node.most; count++) {
        power = join(power, item);
        if (power === undefined) return undefined;
        if (count >= node.least) all = all === undefined ? power : uniteExact([all, power]);
        if (count >= node.least && all === undefined) return undefined;
      }
      return all;
    }
  }
}

function listCharacters(bytes: readonly number[]): Exact | undefined {
  if (bytes.length === 0 || bytes.length > 22 || bytes.some((byte) => byte >= 0x80)) return undefined;
  const characters = bytes.map((byte) => String.fromCharCode(byte));
  const folded = [...new Set(characters.map((character) => character.toLowerCase()))];
  const ignoresCase = folded.length < characters.length;
  return { texts: ignoresCase ? folded : characters, ignoresCase };
}

function join(a: Exact, b: Exact): Exact | undefined {
  if (a.texts.length * b.texts.length > EXACT_LIMIT) return undefined;
  const texts = a.texts.flatMap((left) => b.texts.map((right) => left + right));
  if (texts.some((text) => text.length > LITERAL_LIMIT_BYTES)) return undefined;
  return fold({ texts, ignoresCase: a.ignoresCase || b.ignoresCase });
}

function uniteExact(options: readonly Exact[]): Exact | undefined {
  const united = fold({
    texts: options.flatMap((option) => option.texts),
    ignoresCase: options.some((option) => option.ignoresCase),
  });
  return united.texts.length > EXACT_LIMIT ? undefined : united;
}

function fold({ texts, ignoresCase }: Exact): Exact {
  return { texts: [...new Set(ignoresCase ? texts.map((text) => text.toLowerCase()) : texts)], ignoresCase };
}

function isTelling({ texts }: Exact): boolean {
  return texts.every((text) => text.length >= LEAST_BYTES);
}
