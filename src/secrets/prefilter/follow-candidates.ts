// From places where a word of a keyword may stand to the keywords that do, in WebAssembly: whole keywords are compared, four bytes
// at a time. What it costs is counted in steps and ends at a limit, so that no text can make it slow.
import {
  add,
  and,
  type Code,
  constant,
  get,
  isEqual,
  isLess,
  isMore,
  load,
  type ModuleFunction,
  makeFunction,
  multiply,
  or,
  repeat,
  set,
  shiftLeft,
  shiftRight,
  store,
  subtract,
  when,
} from './assemble-module.ts';
import { FOLD, GATE, HEADS_SHIFT } from './gram-tables.ts';
import { KEYWORD_HEAD_BYTES } from './keyword-memory.ts';
import { MOST_HITS, type SearchMemory } from './search-memory.ts';

/** The parameters, in this order: `END` is first how many candidates there are. */
const [END, FROM, TO, AFTER, MOST_STEPS, MOST_OF_A_KIND] = [0, 1, 2, 3, 4, 5];
const [NEXT, PLACE, WORD, HASH, KIND, LINK, AT, KEYWORD, LENGTH, DONE, OUT, STEPS, REFUSED] = [
  6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
];

/**
 * Makes `(candidates, from, to, after, mostSteps, mostOfAKind) => hits`: writes down the keywords that lie within `from` and
 * `to` and end behind `after`. Candidates beyond `mostSteps`, and of those whose words fall into one kind all beyond
 * `mostOfAKind`, are only counted.
 */
export function makeFollowCandidates(place: SearchMemory): ModuleFunction {
  const { memory, candidates, counts, heads, hits, results, text } = place;
  const hitsEnd = hits + 8 * MOST_HITS;
  const mayGoOn = and(
    isLess(get(NEXT), get(END)),
    and(isLess(get(STEPS), get(MOST_STEPS)), isLess(get(OUT), constant(hitsEnd))),
  );
  return makeFunction(memory, 6, 13, [
    ...set(NEXT, constant(candidates)),
    ...set(END, add(shiftLeft(get(END), constant(2)), constant(candidates))),
    ...set(OUT, constant(hits)),
    ...repeat(mayGoOn, [
      ...set(PLACE, load(get(NEXT))),
      ...set(NEXT, add(get(NEXT), constant(4))),
      ...set(WORD, or(load(get(PLACE), text), constant(FOLD))),
      ...set(HASH, multiply(get(WORD), constant(GATE.factor))),
      ...set(KIND, shiftLeft(shiftRight(get(HASH), constant(24)), constant(2))),
      ...store(get(KIND), add(load(get(KIND), counts), constant(1)), counts),
      ...set(LINK, load(shiftLeft(shiftRight(get(HASH), constant(HEADS_SHIFT)), constant(2)), heads)),
      ...when(isMore(load(get(KIND), counts), get(MOST_OF_A_KIND)), [
        ...set(REFUSED, add(get(REFUSED), constant(1))),
        ...set(LINK, constant(0)),
      ]),
      ...repeat(get(LINK), [
        ...set(STEPS, add(get(STEPS), constant(1))),
        ...when(isEqual(load(get(LINK)), get(WORD)), followLink(text)),
        ...set(LINK, load(get(LINK), 4)),
      ]),
    ]),
    ...store(constant(results), add(get(REFUSED), shiftRight(subtract(get(END), get(NEXT)), constant(2)))),
    ...store(constant(results), get(STEPS), 4),
    ...shiftRight(subtract(get(OUT), constant(hits)), constant(3)),
  ]);
}

/** Compares the keyword of the link, where it lies within what is searched. */
function followLink(text: number): Code {
  const [value, mask] = [KEYWORD_HEAD_BYTES, KEYWORD_HEAD_BYTES + 4];
  const keywordAt = add(get(KEYWORD), shiftLeft(get(DONE), constant(1)));
  const isSame = isEqual(
    and(load(add(get(AT), get(DONE)), text), load(keywordAt, mask)),
    load(keywordAt, value),
  );
  const isWithin = and(
    isMore(add(get(AT), constant(1)), get(FROM)),
    and(
      isLess(add(get(AT), get(LENGTH)), add(get(TO), constant(1))),
      isMore(add(get(AT), get(LENGTH)), get(AFTER)),
    ),
  );
  return [
    ...set(AT, subtract(get(PLACE), load(get(LINK), 8))),
    ...set(KEYWORD, load(get(LINK), 12)),
    ...set(LENGTH, load(get(KEYWORD), 4)),
    ...set(DONE, constant(0)),
    ...when(isWithin, [
      ...repeat(and(isLess(get(DONE), get(LENGTH)), isSame), set(DONE, add(get(DONE), constant(4)))),
      ...set(STEPS, add(get(STEPS), shiftRight(get(DONE), constant(2)))),
      ...when(isMore(add(get(DONE), constant(1)), get(LENGTH)), [
        ...store(get(OUT), load(get(KEYWORD))),
        ...store(get(OUT), get(AT), 4),
        ...set(OUT, add(get(OUT), constant(8))),
      ]),
    ]),
  ];
}
