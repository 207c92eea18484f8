// What the readers of all places share while one fleet is put together.
import { PlimsollError } from '../../errors.ts';
import type { OpenOptions } from '../../oci/image/image.ts';
import type { FleetBuilder } from '../snapshot/fleet-builder.ts';
import type { FleetOptions } from './fleet-options.ts';
import type { LayerSizesReader } from './layer-sizes.ts';

/** A fleet under way. */
export interface FleetReading {
  readonly builder: FleetBuilder;
  readonly options: FleetOptions;
  /** Undefined where there is no cache to ask. */
  readonly sizes: LayerSizesReader | undefined;
}

/** The same as the rooms below want it; images of all platforms are looked at, and chosen here. */
export function openOptionsOf({ insecure, signal, store, documents, onNotice }: FleetOptions): OpenOptions {
  return {
    insecure: insecure === true,
    signal,
    ...(store === undefined ? {} : { store }),
    ...(documents === undefined ? {} : { documents }),
    ...(onNotice === undefined ? {} : { onNotice }),
  };
}

/** Adds an image; one that contradicts what others say of the same blobs is told by a notice. */
export function leaveOutInvalid({ options }: FleetReading, name: string, add: () => void): void {
  try {
    add();
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code !== 'FLEET_INVALID') throw error;
    options.onNotice?.(`${name} is left out (${error.subject ?? 'it'}: ${error.message})`);
  }
}
