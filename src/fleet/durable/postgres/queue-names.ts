// How steps are told in the words of DBOS: which queue, which workflow, which priority.
import { createHash } from 'node:crypto';
import type { DurableStep } from '../durable-store.ts';

/** The application in whose name all workflows run. */
export const APPLICATION = 'plimsoll';
/** Of the form of workflows, not of the program: workers of two versions share steps while it stays. */
export const APPLICATION_VERSION = 'plimsoll-steps-1';
/** The one workflow: one try of one step. */
export const WORKFLOW = 'plimsollStep';

/** From which all workers take steps of a kind. */
export function sharedQueue(kind: string): string {
  return `plimsoll/${kind}`;
}

/** From which one worker takes steps that are near to what it did. */
export function ownQueue(kind: string, worker: string): string {
  return `plimsoll/${kind}@${worker}`;
}

/** One try: asked for twice, it is one workflow. */
export function workflowId(key: string, tryNumber: number): string {
  return `${key}#${tryNumber}`;
}

const HIGHEST = 1_000_000;

/** With DBOS the lowest number comes first. */
export function priorityOf({ urgency = 0 }: DurableStep): number {
  return Math.max(0, Math.min(2 * HIGHEST, HIGHEST - Math.round(urgency)));
}

/** A number for an advisory lock. */
export function lockOf(executor: string): number {
  return createHash('sha256').update(executor).digest().readInt32BE(0);
}

/** The first half of the advisory locks that workers hold. */
export const WORKER_LOCKS = 0x706c696e;
