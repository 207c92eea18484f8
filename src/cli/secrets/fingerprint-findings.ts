// Fingerprints of the secrets that findings are about: files are read again for it, because nothing that is kept holds a value.
import type { Finding } from '../../checks/finding.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { findConfigSecrets } from '../../contents/secrets/find-config-secrets.ts';
import { fingerprintFiles, type LayerFile } from '../../contents/secrets/fingerprint-files.ts';
import type { OpenedImage } from '../../oci/image/image.ts';
import { type FingerprintKey, fingerprintSecret } from '../../secrets/fingerprint/fingerprint-key.ts';
import { loadRuleSet } from '../../secrets/load-rule-set.ts';

/** What was made of a finding. */
export interface FindingFingerprints {
  /** In the order of the finding's offsets; the one of a place of the config. Null where the file could not be searched again. */
  readonly shown: readonly (string | null)[];
  /** Those of all secrets that the finding is about; undefined where not all have one. */
  readonly all: readonly string[] | undefined;
}

/** The fingerprints of each finding about a secret. */
export async function fingerprintFindings(
  image: OpenedImage,
  findings: readonly Finding[],
  readContents: () => Promise<ImageContents>,
  key: FingerprintKey,
  options: { readonly addedRules: string; readonly signal: AbortSignal },
): Promise<ReadonlyMap<Finding, FindingFingerprints>> {
  const prints = new Map<Finding, FindingFingerprints>();
  const inFiles = findings.filter(({ secret }) => secret !== null && secret.entry !== null);
  if (inFiles.length > 0) {
    const files = inFiles.map(({ layer, secret }): LayerFile => ({ layer: layer!, entry: secret!.entry! }));
    const matches = await fingerprintFiles(image, await readContents(), files, key, options);
    for (const [i, finding] of inFiles.entries()) prints.set(finding, choosePrints(finding, matches[i]!));
  }
  const inConfig = findings.filter(({ secret }) => secret !== null && secret.places.length > 0);
  if (inConfig.length > 0) {
    const rules = await loadRuleSet(options.addedRules);
    const { secrets, values } = findConfigSecrets(image.config, image.annotations, rules);
    const byPlace = new Map(
      secrets.map(({ ruleId, places }, i) => [keyOf(`secret/${ruleId}`, places), values[i]!]),
    );
    for (const finding of inConfig) {
      const value = byPlace.get(keyOf(finding.rule, finding.secret!.places));
      const print = value === undefined ? null : fingerprintSecret(key, Buffer.from(value));
      prints.set(finding, { shown: [print], all: print === null ? undefined : [print] });
    }
  }
  return prints;
}

function choosePrints(
  { rule, secret }: Finding,
  matches: Awaited<ReturnType<typeof fingerprintFiles>>[number],
): FindingFingerprints {
  const ofRule = matches.filter(({ ruleId }) => `secret/${ruleId}` === rule);
  const all = ofRule.flatMap(({ fingerprint }) => fingerprint ?? []);
  return {
    shown: secret!.offsets.map(
      ({ offsetBytes, member }) =>
        ofRule.find((match) => match.offsetBytes === offsetBytes && (match.member ?? null) === member)
          ?.fingerprint ?? null,
    ),
    all: all.length > 0 && all.length === secret!.count ? all : undefined,
  };
}

function keyOf(
  rule: string,
  places: readonly { readonly place: string; readonly name: string | null; readonly step: number | null }[],
): string {
  return JSON.stringify([rule, places.map(({ place, name, step }) => [place, name, step])]);
}
