// How a fleet is read, whatever place it comes from.
import type { FactsCache } from '../../contents/cache/facts-cache.ts';
import type { BlockStore } from '../../oci/image/block-store.ts';
import type { Platform } from '../../oci/image/descriptor.ts';
import type { DocumentStore } from '../../oci/image/document-store.ts';
import { fits } from '../../oci/image/platform.ts';
import type { FleetSnapshot } from '../snapshot/fleet-snapshot.ts';

/** What reading needs of a run. */
export interface FleetOptions {
  /** Only images of this one. */
  readonly platform?: Platform;
  readonly insecure?: boolean;
  readonly signal: AbortSignal;
  /** When the fleet is read, ISO 8601. */
  readonly at: string;
  /** An earlier snapshot: of images that are in it nothing is asked again. */
  readonly known?: FleetSnapshot;
  readonly store?: BlockStore;
  readonly documents?: DocumentStore;
  /** Where the facts of layers are, which tell what they hold. */
  readonly cache?: FactsCache;
  readonly onNotice?: (line: string) => void;
  readonly onStep?: (text: string) => void;
}

/** Whether an image of this platform is wanted. */
export function isPlatformWanted(
  platform: Platform,
  { platform: wanted }: Pick<FleetOptions, 'platform'>,
): boolean {
  if (wanted === undefined) return true;
  return fits(platform, wanted) && (wanted.variant === undefined || wanted.variant === platform.variant);
}
