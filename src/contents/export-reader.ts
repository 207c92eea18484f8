// Reads the layers of an engine's export, which come one after the other as members of one stream, named or not.
import { PlimsollError, withSubject } from '../errors.ts';
import type { ExportedBlob, LayerSource, OpenedImage } from '../oci/image/image.ts';
import type { DigestedScan, LayerGroup, LayerReadings } from './layer-readings.ts';
import type { ScanJob } from './scan/scan-worker.ts';
import { untilAborted } from './scan/until-aborted.ts';

/** How a member is scanned, for the layer that it is assumed to be. */
export type ScanMember = (
  layer: LayerSource,
  job: ScanJob,
  wantStoredDigest: boolean,
) => Promise<DigestedScan>;

/** What the reader is given. */
export interface ExportReading {
  readonly image: OpenedImage;
  /** The layers that are wanted; those that are known already are passed over unread. */
  readonly groups: readonly LayerGroup[];
  readonly readings: LayerReadings;
  readonly scan: ScanMember;
  readonly signal: AbortSignal;
  nameLayer(layer: LayerSource): string;
}

/** Reads one export. */
export class ExportReader {
  readonly #reading: ExportReading;
  readonly #groupOf: ReadonlyMap<number, LayerGroup>;
  #areNamesRight = true;

  constructor(reading: ExportReading) {
    this.#reading = reading;
    this.#groupOf = new Map(
      reading.groups.flatMap((group) => group.map((layer) => [layer.index, group] as const)),
    );
  }

  /** Scans the layers as they stream by; the export is left once nothing more is wanted of it. */
  async read(): Promise<void> {
    const { image, groups, readings, signal, nameLayer } = this.#reading;
    const blobs = image.exportLayers?.(signal);
    if (blobs === undefined)
      throw new PlimsollError('INTERNAL', 'an image without an export has such layers');
    const isDone = (): boolean =>
      image.isConfigProvisional !== true && groups.every(([layer]) => readings.has(layer!));
    for await (const blob of untilAborted(blobs, signal)) {
      await this.#readMember(blob);
      if (isDone()) return;
    }
    const missing = groups.find(([layer]) => !readings.has(layer!));
    if (missing !== undefined)
      throw new PlimsollError('IMAGE_INVALID', 'the export of the engine lacks a layer', {
        subject: nameLayer(missing[0]!),
      });
  }

  /** Which member is which layer is only assumed until the bytes were read; their digests tell. */
  async #readMember(blob: ExportedBlob): Promise<void> {
    const { readings, scan, nameLayer } = this.#reading;
    const offered = blob.layerIndexes.flatMap((index) => this.#groupOf.get(index) ?? []);
    const assumed = offered.find((layer) => !readings.has(layer)) ?? offered[0];
    if (assumed === undefined || (this.#areNamesRight && readings.has(assumed))) return;
    try {
      const hasDigest = assumed.descriptor !== null;
      const digested = await scan(assumed, { kind: 'stream', open: () => blob.read() }, hasDigest);
      const group = this.#groupOf.get(assumed.index)!;
      if (hasDigest) readings.takeScan(group, digested);
      else this.#takeUnnamed(digested, offered, group);
    } catch (error) {
      throw withSubject(error, nameLayer(assumed));
    }
  }

  /** Takes a member that only its diffId names. */
  #takeUnnamed(digested: DigestedScan, offered: LayerGroup, assumed: LayerGroup): void {
    const { image, groups, readings } = this.#reading;
    const { diffId } = digested.scan.facts;
    const stated = assumed[0]!.diffId;
    const isGuess = offered.some((layer) => layer.diffId !== stated);
    this.#areNamesRight &&= isGuess || diffId === stated;
    const actual = groups.find(([layer]) => layer!.diffId === diffId);
    if (actual !== undefined) {
      if (!readings.has(actual[0]!)) readings.takeScan(actual, digested);
    } else if (!isGuess && !image.layers.some((layer) => layer.diffId === diffId))
      readings.takeScan(assumed, digested);
  }
}
