// Puts a WebAssembly module of one function together (WebAssembly core specification 2.0, binary format): expressions are lists
// of bytes, operands first, as the stack machine has it. Only what the search for keywords needs is here.

/** Bytes of instructions. */
export type Code = readonly number[];

/** A memory that modules share with the program. */
export interface ModuleMemory {
  readonly buffer: ArrayBuffer;
}

/** A function of numbers of 32 bits. */
export type ModuleFunction = (...values: number[]) => number;

// Node's types leave out what is not its own.
interface WebAssemblyApi {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => ModuleMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Record<string, Record<string, ModuleMemory>>,
  ) => { readonly exports: Record<string, unknown> };
}
const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };

const PAGE_BYTES = 64 * 1024;
const I32 = 0x7f;
const NO_RESULT = 0x40;

/** A local variable of the function, its parameters first. */
export const get = (local: number): Code => [0x20, ...unsigned(local)];
/** Sets a local variable. */
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
/** A number of 32 bits. */
export const constant = (value: number): Code => [0x41, ...signed(value)];
/** The four bytes at `address` and `offset`, wherever that is. */
export const load = (address: Code, offset = 0): Code => [...address, 0x28, 0, ...unsigned(offset)];
/** Stores four bytes at `address` and `offset`. */
export const store = (address: Code, value: Code, offset = 0): Code => [
  ...address,
  ...value,
  ...[0x36, 0, ...unsigned(offset)],
];
/** Compares numbers; the operands are signed. */
export const isEqual = (a: Code, b: Code): Code => [...a, ...b, 0x46];
export const isLess = (a: Code, b: Code): Code => [...a, ...b, 0x48];
export const isMore = (a: Code, b: Code): Code => [...a, ...b, 0x4a];
export const add = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const subtract = (a: Code, b: Code): Code => [...a, ...b, 0x6b];
export const multiply = (a: Code, b: Code): Code => [...a, ...b, 0x6c];
export const and = (a: Code, b: Code): Code => [...a, ...b, 0x71];
export const or = (a: Code, b: Code): Code => [...a, ...b, 0x72];
export const shiftLeft = (a: Code, b: Code): Code => [...a, ...b, 0x74];
export const shiftRight = (a: Code, b: Code): Code => [...a, ...b, 0x76];
/** Runs `body` where `condition` holds. */
export const when = (condition: Code, body: Code): Code => [...condition, 0x04, NO_RESULT, ...body, 0x0b];
/** Runs `body` as long as `condition` holds before it: a loop with a branch back to it at the end of its condition's body. */
export const repeat = (condition: Code, body: Code): Code => [
  ...[0x03, NO_RESULT],
  ...when(condition, [...body, 0x0c, 1]),
  0x0b,
];

/** Makes memory that holds so many bytes at least, all zeros. */
export function makeMemory(sizeBytes: number): ModuleMemory {
  const pages = Math.ceil(sizeBytes / PAGE_BYTES);
  return new WebAssembly.Memory({ initial: pages, maximum: pages });
}

/** A function over `memory` that takes `parameters` numbers, has `locals` more, and gives what `body` leaves on the stack. */
export function makeFunction(
  memory: ModuleMemory,
  parameters: number,
  locals: number,
  body: Code,
): ModuleFunction {
  const type = [0x60, ...list(Array.from({ length: parameters }, () => [I32])), ...list([[I32]])];
  const code = [...list([[...unsigned(locals), I32]]), ...body, 0x0b];
  const name = (text: string): Code => list([...Buffer.from(text)].map((byte) => [byte]));
  const bytes = [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [type]),
    ...section(2, [[...name('host'), ...name('memory'), 0x02, 0x00, 1]]),
    ...section(3, [[0]]),
    ...section(7, [[...name('run'), 0x00, 0]]),
    ...section(10, [[...unsigned(code.length), ...code]]),
  ];
  const module = new WebAssembly.Module(Uint8Array.from(bytes));
  const { exports } = new WebAssembly.Instance(module, { host: { memory } });
  return exports['run'] as ModuleFunction;
}

function section(id: number, items: readonly Code[]): Code {
  const body = list(items);
  return [id, ...unsigned(body.length), ...body];
}

function list(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

/** LEB128, as all numbers of the format are. */
function unsigned(value: number): Code {
  const bytes: number[] = [];
  for (let left = value >>> 0; ; left >>>= 7) {
    if (left < 0x80) return [...bytes, left];
    bytes.push((left & 0x7f) | 0x80);
  }
}

function signed(value: number): Code {
  const bytes: number[] = [];
  for (let left = value | 0; ; left >>= 7) {
    if (left >= -0x40 && left < 0x40) return [...bytes, left & 0x7f];
    bytes.push((left & 0x7f) | 0x80);
  }
}
