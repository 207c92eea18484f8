// What is kept of searches from one run to the next, as those who search see it.
import type { MetFiles } from '../crew/part-walker.ts';
import type { SecretReading } from './file-secrets.ts';
import type { KnownRows } from './known-rows.ts';

/** The files that a walk met, and where something was found. */
export interface SearchedFiles {
  readonly files: MetFiles;
  /** By entry; undefined where nothing was found in any. */
  readonly readings: ReadonlyMap<number, SecretReading> | undefined;
}

/** Knows the files of one folder. */
export interface SearchMemory {
  /** What is known before a walk. */
  begin(): KnownRows;
  /** The reading that a row names. */
  readingOf(number: number): SecretReading | undefined;
  /** Notes all files of a walk. */
  note(parts: Iterable<SearchedFiles>): void;
}
