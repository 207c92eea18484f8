// The limits that keep a registry's bad day from becoming ours.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../docker-config.ts';

/** Limits, and what a test puts in the place of the clock and the environment. */
export interface RegistrySettings {
  readonly connectLimitMs: number;
  /** From the request to the head of its answer. */
  readonly answerLimitMs: number;
  /** Waiting for a body, in which too little came. */
  readonly stallLimitMs: number;
  /** From the first request to the config of the image, whatever happens between. */
  readonly resolveLimitMs: number;
  /** Attempts at one thing, the first one counted. */
  readonly tries: number;
  /** The first pause between two attempts; each further one is twice as long, up to `longestPauseMs`. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A registry that asks for a longer pause than this is not waited for. */
  readonly retryAfterLimitMs: number;
  readonly delay: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly environment: Environment;
}

/** The settings of a real run. */
export const DEFAULT_SETTINGS: RegistrySettings = {
  connectLimitMs: 10_000,
  answerLimitMs: 30_000,
  stallLimitMs: 30_000,
  resolveLimitMs: 300_000,
  tries: 5,
  firstPauseMs: 500,
  longestPauseMs: 10_000,
  retryAfterLimitMs: 60_000,
  delay: async (ms, signal) => void (await sleep(ms, undefined, signal === undefined ? {} : { signal })),
  environment: process.env,
};
