// The history of a trimmed image: each step stays; one whose layer is gone brings no layer any more.
import type { ImageConfig } from '../../oci/image/config.ts';

const COMMENT = 'plimsoll trim';

/** The new history; `states` are those of the layers. Undefined where the image's history does not match its layers. */
export function trimHistory(
  { json, history, diffIds }: ImageConfig,
  states: readonly ('kept' | 'new' | 'gone')[],
): readonly unknown[] | undefined {
  const steps = json['history'];
  if (!Array.isArray(steps) || history.filter(({ emptyLayer }) => !emptyLayer).length !== diffIds.length)
    return undefined;
  let layer = 0;
  return steps.map((step: unknown, i) => {
    if (history[i]!.emptyLayer) return step;
    const state = states[layer++]!;
    if (state === 'kept') return step;
    const { comment = '', ...rest } = step as { readonly comment?: string };
    const told = comment === '' ? COMMENT : `${comment}; ${COMMENT}`;
    return { ...rest, comment: told, ...(state === 'gone' ? { empty_layer: true } : {}) };
  });
}
