// Whether a run makes fingerprints, and with which key; and which of them are accepted.
import { PlimsollError } from '../../errors.ts';
import type { Baseline } from '../../secrets/fingerprint/baseline.ts';
import { createFingerprintKey, type FingerprintKey } from '../../secrets/fingerprint/fingerprint-key.ts';
import type { Settings } from '../settings/settings.ts';
import { KEY_VARIABLE, readBaseline, readKey, resolveNamed } from './secret-files.ts';

/** What a run does about fingerprints. */
export interface RunFingerprints {
  readonly key: FingerprintKey;
  readonly baseline: Baseline | undefined;
  /** The baseline as the settings name it. */
  readonly baselineName: string;
}

/**
 * Undefined where nothing asks for fingerprints. `isWanted` asks without a key too: then they hold for this run. Throws
 * SETTINGS_INVALID where the baseline was made with another key.
 */
export async function chooseFingerprints(
  settings: Settings,
  env: Readonly<Record<string, string | undefined>>,
  isWanted: boolean,
  onNotice: (line: string) => void,
): Promise<RunFingerprints | undefined> {
  const { key: keyName, baseline: baselineName } = settings.secrets;
  const found = await readKey(env, keyName === null ? undefined : resolveNamed(settings, keyName));
  const baseline =
    baselineName === null ? undefined : await readBaseline(resolveNamed(settings, baselineName));
  if (baselineName !== null && baseline === undefined)
    onNotice(`${baselineName}: there is no such baseline; 'plimsoll baseline' writes it`);
  if (found === undefined) {
    if (baseline !== undefined)
      onNotice(
        `${baselineName}: without its key no secret is known (set ${KEY_VARIABLE}, or 'key' in 'secrets')`,
      );
    if (!isWanted) return undefined;
    return { key: createFingerprintKey().key, baseline: undefined, baselineName: '' };
  }
  if (baseline !== undefined && baseline.keyId !== found.id)
    throw new PlimsollError('SETTINGS_INVALID', 'its fingerprints were made with another key', {
      subject: baselineName!,
      hint: "Use that key, or write the baseline anew with 'plimsoll baseline'.",
    });
  return { key: found, baseline, baselineName: baselineName ?? '' };
}
