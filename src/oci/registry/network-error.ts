// What the network's error codes mean to a user, and after which of them another attempt makes sense.
import { PlimsollError } from '../../errors.ts';

/** Set as the error's code where our own clock ran out. */
export const HANG = 'PLIMSOLL_HANG';

const TRANSIENT: ReadonlySet<string> = new Set([
  HANG,
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETRESET',
  'ERR_STREAM_PREMATURE_CLOSE',
]);
/** Before anything came these say that nobody is there; within a transfer, that someone is gone for a moment. */
const LOST: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
]);
const CERTIFICATE =
  /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|ERR_TLS_CERT_)/;

/** Kept as the cause of an error for an answer that asks for patience (429, 5xx). */
export class BusyAnswer extends Error {
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, retryAfterMs: number | undefined) {
    super(`status ${status}`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The error for a clock of ours that ran out; `what` did not happen within the time. */
export function hang(host: string, what: string, limitMs: number): PlimsollError {
  return new PlimsollError('REGISTRY_UNREACHABLE', `${host} ${what} for ${limitMs / 1000} seconds`, {
    hint: 'Check the network and the registry, then try again.',
    cause: Object.assign(new Error('timed out'), { code: HANG }),
  });
}

/** The error for a connection that ended before all had come. */
export function brokenOff(host: string, cause?: unknown): PlimsollError {
  return new PlimsollError('REGISTRY_UNREACHABLE', `the connection to ${host} broke off`, {
    hint: 'Check the network and the registry, then try again.',
    cause: cause ?? Object.assign(new Error('the body ended early'), { code: 'ECONNRESET' }),
  });
}

/** The error for a run that the user stopped. */
export function aborted(signal: AbortSignal | undefined): PlimsollError {
  return new PlimsollError('ABORTED', 'the run was stopped', { cause: signal?.reason });
}

/** Turns an error of Node's network modules into one for the user. */
export function explainNetworkError(
  error: unknown,
  host: string,
  signal: AbortSignal | undefined,
): PlimsollError {
  if (signal?.aborted === true) return aborted(signal);
  if (error instanceof PlimsollError) return error;
  const code = codeOf(error);
  if (CERTIFICATE.test(code))
    return new PlimsollError('REGISTRY_INSECURE', `the certificate of ${host} is not trusted (${code})`, {
      hint: 'Name its authority with NODE_EXTRA_CA_CERTS=FILE.pem, or allow it with --insecure.',
      cause: error,
    });
  if (isTlsMismatch(error))
    return new PlimsollError('REGISTRY_INSECURE', `${host} does not speak https`, {
      hint: 'Plain http beyond this machine needs --insecure.',
      cause: error,
    });
  if (code.startsWith('HPE_'))
    return new PlimsollError('REGISTRY_INVALID', `${host} does not answer as an HTTP server (${code})`, {
      cause: error,
    });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new PlimsollError('REGISTRY_UNREACHABLE', `there is no host ${host} (${code})`, {
      hint: 'Check the name of the registry, and the network.',
      cause: error,
    });
  if (TRANSIENT.has(code)) return brokenOff(host, error);
  return new PlimsollError('REGISTRY_UNREACHABLE', `no connection to ${host} (${code})`, {
    hint: 'Check that the registry runs there, and the network.',
    cause: error,
  });
}

/** Whether TLS met something that does not speak it. */
export function isTlsMismatch(error: unknown): boolean {
  return /^(?:EPROTO|ERR_SSL_)/.test(codeOf(causeOf(error)));
}

/** Whether the same request may succeed a little later; more may where the transfer `isUnderWay`. */
export function isTransient(error: unknown, isUnderWay = false): boolean {
  const cause = causeOf(error);
  const code = codeOf(cause);
  return cause instanceof BusyAnswer || TRANSIENT.has(code) || (isUnderWay && LOST.has(code));
}

/** Whether our own clock ran out. */
export function isHang(error: unknown): boolean {
  return codeOf(causeOf(error)) === HANG;
}

/** The system's word for what went wrong, for messages. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : 'unknown error';
}

function causeOf(error: unknown): unknown {
  return error instanceof PlimsollError ? error.cause : error;
}
