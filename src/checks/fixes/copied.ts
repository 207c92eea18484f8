// Fixes depend on how the files came: a RUN that left them behind, or a COPY that brought them along.
import type { FixContext } from '../rule.ts';

/** Whether a COPY or ADD brought the files. */
export function isCopied({ instruction }: FixContext): boolean {
  return instruction !== null && /^(?:COPY|ADD)\b/.test(instruction);
}

/** How to keep files out of what a COPY brings. */
export function keepOut(pattern: string): string {
  return `Add \`${pattern}\` to .dockerignore; where the files come from another stage, copy only what is needed.`;
}

/** Whether all of the words are in the instruction. */
export function calls({ instruction }: FixContext, ...words: readonly RegExp[]): boolean {
  return instruction !== null && words.every((word) => word.test(instruction));
}
