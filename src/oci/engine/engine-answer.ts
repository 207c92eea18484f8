// The body of an engine's answer: bounded where it is JSON, in pieces where it is an export.
import { PlimsollError } from '../../errors.ts';
import { throwIfAborted } from '../layout/check-abort.ts';
import { type EngineAnswer, refused } from './engine-request.ts';

/** How long an engine may take for a short answer. */
export const ANSWER_LIMIT_MS = 60_000;
const JSON_LIMIT_BYTES = 32 * 1024 * 1024;

/** Reads a JSON answer; throws IMAGE_NOT_FOUND on 404, ENGINE_REFUSED on other errors and on what is no JSON. */
export async function readJson(answer: EngineAnswer): Promise<unknown> {
  const bytes = await requireOk(answer);
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw refused(answer.endpoint, 'answers with something that is not JSON', cause);
  }
}

/** Reads a short answer whole; throws where its status is not 200, quoting what the engine said. */
export async function requireOk(answer: EngineAnswer): Promise<Uint8Array> {
  const bytes = await readLimited(answer);
  const { statusCode } = answer.response;
  if (statusCode === 200) return bytes;
  const said = readMessage(bytes);
  if (statusCode === 404)
    throw new PlimsollError(
      'IMAGE_NOT_FOUND',
      `the engine has no such image${/no such image/i.test(said) ? '' : said}`,
      {
        subject: answer.endpoint.address,
        hint: "'docker image ls' lists what the engine has.",
      },
    );
  throw refused(answer.endpoint, `answers ${statusCode}${said}`);
}

/** Yields a body as it comes. The clock runs only while the engine is waited for, not while its bytes are worked on. */
export async function* readPieces(answer: EngineAnswer, idleMs: number): AsyncGenerator<Uint8Array> {
  const { response, endpoint, signal } = answer;
  const expire = (): void => {
    response.destroy(refused(endpoint, `sends nothing for ${idleMs / 1000} seconds`));
  };
  let timer = setTimeout(expire, idleMs);
  try {
    for await (const piece of response) {
      clearTimeout(timer);
      yield piece as Uint8Array;
      timer = setTimeout(expire, idleMs);
    }
  } catch (error) {
    throwIfAborted(signal);
    if (error instanceof PlimsollError) throw error;
    throw refused(endpoint, `breaks off (${(error as Error).message})`, error);
  } finally {
    clearTimeout(timer);
    response.destroy();
  }
}

async function readLimited(answer: EngineAnswer): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of readPieces(answer, ANSWER_LIMIT_MS)) {
    length += piece.byteLength;
    if (length > JSON_LIMIT_BYTES) throw refused(answer.endpoint, 'gives an answer that does not end');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function readMessage(bytes: Uint8Array): string {
  try {
    const { message } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { message?: unknown };
    return typeof message === 'string' ? `: ${message.replace(/[\x00-\x1f\x7f]+/g, ' ').slice(0, 300)}` : '';
  } catch {
    return '';
  }
}
