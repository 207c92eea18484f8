// The baseline: secrets that a team knows of and accepts, by fingerprint. The file holds no secret and is made to be committed.
import { PlimsollError } from '../../errors.ts';

const SCHEMA_VERSION = 1;
const FINGERPRINT = /^[0-9a-f]{32}$/;

/** One accepted secret. */
export interface AcceptedSecret {
  readonly fingerprint: string;
  readonly rule: string;
  /** Where it was when it was accepted, for whoever reads the file; it is accepted wherever it is. */
  readonly place: string;
}

/** Accepted secrets, and the key that their fingerprints were made with. */
export interface Baseline {
  readonly keyId: string;
  readonly secrets: readonly AcceptedSecret[];
}

/** The file's text, the same for the same secrets. */
export function formatBaseline({ keyId, secrets }: Baseline): string {
  const sorted = secrets.toSorted(
    (a, b) => compare(a.rule, b.rule) || compare(a.place, b.place) || compare(a.fingerprint, b.fingerprint),
  );
  return `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, keyId, secrets: sorted.map(orderFields) }, undefined, 2)}\n`;
}

/** Reads a baseline; throws SETTINGS_INVALID, with the file as subject, where it is none. */
export function parseBaseline(text: string, file: string): Baseline {
  const value = parseJson(text, file) as Partial<Record<keyof Baseline | 'schemaVersion', unknown>> | null;
  const { schemaVersion, keyId, secrets } = typeof value === 'object' && value !== null ? value : {};
  if (typeof schemaVersion === 'number' && schemaVersion > SCHEMA_VERSION)
    throw invalid(file, 'it was written by a newer plimsoll');
  if (schemaVersion !== SCHEMA_VERSION || typeof keyId !== 'string' || !Array.isArray(secrets))
    throw invalid(file, 'it is no baseline');
  return { keyId, secrets: secrets.map((secret, index) => checkSecret(secret, index, file)) };
}

function checkSecret(value: unknown, index: number, file: string): AcceptedSecret {
  const { fingerprint, rule, place } = (value ?? {}) as Partial<Record<keyof AcceptedSecret, unknown>>;
  if (typeof fingerprint !== 'string' || !FINGERPRINT.test(fingerprint))
    throw invalid(file, `entry ${index + 1} of 'secrets' has no fingerprint of 32 hex digits`);
  return {
    fingerprint,
    rule: typeof rule === 'string' ? rule : '',
    place: typeof place === 'string' ? place : '',
  };
}

function orderFields({ rule, place, fingerprint }: AcceptedSecret): AcceptedSecret {
  return { rule, place, fingerprint };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(file, 'it is no JSON');
  }
}

function invalid(file: string, message: string): PlimsollError {
  return new PlimsollError('SETTINGS_INVALID', message, {
    subject: file,
    hint: "'plimsoll baseline' writes it anew.",
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
