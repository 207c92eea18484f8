// Asking a program what it is: short, bounded, and never in the way of the others.
import type { Engine, Environment } from '../engine.ts';
import { runChild } from '../program/run-child.ts';

/** A program that is there and cannot be used, and why. */
export interface UnusableEngine {
  readonly program: string;
  /** One line. */
  readonly reason: string;
  readonly hint: string;
}

/** What was learned of one program. */
export interface Probed {
  readonly engines: readonly Engine[];
  readonly unusable: readonly UnusableEngine[];
}

const PATIENCE_MS = 15_000;

/** What a program says, where it says it within a few seconds and ends well. */
export async function ask(
  program: string,
  args: readonly string[],
  env: Environment,
  signal: AbortSignal | undefined,
): Promise<{ readonly isDone: boolean; readonly text: string; readonly complaint: string }> {
  const { exitCode, stdout, stderr, isTimedOut } = await runChild(program, args, {
    env,
    timeoutMs: PATIENCE_MS,
    keep: 'head',
    ...(signal === undefined ? {} : { signal }),
  });
  const complaint = isTimedOut ? 'it does not answer' : lastLine(stderr);
  return { isDone: exitCode === 0 && !isTimedOut, text: stdout, complaint };
}

/** The last line that says something. */
export function lastLine(text: string): string {
  return (
    text
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .at(-1)
      ?.slice(0, 500) ?? ''
  );
}

/** JSON as a record; undefined for all else. */
export function readRecord(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A text within nested records. */
export function textAt(
  record: Readonly<Record<string, unknown>> | undefined,
  ...names: readonly string[]
): string | undefined {
  let value: unknown = record;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return typeof value === 'string' ? value : undefined;
}
