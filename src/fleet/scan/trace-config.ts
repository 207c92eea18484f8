// Whether what two images have in their configs is one thing that came down to both from one base, or two that look alike.
// Values may be secrets: they are only compared, under a key that nobody knows and that goes with the process.
import { createHmac, randomBytes } from 'node:crypto';
import type { Finding } from '../../checks/finding.ts';
import type { ImageConfig } from '../../oci/image/config.ts';

const KEY = randomBytes(32);

/** Gives findings of a config the same text only where the same steps of a build, or the same config, brought them. */
export function traceConfig(
  config: ImageConfig,
  annotations: Readonly<Record<string, string>>,
): (finding: Finding) => string {
  const hash = (value: unknown): string =>
    createHmac('sha256', KEY).update(JSON.stringify(value)).digest('base64');
  return ({ secret, place }) => {
    const places = secret?.places ?? [];
    const step = places.find((one) => one.step !== null)?.step ?? null;
    const origin =
      step === null
        ? [config.run, config.history, annotations]
        : config.history.slice(0, step + 1).map(({ createdBy }) => createdBy ?? '');
    return hash([place, places.map(({ name }) => name), step, origin]);
  };
}
