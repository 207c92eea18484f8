// What a layer's facts are filed under: the diffId and what was read. A file that holds more serves runs that want less.
import { join } from 'node:path';
import { type Digest, digestHex } from '../../oci/bytes/digest.ts';
import { ALL_READINGS, type StatedReadings, stateReadings } from '../facts/facts-readings.ts';

/** The files that may hold what is wanted, that which holds no more first. */
export function listFactsNames(
  diffId: Digest,
  { hasPackages, secretRules }: StatedReadings,
): readonly string[] {
  // Of facts with secrets that nobody asks for now, those by our own rules are by far the most.
  const ruleSets = secretRules === '' ? ['', stateReadings(ALL_READINGS).secretRules] : [secretRules];
  return [...new Set([hasPackages, true])].flatMap((packages) =>
    ruleSets.map((rules) => nameFacts(diffId, { hasPackages: packages, secretRules: rules })),
  );
}

/** The file of facts with these readings, then those that hold less and are of no use beside it. */
export function listNarrowerNames(
  diffId: Digest,
  { hasPackages, secretRules }: StatedReadings,
): readonly [string, ...string[]] {
  const own = nameFacts(diffId, { hasPackages, secretRules });
  const others = [...new Set([hasPackages, false])].flatMap((packages) =>
    [...new Set([secretRules, ''])].map((rules) =>
      nameFacts(diffId, { hasPackages: packages, secretRules: rules }),
    ),
  );
  return [own, ...others.filter((name) => name !== own)];
}

function nameFacts(diffId: Digest, { hasPackages, secretRules }: StatedReadings): string {
  const readings = [hasPackages ? '.packages' : '', secretRules === '' ? '' : `.secrets-${secretRules}`];
  return join('facts', `${digestHex(diffId)}${readings.join('')}`);
}
