// Values of snapshots, checked: what is missing may be null or not there; what is there must be what it says.
import { PlimsollError } from '../../errors.ts';
import { type Digest, isDigest } from '../../oci/bytes/digest.ts';

/** A text in a snapshot has at most this many characters. */
const TEXT_LIMIT = 4096;
const TAG_LIMIT = 100_000;

/** The error for what is no fleet. */
export function invalidFleet(message: string): PlimsollError {
  return new PlimsollError('FLEET_INVALID', `it is no fleet: ${message}`);
}

/** A text, or undefined. */
export function readText(value: unknown, what: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalidFleet(`${what} is no text`);
  if (value.length > TEXT_LIMIT) throw invalidFleet(`${what} has more than ${TEXT_LIMIT} characters`);
  return value;
}

/** A digest, or undefined. */
export function readDigest(value: unknown, what: string): Digest | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isDigest(value)) throw invalidFleet(`${what} is no digest: ${shorten(value)}`);
  return value;
}

/** A number of bytes, or undefined. */
export function readBytes(value: unknown, what: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw invalidFleet(`${what} is no number of bytes: ${shorten(value)}`);
  return value;
}

/** A list of texts; none where it is not there. */
export function readTexts(value: unknown, what: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > TAG_LIMIT) throw invalidFleet(`${what} are no list`);
  return value.map((item) => readText(item, what) ?? '').filter((item) => item !== '');
}

/** An object. */
export function readObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidFleet(`${what} is no object: ${shorten(value)}`);
  return value as Readonly<Record<string, unknown>>;
}

function shorten(value: unknown): string {
  return (JSON.stringify(value) ?? typeof value).slice(0, 80);
}
