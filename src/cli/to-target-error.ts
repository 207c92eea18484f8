// The error of one target of several, as JSON tells it.
import { PlimsollError } from '../errors.ts';
import type { TargetError } from '../report/json.ts';
import { hintOfError } from './hint-of-error.ts';

/** Masked: what errors quote may be a secret. */
export async function toTargetError(target: string, error: unknown): Promise<TargetError> {
  const { createTextMask } = await import('../contents/secrets/mask-text.ts');
  const mask = await createTextMask();
  if (error instanceof PlimsollError) {
    const hint = hintOfError(error);
    return {
      target: mask(target),
      code: error.code,
      message: mask(error.message),
      hint: hint === undefined ? null : mask(hint),
    };
  }
  return { target: mask(target), code: 'INTERNAL', message: 'this is a bug in plimsoll', hint: null };
}
