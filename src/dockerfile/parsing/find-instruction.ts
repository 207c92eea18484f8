// From a place in the text to the instruction that stands there.
import type { Instruction } from './instruction.ts';

/** The first instruction that ends behind an offset; the list is in the order of the text. */
export function findInstructionFrom(
  instructions: readonly Instruction[],
  offset: number,
): Instruction | undefined {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instructions[middle]!.end > offset) high = middle;
    else low = middle + 1;
  }
  return instructions[low];
}
