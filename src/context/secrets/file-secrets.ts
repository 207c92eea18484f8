// What searching the files of a context for secrets takes and gives.
import type { SecretReading } from '../../secrets/secret-match.ts';

export type { SecretMatch, SecretReading } from '../../secrets/secret-match.ts';
export type { SecretKind } from '../../secrets/secret-rule.ts';

/** What was found in one file that is sent. */
export interface FileSecrets {
  /** The entry's index in the listing. */
  readonly entry: number;
  readonly reading: SecretReading;
}

/** Files of one folder that are searched at once. */
export interface SearchBatch {
  readonly folder: string;
  /** From the root of the context, as path-text.ts has them. */
  readonly paths: readonly string[];
}

/** The readings of a batch that say anything, by the number of the file in the batch. */
export type BatchReadings = readonly (readonly [file: number, reading: SecretReading])[];
