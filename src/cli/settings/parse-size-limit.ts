// Limits as users write them: `10MB`, `512KiB`, `5%`.
import { PlimsollError } from '../../errors.ts';

/** A limit in bytes, or as a share of the image's entry bytes; `text` as the user wrote it. */
export type SizeLimit =
  | { readonly kind: 'bytes'; readonly text: string; readonly bytes: number }
  | { readonly kind: 'share'; readonly text: string; readonly share: number };

const UNIT_BYTES: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** Reads a limit; throws USAGE where it is none, or a share where none is allowed. */
export function parseSizeLimit(text: string, allowsShare: boolean): SizeLimit {
  const match = /^(\d{1,15}(?:\.\d{1,9})?) ?([A-Za-z]+|%)?$/.exec(text.trim());
  const amount = Number(match?.[1]);
  const unit = match?.[2]?.toLowerCase();
  if (unit === '%' && allowsShare && amount <= 100)
    return { kind: 'share', text: text.trim(), share: amount / 100 };
  // Nothing is nothing in every unit; any other bare number would be a guess.
  const unitBytes = unit === undefined ? (amount === 0 ? 1 : undefined) : UNIT_BYTES[unit];
  if (match === null || unitBytes === undefined)
    throw new PlimsollError(
      'USAGE',
      `It must be a number with B, kB, MB, GB, KiB, MiB or GiB behind it${allowsShare ? ', or 0 to 100 %' : ''}.`,
      { subject: text },
    );
  return { kind: 'bytes', text: text.trim(), bytes: Math.floor(amount * unitBytes) };
}

/** The limit in whole bytes for an image with these entry bytes. */
export function toLimitBytes(limit: SizeLimit, entryBytes: number): number {
  return limit.kind === 'bytes' ? limit.bytes : Math.floor(limit.share * entryBytes);
}
