// The options of the commands about fleets, as commander hands them over.

import type { PairRule } from '../../fleet/storage/pair-images.ts';
import type { JudgementFormat } from '../formats/format-names.ts';
import type { WriteFlags } from '../formats/write-option.ts';
import type { ImageFlags } from '../image-flags.ts';

/** What all of them have. */
export interface FleetFlags {
  /** A file with one reference a line. */
  readonly from?: string;
  readonly platform?: string;
  readonly insecure?: boolean;
  readonly format: string;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly workers?: number;
}

/** Those of `fleet storage`. */
export interface FleetStorageFlags extends FleetFlags {
  readonly format: 'text' | 'json' | 'html';
  readonly all?: boolean;
  readonly pair?: readonly PairRule[];
  readonly keep?: readonly number[];
}

/** Those of `fleet snapshot`. */
export interface FleetSnapshotFlags extends FleetFlags {
  readonly output: string;
  readonly known?: string;
}

/** Those of `fleet check`. */
export interface FleetCheckFlags
  extends Omit<FleetFlags, 'format'>,
    WriteFlags,
    Pick<
      ImageFlags,
      | 'failOn'
      | 'maxBallast'
      | 'maxSize'
      | 'base'
      | 'profile'
      | 'rules'
      | 'config'
      | 'verify'
      | 'all'
      | 'fingerprints'
    > {
  readonly format: 'text' | 'json' | 'html' | JudgementFormat;
  readonly database?: string;
}

/** Those of `fleet sbom`. */
export interface FleetSbomFlags extends FleetFlags, Pick<ImageFlags, 'config' | 'verify'> {
  readonly format: 'text' | 'json';
  readonly database?: string;
  /** The folder. */
  readonly output: string;
  readonly bill: 'cyclonedx' | 'spdx';
  readonly attach?: boolean;
}

/** Those of `fleet what-if`. */
export interface FleetWhatIfFlags extends FleetFlags {
  readonly format: 'text' | 'json';
  readonly squash?: readonly string[];
  readonly drop?: readonly string[];
  readonly keep?: number;
  readonly move?: readonly { readonly pattern: string; readonly parent: string }[];
  readonly oneOs?: string;
}

/** Those of `fleet tree`. */
export interface FleetTreeFlags extends Omit<FleetFlags, 'format'> {
  readonly format: 'text' | 'json' | 'html' | 'dot';
  /** The folder that the paths of Dockerfiles are in. */
  readonly dockerfiles?: string;
  readonly contents?: boolean;
  readonly all?: boolean;
}

/** Those of `fleet propose`. */
export interface FleetProposeFlags
  extends Omit<FleetFlags, 'format'>,
    Pick<ImageFlags, 'config' | 'profile' | 'all'> {
  readonly format: 'text' | 'json' | 'dot';
  readonly layersOnly?: boolean;
  readonly nodes?: number;
  readonly imagesPerNode?: number;
  readonly weeks?: number;
  readonly extraWeight?: number;
  readonly platformCost?: number;
  readonly platforms?: number;
}
