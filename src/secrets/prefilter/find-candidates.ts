// The loop over all bytes, in WebAssembly. It has no branch that hangs on what the bytes are: a place is always written down and
// the next one written over it where the tables say no. Foreseeing wrongly was most of what a loop with branches cost
// (bench/NOTES.md), and made it as slow as whoever wrote the bytes liked.
import {
  add,
  and,
  type Code,
  constant,
  get,
  isLess,
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
} from './assemble-module.ts';
import { FOLD, GATE, PROOF, type TableKind } from './gram-tables.ts';
import { type SearchMemory, STEP_BYTES } from './search-memory.ts';

/** The parameters, where the next candidate is written, a hash, and which candidate is looked at again. */
const [AT, TO, OUT, HASH, AGAIN] = [0, 1, 2, 3, 4];

/**
 * Makes `(from, to) => count`: writes down every second place from `from` on, before `to`, where a word of a keyword may
 * stand. What is found up to `STEP_BYTES` behind `to` may be written down too.
 */
export function makeFindCandidates({ memory, gate, proof, candidates, text }: SearchMemory): ModuleFunction {
  const places = Array.from({ length: STEP_BYTES / 2 }, (_, i) => 2 * i);
  return makeFunction(memory, 2, 3, [
    ...set(OUT, constant(candidates)),
    ...repeat(isLess(get(AT), get(TO)), [
      ...places.flatMap((place) => [
        ...set(HASH, hashWord(load(get(AT), text + place), GATE)),
        ...keepIf(gate, GATE, add(get(AT), constant(place))),
      ]),
      ...set(AT, add(get(AT), constant(STEP_BYTES))),
    ]),
    // What passed is looked at once more, by another hash.
    ...set(TO, get(OUT)),
    ...set(OUT, constant(candidates)),
    ...set(AGAIN, constant(candidates)),
    ...repeat(isLess(get(AGAIN), get(TO)), [
      ...set(AT, load(get(AGAIN))),
      ...set(HASH, hashWord(load(get(AT), text), PROOF)),
      ...keepIf(proof, PROOF, get(AT)),
      ...set(AGAIN, add(get(AGAIN), constant(4))),
    ]),
    ...shiftRight(add(get(OUT), constant(-candidates)), constant(2)),
  ]);
}

function hashWord(word: Code, { factor }: TableKind): Code {
  return multiply(or(word, constant(FOLD)), constant(factor));
}

/** Writes down `place`, and leaves it where the bit of the hash is set; shifts take the lowest five bits of what they shift by. */
function keepIf(table: number, { shift }: TableKind, place: Code): Code {
  const bits = load(shiftRight(get(HASH), constant(shift)), table);
  const bit = and(shiftRight(bits, get(HASH)), constant(1));
  return [...store(get(OUT), place), ...set(OUT, add(get(OUT), shiftLeft(bit, constant(2))))];
}
