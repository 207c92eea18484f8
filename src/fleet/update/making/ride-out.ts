// A registry or a mirror that is away for a while: waited out within a try, so that tries are left for what really fails.
import { setTimeout as sleep } from 'node:timers/promises';
import { PlimsollError } from '../../../errors.ts';

/** Milliseconds between attempts; together some two minutes, beside what the registry's client waits itself. */
const PAUSES_MS: readonly number[] = [1000, 2000, 4000, 8000, 16_000, 30_000, 60_000];

/** What engines say where a registry, a mirror or a name server did not answer. */
const PASSING =
  /connection (?:refused|reset|timed out)|i\/o timeout|TLS handshake timeout|temporary failure|server misbehaving|no route to host|network is unreachable|unexpected EOF|broken pipe|unexpected (?:HTTP )?status\b.*\b5\d\d [BGIS]|too many requests|ECONNRE(?:FUSED|SET)|ETIMEDOUT|EAI_AGAIN/i;

/** How it waits; for tests. */
export interface RideOutOptions {
  readonly pausesMs?: readonly number[];
  readonly onWait?: (error: PlimsollError, pauseMs: number) => void;
}

/** Attempts again as long as what fails may pass; throws the last error. */
export async function rideOut<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal,
  { pausesMs = PAUSES_MS, onWait }: RideOutOptions = {},
): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted || !(error instanceof PlimsollError) || !mayPass(error)) throw error;
      onWait?.(error, pauseMs);
      await sleep(pauseMs, undefined, { signal });
    }
  }
  return attempt();
}

/** Whether the same may go well a little later. */
export function mayPass({ code, message, cause }: PlimsollError): boolean {
  if (code === 'REGISTRY_UNREACHABLE') return true;
  if (code !== 'BUILD_FAILED' && code !== 'ENGINE_REFUSED') return false;
  return PASSING.test(message) || (typeof cause === 'string' && PASSING.test(cause));
}
