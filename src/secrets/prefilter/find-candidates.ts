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
  type ModuleMemory,
  makeFunction,
  makeMemory,
  multiply,
  or,
  repeat,
  set,
  shiftLeft,
  shiftRight,
  store,
} from './assemble-module.ts';
import { FOLD, GATE, type GramTables, PROOF, TABLE_SLACK_BYTES, type TableKind } from './gram-tables.ts';

/** The most bytes that are looked through in one go. */
export const STRETCH_BYTES = 16 * 1024;
/** Bytes that the loop takes at once; it may look at so many behind the end, and at three more. */
export const STEP_BYTES = 16;

/** Where things lie in the memory. */
const GATE_START = 0;
const PROOF_START = GATE_START + GATE.sizeBytes + TABLE_SLACK_BYTES;
const CANDIDATES_START = PROOF_START + PROOF.sizeBytes + TABLE_SLACK_BYTES;
const TEXT_START = CANDIDATES_START + 2 * STRETCH_BYTES + 2 * STEP_BYTES;

/** Memory with a text in it, and the loop over it. */
export interface CandidateFinder {
  readonly text: Buffer;
  /** Where the last call has found something, as places in `text`. */
  readonly candidates: Uint32Array;
  /**
   * Looks at every second place from `from` on, before `to`, for four bytes of a keyword; gives how many there are.
   * What is found up to `STEP_BYTES` behind `to` may be told too.
   */
  find(from: number, to: number): number;
}

/** Makes memory for a text of `textBytes` and the loop for these tables. */
export function makeCandidateFinder(tables: GramTables, textBytes: number): CandidateFinder {
  const memory: ModuleMemory = makeMemory(TEXT_START + textBytes);
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(tables.gate, GATE_START);
  bytes.set(tables.proof, PROOF_START);
  const run = makeFunction(memory, 2, 3, makeLoop());
  return {
    text: Buffer.from(memory.buffer, TEXT_START, textBytes),
    candidates: new Uint32Array(memory.buffer, CANDIDATES_START, STRETCH_BYTES / 2 + STEP_BYTES / 2),
    find: run,
  };
}

/** The parameters `from` and `to`, then where the next candidate is written, a hash, and which candidate is read again. */
const [AT, TO, OUT, HASH, AGAIN] = [0, 1, 2, 3, 4];

function makeLoop(): Code {
  const places = Array.from({ length: STEP_BYTES / 2 }, (_, i) => 2 * i);
  return [
    ...set(OUT, constant(CANDIDATES_START)),
    ...repeat(isLess(get(AT), get(TO)), [
      ...places.flatMap((place) => [
        ...set(HASH, hash(load(get(AT), TEXT_START + place), GATE)),
        ...keepIf(GATE_START, GATE, add(get(AT), constant(place))),
      ]),
      ...set(AT, add(get(AT), constant(STEP_BYTES))),
    ]),
    // What passed is looked at once more, by another hash.
    ...set(TO, get(OUT)),
    ...set(OUT, constant(CANDIDATES_START)),
    ...set(AGAIN, constant(CANDIDATES_START)),
    ...repeat(isLess(get(AGAIN), get(TO)), [
      ...set(AT, load(get(AGAIN))),
      ...set(HASH, hash(load(get(AT), TEXT_START), PROOF)),
      ...keepIf(PROOF_START, PROOF, get(AT)),
      ...set(AGAIN, add(get(AGAIN), constant(4))),
    ]),
    ...shiftRight(add(get(OUT), constant(-CANDIDATES_START)), constant(2)),
  ];
}

function hash(word: Code, { factor }: TableKind): Code {
  return multiply(or(word, constant(FOLD)), constant(factor));
}

/** Writes down `place`, and leaves it where the bit of the hash is set; shifts take the lowest five bits of what they shift by. */
function keepIf(start: number, { shift }: TableKind, place: Code): Code {
  const bit = and(
    shiftRight(load(shiftRight(get(HASH), constant(shift)), start), get(HASH)),
    constant(1),
  );
  return [...store(get(OUT), place), ...set(OUT, add(get(OUT), shiftLeft(bit, constant(2))))];
}
