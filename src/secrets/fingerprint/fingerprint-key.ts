// The key under which fingerprints are made. Who has it can tell whether a guess is right, so it is kept as secrets are.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { PlimsollError } from '../../errors.ts';

const PREFIX = 'plimsoll-key-';
const KEY_BYTES = 32;
const FORM = new RegExp(`^${PREFIX}[0-9a-f]{${2 * KEY_BYTES}}$`);
const FINGERPRINT_BYTES = 16;

/** A key, and a name for it that may be shown: it tells whether two runs had the same key, and nothing else. */
export interface FingerprintKey {
  readonly bytes: Buffer;
  /** 16 hex digits. */
  readonly id: string;
}

/** A new key, and the text that `parseFingerprintKey` reads. */
export function createFingerprintKey(): { readonly key: FingerprintKey; readonly text: string } {
  const bytes = randomBytes(KEY_BYTES);
  return { key: nameKey(bytes), text: `${PREFIX}${bytes.toString('hex')}\n` };
}

/** The key of a key file or a variable; `subject` names that in the error, which is USAGE and never holds the text. */
export function parseFingerprintKey(text: string, subject: string): FingerprintKey {
  const trimmed = text.trim();
  if (!FORM.test(trimmed))
    throw new PlimsollError('USAGE', 'it holds no key for fingerprints', {
      subject,
      hint: "'plimsoll baseline' makes one.",
    });
  return nameKey(Buffer.from(trimmed.slice(PREFIX.length), 'hex'));
}

/** The fingerprint of a secret: HMAC-SHA-256 cut to 128 bits (RFC 2104, section 5), as 32 hex digits. */
export function fingerprintSecret({ bytes }: FingerprintKey, secret: Uint8Array): string {
  return createHmac('sha256', bytes).update(secret).digest().subarray(0, FINGERPRINT_BYTES).toString('hex');
}

function nameKey(bytes: Buffer): FingerprintKey {
  const id = createHash('sha256').update('plimsoll key id').update(bytes).digest('hex').slice(0, 16);
  return { bytes, id };
}
