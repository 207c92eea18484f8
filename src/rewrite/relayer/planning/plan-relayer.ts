// From components to layers.
import { PlimsollError } from '../../../errors.ts';
import type { RelayerInput, RelayerOptions, RelayerPlan } from '../relayer-plan.ts';

/** The layers of each image, at most `options.layers` less those reserved; the same for the same input in any order. */
export function planRelayer(input: RelayerInput, options: RelayerOptions): RelayerPlan {
  throw new PlimsollError('INTERNAL', 'relayering cannot plan yet', {
    subject: `${input.images} images, ${options.layers} layers`,
  });
}
