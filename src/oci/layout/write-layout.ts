// Writes an OCI image layout (image-spec image-layout.md) with one image whose layers are tars that are made here.
import { lstat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { PlimsollError } from '../../errors.ts';
import { createDigester, type Digest } from '../bytes/digest.ts';
import type { Descriptor, Platform } from '../image/descriptor.ts';
import { descriptorToJson } from '../image/descriptor-json.ts';
import type { ImageDestination } from '../image/destination.ts';
import { OCI_CONFIG, OCI_LAYER, OCI_LAYER_GZIP, OCI_MANIFEST } from '../image/media-types.ts';
import { throwIfAborted } from './check-abort.ts';
import { openLayoutDestination } from './layout-destination.ts';

/** One step of the build, from the base; a step without a `tar` brings no layer. */
export interface LayoutStep {
  /** The uncompressed layer. */
  readonly tar?: Uint8Array | AsyncIterable<Uint8Array>;
  /** gzip where it is not given. */
  readonly compression?: 'plain' | 'gzip';
  /** The instruction, for the history. */
  readonly createdBy?: string;
}

/** An image to be written. */
export interface LayoutImage {
  readonly steps: readonly LayoutStep[];
  /** linux/amd64 where it is not given. */
  readonly platform?: Platform;
  /** What the image runs with, in the config's own words (`Env`, `Cmd`, `Labels`...). */
  readonly run?: Readonly<Record<string, unknown>>;
  /** Further fields of the config; they replace those that are made here (`created`, `history`...). */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The tag that index.json gives the image. */
  readonly refName?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const DEFAULT_PLATFORM: Platform = { os: 'linux', architecture: 'amd64' };
/** Where gzip's header names the operating system; 255 is "unknown" (RFC 1952), the same on every machine. */
const GZIP_OS_OFFSET = 9;
const GZIP_OS_UNKNOWN = 255;

/**
 * Writes the image into a new folder and returns its manifest's descriptor. The folder appears whole or not at all.
 * Throws DESTINATION_EXISTS where anything is at `destination`, DESTINATION_UNWRITABLE, ABORTED, and what a tar's stream throws.
 */
export async function writeLayout(
  destination: string,
  image: LayoutImage,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Descriptor> {
  const target = resolve(destination);
  if ((await lstat(target).catch(() => undefined)) !== undefined) throw destinationExists(target);
  const signal = options.signal ?? new AbortController().signal;
  // Made anew at any time: no disk is waited for.
  const layout = await openLayoutDestination(target, image.refName, false);
  try {
    return await writeImage(layout, image, signal);
  } finally {
    await layout.close();
  }
}

async function writeImage(
  layout: ImageDestination,
  image: LayoutImage,
  signal: AbortSignal,
): Promise<Descriptor> {
  const platform = image.platform ?? DEFAULT_PLATFORM;
  const layers: { descriptor: Descriptor; diffId: Digest }[] = [];
  for (const step of image.steps)
    if (step.tar !== undefined) layers.push(await writeLayer(layout, step, signal));
  const json = {
    architecture: platform.architecture,
    os: platform.os,
    ...(platform.variant === undefined ? {} : { variant: platform.variant }),
    config: image.run ?? {},
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    ...makeHistory(image.steps),
    ...image.config,
  };
  const config = await layout.writeBlob({ mediaType: OCI_CONFIG, open: () => inOnePiece(json) }, signal);
  const manifest = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: descriptorToJson(config),
    layers: layers.map(({ descriptor }) => descriptorToJson(descriptor)),
    ...(image.annotations === undefined ? {} : { annotations: image.annotations }),
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  return layout.commit({ documents: [{ mediaType: OCI_MANIFEST, bytes }] }, signal);
}

async function* inOnePiece(json: unknown): AsyncGenerator<Uint8Array> {
  yield Buffer.from(JSON.stringify(json));
}

/** A history that names no instruction would say nothing, so it is left out. */
function makeHistory(steps: readonly LayoutStep[]): { history?: unknown } {
  if (steps.every((step) => step.createdBy === undefined)) return {};
  return {
    history: steps.map(({ tar, createdBy }) => ({
      ...(createdBy === undefined ? {} : { created_by: createdBy }),
      ...(tar === undefined ? { empty_layer: true } : {}),
    })),
  };
}

async function writeLayer(
  layout: ImageDestination,
  step: LayoutStep,
  signal: AbortSignal,
): Promise<{ descriptor: Descriptor; diffId: Digest }> {
  const tarDigester = createDigester();
  const isGzip = step.compression !== 'plain';
  const tar = (): AsyncIterable<Uint8Array> =>
    digestPieces(step.tar ?? new Uint8Array(), tarDigester, signal);
  const descriptor = await layout.writeBlob(
    {
      mediaType: isGzip ? OCI_LAYER_GZIP : OCI_LAYER,
      open: () => (isGzip ? compress(tar()) : tar()),
    },
    signal,
  );
  return { descriptor, diffId: tarDigester.digest() };
}

async function* compress(tar: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(tar, { objectMode: false });
  const gzip = createGzip();
  source.on('error', (error) => gzip.destroy(error));
  let sizeBytes = 0;
  try {
    for await (const piece of source.pipe(gzip)) {
      const osOffset = GZIP_OS_OFFSET - sizeBytes;
      if (osOffset >= 0 && osOffset < piece.byteLength) piece[osOffset] = GZIP_OS_UNKNOWN;
      sizeBytes += piece.byteLength;
      yield piece;
    }
  } finally {
    source.destroy();
  }
}

async function* digestPieces(
  tar: Uint8Array | AsyncIterable<Uint8Array>,
  digester: { update(bytes: Uint8Array): void },
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const bytes of tar instanceof Uint8Array ? [tar] : tar) {
    throwIfAborted(signal);
    digester.update(bytes);
    yield bytes;
  }
  throwIfAborted(signal);
}

function destinationExists(subject: string): PlimsollError {
  return new PlimsollError('DESTINATION_EXISTS', 'something is there already', {
    subject,
    hint: 'Name a new folder, or remove the old one first.',
  });
}
