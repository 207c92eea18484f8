// What a registry says beside a status that means no (distribution-spec "Error Codes").
import type { IncomingMessage } from 'node:http';
import { readWhole } from './body.ts';

const LIMIT_BYTES = 16 * 1024;
const PATIENCE_MS = 2000;

/** `: CODE, message`, cut short and printable; nothing where nothing of use is said. */
export async function readComplaint(
  response: IncomingMessage,
  host: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  try {
    const bytes = await readWhole(response, LIMIT_BYTES, 'an error', {
      host,
      stallLimitMs: PATIENCE_MS,
      signal,
    });
    const { errors } = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
      readonly errors?: readonly { readonly code?: unknown; readonly message?: unknown }[];
    };
    const { code, message } = errors?.[0] ?? {};
    const said = [code, message].filter((text) => typeof text === 'string' && text !== '');
    return said.length === 0
      ? ''
      : `: ${said
          .join(', ')
          .replace(/[\x00-\x1f\x7f]+/g, ' ')
          .slice(0, 200)}`;
  } catch {
    return '';
  }
}
