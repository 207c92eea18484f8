// The history of a squashed image: all steps stay, those whose layers are one now as steps without a layer, and one more step
// brings the new layer. So what built the image can still be read, and steps and layers match.
import type { ImageConfig } from '../../oci/image/config.ts';

/** The new history; undefined where the image has none, or one that cannot be matched with the layers that are kept. */
export function squashHistory(
  { json, history, diffIds }: ImageConfig,
  keptCount: number,
  newLayer: { readonly created: string | undefined; readonly isThere: boolean },
): readonly unknown[] | undefined {
  const steps = json['history'];
  if (!Array.isArray(steps) || steps.length === 0) return undefined;
  const isMatched = history.filter(({ emptyLayer }) => !emptyLayer).length === diffIds.length;
  if (!isMatched && keptCount > 0) return undefined;
  let layers = 0;
  const kept = steps.map((step: unknown, i) => {
    if (history[i]!.emptyLayer) return step;
    return layers++ < keptCount ? step : { ...(typeof step === 'object' ? step : {}), empty_layer: true };
  });
  if (!newLayer.isThere) return kept;
  const squashed = diffIds.length - keptCount;
  return [
    ...kept,
    {
      ...(newLayer.created === undefined ? {} : { created: newLayer.created }),
      created_by: 'plimsoll squash',
      comment: `${squashed} ${squashed === 1 ? 'layer' : 'layers'} made one`,
    },
  ];
}
