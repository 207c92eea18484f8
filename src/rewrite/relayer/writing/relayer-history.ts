// The history of a relayered image: all steps stay, none of which brings a layer any more, and one step for each new layer says
// what it holds, so that steps and layers match.
import type { ImageConfig } from '../../../oci/image/config.ts';

/** The new history; undefined where the image has none. */
export function relayerHistory(
  { json }: ImageConfig,
  layers: readonly string[],
  created: string | undefined,
): readonly unknown[] | undefined {
  const steps = json['history'];
  if (!Array.isArray(steps) || steps.length === 0) return undefined;
  return [
    ...steps.map((step: unknown) => ({ ...(typeof step === 'object' ? step : {}), empty_layer: true })),
    ...layers.map((comment) => ({
      ...(created === undefined ? {} : { created }),
      created_by: 'plimsoll relayer',
      comment,
    })),
  ];
}
