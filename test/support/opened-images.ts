// Opened images made by hand, with their layers in each kind of place: files, streams and an engine's export.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeFacts } from '../../src/contents/facts/facts-format.ts';
import type { ImageContents } from '../../src/contents/image-contents.ts';
import { type Digest, digestBytes, digestHex } from '../../src/oci/bytes/digest.ts';
import { parseImageConfig } from '../../src/oci/image/config.ts';
import type { Descriptor } from '../../src/oci/image/descriptor.ts';
import { identifyFile } from '../../src/oci/image/file-identity.ts';
import type { ExportedBlob, LayerSource, OpenedImage } from '../../src/oci/image/image.ts';
import { cutIntoPieces } from './layers.ts';

/** A layer's bytes, and what a manifest and a config say of it. */
export interface StoredLayer {
  readonly stored: Uint8Array;
  readonly diffId: Digest;
  readonly digest: Digest;
}

/** A layer as it is stored: the tar itself, or its gzip. */
export function store(tar: Uint8Array, compression: 'plain' | 'gzip' = 'plain'): StoredLayer {
  const stored = compression === 'gzip' ? gzipSync(tar, { level: 1 }) : tar;
  return { stored, diffId: digestBytes(tar), digest: digestBytes(stored) };
}

/** The same bytes, with other claims about them. */
export function claim(layer: StoredLayer, claims: Partial<StoredLayer>): StoredLayer {
  return { ...layer, ...claims };
}

/** An image whose layers are files in a folder, named by what is claimed to be their digest. */
export function imageOfFiles(folder: string, layers: readonly StoredLayer[]): OpenedImage {
  mkdirSync(folder, { recursive: true });
  return image(layers, (layer, index) => {
    const path = join(folder, digestHex(layer.digest));
    // A file that is there already stays the same file.
    if (!existsSync(path) || !readFileSync(path).equals(layer.stored)) writeFileSync(path, layer.stored);
    return { index, diffId: layer.diffId, descriptor: describe(layer), location: locate(path) };
  });
}

/** The location of a whole file, with its identity now. */
export function locate(path: string): Extract<LayerSource['location'], { kind: 'file' }> {
  const stats = statSync(path, { bigint: true });
  const identity = identifyFile(stats);
  return { kind: 'file', path, offsetBytes: 0, sizeBytes: identity.sizeBytes, identity };
}

/** How a layer streams; pieces of 10,000 bytes where nothing is given. */
export type StreamOf = (layer: StoredLayer, signal: AbortSignal) => AsyncIterable<Uint8Array>;

/** An image whose layers stream, as a registry's do. */
export function imageOfStreams(
  layers: readonly StoredLayer[],
  streamOf: StreamOf = (layer) => streamPieces(layer.stored),
  hasDescriptors = true,
): OpenedImage {
  return image(layers, (layer, index) => ({
    index,
    diffId: layer.diffId,
    descriptor: hasDescriptors ? describe(layer) : null,
    location: { kind: 'stream', open: (signal) => streamOf(layer, signal) },
  }));
}

/** A member of an export: its bytes, and the layers it is offered as. */
export interface OfferedBlob {
  readonly stored: Uint8Array;
  readonly layerIndexes: readonly number[];
}

/**
 * An image that an engine exports; its blobs are the layers in order where they are not given. `hasDescriptors` makes it
 * one of containerd's store, which names its layers by their blobs' digests.
 */
export function imageOfExport(
  layers: readonly StoredLayer[],
  blobs: readonly OfferedBlob[] = layers.map(({ stored }, index) => ({ stored, layerIndexes: [index] })),
  hasDescriptors = false,
): OpenedImage & { readonly readNames: string[] } {
  const readNames: string[] = [];
  async function* exportLayers(): AsyncGenerator<ExportedBlob> {
    for (const [at, { stored, layerIndexes }] of blobs.entries())
      yield {
        name: `blob ${at}`,
        sizeBytes: stored.byteLength,
        layerIndexes,
        read() {
          readNames.push(`blob ${at}`);
          return streamPieces(stored);
        },
      };
  }
  const made = image(layers, (layer, index) => ({
    index,
    diffId: layer.diffId,
    descriptor: hasDescriptors ? describe(layer) : null,
    location: { kind: 'export' },
  }));
  return { ...made, transport: 'docker-daemon', diffIdsVouched: !hasDescriptors, exportLayers, readNames };
}

/** Bytes as a stream of pieces. */
export async function* streamPieces(bytes: Uint8Array, pieceBytes = 10_000): AsyncGenerator<Uint8Array> {
  yield* cutIntoPieces(bytes, pieceBytes);
}

/** What readings of the same image by different ways must have in common. */
export function summarise({ layers }: ImageContents): readonly object[] {
  return layers.map(({ index, diffId, facts, compression, storedBytes, shipped }) => ({
    index,
    diffId,
    compression,
    storedBytes,
    entries: shipped.length,
    facts: Buffer.from(encodeFacts(facts)).toString('base64'),
  }));
}

function describe({ stored, digest }: StoredLayer): Descriptor {
  return {
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    digest,
    sizeBytes: stored.byteLength,
  };
}

function image(
  layers: readonly StoredLayer[],
  sourceOf: (layer: StoredLayer, index: number) => LayerSource,
): OpenedImage {
  const json = {
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map((_, index) => ({ created_by: `RUN /bin/sh -c step ${index} # buildkit` })),
  };
  const bytes = Buffer.from(JSON.stringify(json));
  return {
    transport: 'docker',
    reference: 'docker://example/app:1',
    digest: digestBytes(bytes),
    config: parseImageConfig(bytes),
    annotations: {},
    layers: layers.map(sourceOf),
    diffIdsVouched: false,
    close: async () => {},
  };
}
