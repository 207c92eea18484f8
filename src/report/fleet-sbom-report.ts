// What `plimsoll fleet sbom` tells: which bills of materials were written, and which of them make up each image.
import type { ReadingCount } from '../contents/shared-reading.ts';
import type { TargetError } from './json.ts';

/** One bill of materials: what a layer brought. */
export interface LayerBill {
  /** Its name in the folder. */
  readonly file: string;
  readonly diffId: string;
  readonly packageCount: number;
  /** How many images have the layer. */
  readonly imageCount: number;
}

/** A package that a layer brought and a later one of the image took away or replaced. */
export interface RemovedPackage {
  readonly purl: string;
  readonly metadataPath: string;
  /** The layer that brought it, by its place in the image. */
  readonly layer: number;
  readonly removedByLayer: number;
}

/** One image: the packages of its layers' bills without those that were removed are the image's. */
export interface BilledImage {
  readonly name: string;
  readonly reference: string;
  readonly digest: string;
  readonly platform: string;
  /** The bill of each layer, bottom first. */
  readonly layers: readonly string[];
  readonly packageCount: number;
  readonly removed: readonly RemovedPackage[];
  /** The artifacts about it that its registry has now; empty where nothing was attached. */
  readonly attached: readonly string[];
}

/** The whole run. */
export interface FleetSbomReport {
  readonly kind: 'fleet-sbom-report';
  readonly folder: string;
  readonly format: 'cyclonedx' | 'spdx';
  readonly bills: readonly LayerBill[];
  readonly images: readonly BilledImage[];
  readonly read: ReadingCount;
  readonly errors: readonly TargetError[];
}
