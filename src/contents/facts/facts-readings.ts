// What is read of files beside what every entry has. Facts that hold more serve runs that want less, never the other way round.
import { nameRuleSet } from '../../secrets/name-rule-set.ts';
import type { LayerFacts } from './layer-facts.ts';

/** The readings of a run, as plain data that crosses to other threads. */
export interface FactsReadings {
  /** Package metadata and ELF files. */
  readonly packages: boolean;
  /** Secrets, by our own rules and those in this text, which is empty where there are none; null where they are not searched for. */
  readonly secretRules: string | null;
}

/** All there is, by our own rules. */
export const ALL_READINGS: FactsReadings = { packages: true, secretRules: '' };

/** Readings as facts state them. */
export type StatedReadings = Pick<LayerFacts, 'hasPackages' | 'secretRules'>;

/** How facts of these readings state them. */
export function stateReadings({ packages, secretRules }: FactsReadings): StatedReadings {
  return { hasPackages: packages, secretRules: secretRules === null ? '' : nameRuleSet(secretRules) };
}

/** Whether facts hold all that is wanted. */
export function coversReadings(facts: StatedReadings, wanted: StatedReadings): boolean {
  return (
    (facts.hasPackages || !wanted.hasPackages) &&
    (wanted.secretRules === '' || facts.secretRules === wanted.secretRules)
  );
}

/** The facts without what is not wanted, as a reading of no more would give them. */
export function narrowFacts(facts: LayerFacts, wanted: StatedReadings): LayerFacts {
  const none = { ends: new Uint32Array(0), bytes: new Uint8Array(0) };
  return {
    ...facts,
    ...wanted,
    ...(wanted.hasPackages || !facts.hasPackages
      ? {}
      : {
          metadataEntries: none.ends,
          metadataEnds: none.ends,
          metadataBytes: none.bytes,
          elfEntries: none.ends,
          elfEnds: none.ends,
          elfBytes: none.bytes,
        }),
    ...(wanted.secretRules !== '' || facts.secretRules === ''
      ? {}
      : { secretEntries: none.ends, secretEnds: none.ends, secretBytes: none.bytes }),
  };
}
