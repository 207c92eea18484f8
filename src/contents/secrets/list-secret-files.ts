// The secrets that a layer's facts tell of, file by file.
import type { LayerFacts } from '../facts/layer-facts.ts';
import type { SecretFacts } from './secret-facts.ts';
import { decodeSecrets } from './secret-format.ts';

/** What was found in one file of a layer; `entry` is its index there. */
export interface SecretFile extends SecretFacts {
  readonly entry: number;
}

/** Files in the order of their entries. */
export function* listSecretFiles(
  facts: Pick<LayerFacts, 'secretEntries' | 'secretEnds' | 'secretBytes'>,
): Generator<SecretFile> {
  const { secretEntries, secretEnds, secretBytes } = facts;
  for (let k = 0; k < secretEntries.length; k++) {
    const start = k === 0 ? 0 : secretEnds[k - 1]!;
    yield { entry: secretEntries[k]!, ...decodeSecrets(secretBytes.subarray(start, secretEnds[k])) };
  }
}
