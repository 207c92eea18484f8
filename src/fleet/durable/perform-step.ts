// One try of a step, told as data: what came of it, what it failed with, or that it was let go because the worker stops.
import { PlimsollError } from '../../errors.ts';
import type { DurableStep, Json, StepContext, StepPerformer } from './durable-store.ts';

/** What came of one try. */
export type TryOutcome =
  | { readonly kind: 'done'; readonly result: Json }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'let-go' };

/** What the error of a step keeps of what it failed with. */
const MESSAGE_CHARACTERS = 4000;

/** Does it once; a try that fails after the signal came did not fail, it was stopped. */
export async function performStep(
  perform: StepPerformer,
  step: DurableStep,
  context: StepContext,
): Promise<TryOutcome> {
  try {
    const result = await perform(step, context);
    // What cannot be stored shows here, not in the store.
    return { kind: 'done', result: JSON.parse(JSON.stringify(result ?? null)) as Json };
  } catch (error) {
    if (context.signal.aborted) return { kind: 'let-go' };
    return { kind: 'failed', ...describeFailure(error) };
  }
}

function describeFailure(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof PlimsollError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { code: 'INTERNAL', message: message.slice(0, MESSAGE_CHARACTERS) };
  }
  const { code, subject, message } = error;
  const text = subject === undefined ? message : `${subject}: ${message}`;
  return { code, message: text.slice(0, MESSAGE_CHARACTERS) };
}
