// The findings that a team knows of, by fingerprint: a file made to be committed, so that only new ones fail a run.
import { readFile } from 'node:fs/promises';
import { replaceFile } from '../../context/repair/replace-file.ts';
import { PlimsollError } from '../../errors.ts';
import type { Judgement } from '../../report/judgements/judgement.ts';

const SCHEMA_VERSION = 1;
const FINGERPRINT = /^[0-9a-f]{32}$/;

/** Known fingerprints, and the file they are from. */
export interface KnownFindings {
  readonly file: string;
  readonly fingerprints: ReadonlySet<string>;
}

/** Reads the file; throws FILE_UNREADABLE or SETTINGS_INVALID. */
export async function readKnownFindings(file: string): Promise<KnownFindings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new PlimsollError('FILE_UNREADABLE', 'the known findings cannot be read', {
      subject: file,
      hint: '--write-known FILE writes them.',
      cause,
    });
  }
  return { file, fingerprints: new Set(parseKnownFindings(text, file)) };
}

/** The fingerprints in a file's text; throws SETTINGS_INVALID. */
export function parseKnownFindings(text: string, file: string): readonly string[] {
  const value = parseJson(text, file);
  if (field(value, 'schemaVersion') !== SCHEMA_VERSION)
    throw invalid(file, 'it is not of this version of plimsoll');
  const findings = field(value, 'findings');
  if (!Array.isArray(findings)) throw invalid(file, "it has no 'findings'");
  return findings.map((each, i) => {
    const fingerprint = field(each, 'fingerprint');
    if (typeof fingerprint !== 'string' || !FINGERPRINT.test(fingerprint))
      throw invalid(file, `entry ${i + 1} of 'findings' has no fingerprint of 32 hex digits`);
    return fingerprint;
  });
}

/** The file's text, the same for the same findings; what plimsoll.yaml accepts is left to it. */
export function formatKnownFindings(judgements: readonly Judgement[]): string {
  const findings = judgements
    .filter(({ acceptedBecause }) => acceptedBecause === null)
    .map(({ rule, file, message, fingerprint }) => ({ rule, file, message, fingerprint }))
    .sort(
      (a, b) => compare(a.file, b.file) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint),
    );
  return `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, findings }, null, 2)}\n`;
}

/** Writes the file whole; throws DESTINATION_UNWRITABLE. */
export async function writeKnownFindings(file: string, judgements: readonly Judgement[]): Promise<void> {
  const before = await readFile(file).catch(() => undefined);
  replaceFile({
    path: file,
    before,
    bytes: Buffer.from(formatKnownFindings(judgements)),
    what: 'the file of known findings',
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(file, 'it is no JSON');
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function invalid(file: string, message: string): PlimsollError {
  return new PlimsollError('SETTINGS_INVALID', message, {
    subject: file,
    hint: '--write-known writes it anew.',
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
