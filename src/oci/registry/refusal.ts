// What an answer's status means to a user.
import type { IncomingMessage } from 'node:http';
import { PlimsollError } from '../../errors.ts';
import { BusyAnswer } from './network-error.ts';
import { parseRetryAfter } from './patience.ts';

const BUSY: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** Whether the same request may be answered a little later. */
export function isBusyStatus(status: number): boolean {
  return BUSY.has(status);
}

/** The error for an answer that asks for patience; it is transient. */
export function busyError(response: IncomingMessage, host: string): PlimsollError {
  const status = response.statusCode ?? 0;
  const isRateLimit = status === 429;
  return new PlimsollError(
    isRateLimit ? 'REGISTRY_REFUSED' : 'REGISTRY_UNREACHABLE',
    isRateLimit ? `${host} answers no more for now (429)` : `${host} cannot answer (${status})`,
    {
      hint: isRateLimit ? "Wait, or raise the limit with 'docker login'." : 'Try again later.',
      cause: new BusyAnswer(status, parseRetryAfter(response.headers['retry-after'])),
    },
  );
}

/** The error for a status that says no; `what` was asked for and `host` is as the user wrote it. */
export function refusal(
  status: number,
  what: string,
  host: string,
  verb: 'read' | 'write' = 'read',
): PlimsollError {
  if (status === 401 || status === 403)
    return new PlimsollError('REGISTRY_REFUSED', `${host} does not let you ${verb} ${what} (${status})`, {
      hint: `Check the name of the image, and run 'docker login ${host}'.`,
    });
  if (status === 404)
    return new PlimsollError('IMAGE_NOT_FOUND', `${host} does not have ${what}`, {
      hint: `Check name and tag; some registries also say this of images for which 'docker login ${host}' is needed.`,
    });
  return new PlimsollError('REGISTRY_INVALID', `${host} answers with status ${status} for ${what}`);
}
