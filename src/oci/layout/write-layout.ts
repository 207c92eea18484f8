// Writes an OCI image layout (image-spec image-layout.md) with one image: blobs, config, manifest, index.json, oci-layout.
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { PlimsollError } from '../../errors.ts';
import { createDigester, type Digest, digestBytes, digestHex } from '../bytes/digest.ts';
import type { Descriptor, Platform } from '../image/descriptor.ts';
import { OCI_CONFIG, OCI_INDEX, OCI_LAYER, OCI_LAYER_GZIP, OCI_MANIFEST } from '../image/media-types.ts';
import { throwIfAborted } from './check-abort.ts';

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
const REF_NAME = 'org.opencontainers.image.ref.name';
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
  const partial = `${target}.partial-${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(partial);
    await mkdir(join(partial, 'blobs', 'sha256'), { recursive: true });
    const manifest = await writeImage(partial, image, options.signal);
    await rename(partial, target);
    return manifest;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw toPlimsollError(error, target, partial);
  }
}

async function writeImage(
  folder: string,
  image: LayoutImage,
  signal: AbortSignal | undefined,
): Promise<Descriptor> {
  const platform = image.platform ?? DEFAULT_PLATFORM;
  const layers: { descriptor: Descriptor; diffId: Digest }[] = [];
  for (const step of image.steps)
    if (step.tar !== undefined) layers.push(await writeLayer(folder, step, signal));
  const config = await writeJson(folder, OCI_CONFIG, {
    architecture: platform.architecture,
    os: platform.os,
    ...(platform.variant === undefined ? {} : { variant: platform.variant }),
    config: image.run ?? {},
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    ...makeHistory(image.steps),
    ...image.config,
  });
  const manifest = await writeJson(folder, OCI_MANIFEST, {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: toJson(config),
    layers: layers.map(({ descriptor }) => toJson(descriptor)),
    ...(image.annotations === undefined ? {} : { annotations: image.annotations }),
  });
  const listed: Descriptor = {
    ...manifest,
    platform,
    ...(image.refName === undefined ? {} : { annotations: { [REF_NAME]: image.refName } }),
  };
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [toJson(listed)] };
  await writeFile(join(folder, 'index.json'), JSON.stringify(index));
  await writeFile(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  return listed;
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
  folder: string,
  step: LayoutStep,
  signal: AbortSignal | undefined,
): Promise<{ descriptor: Descriptor; diffId: Digest }> {
  const partial = join(folder, 'blobs', 'partial');
  const tarDigester = createDigester();
  const blobDigester = createDigester();
  const isGzip = step.compression !== 'plain';
  const file = await open(partial, 'w');
  let sizeBytes = 0;
  const store = async (stored: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const bytes of stored) {
      const osOffset = GZIP_OS_OFFSET - sizeBytes;
      if (isGzip && osOffset >= 0 && osOffset < bytes.byteLength) bytes[osOffset] = GZIP_OS_UNKNOWN;
      blobDigester.update(bytes);
      sizeBytes += bytes.byteLength;
      await file.writeFile(bytes);
    }
  };
  try {
    const tar = digestPieces(step.tar ?? new Uint8Array(), tarDigester, signal);
    if (isGzip) await pipeline(tar, createGzip(), store);
    else await store(tar);
  } finally {
    await file.close();
  }
  const digest = blobDigester.digest();
  await rename(partial, blobPath(folder, digest));
  return {
    descriptor: { mediaType: isGzip ? OCI_LAYER_GZIP : OCI_LAYER, digest, sizeBytes },
    diffId: tarDigester.digest(),
  };
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

async function writeJson(folder: string, mediaType: string, json: unknown): Promise<Descriptor> {
  const bytes = Buffer.from(JSON.stringify(json));
  const digest = digestBytes(bytes);
  await writeFile(blobPath(folder, digest), bytes);
  return { mediaType, digest, sizeBytes: bytes.byteLength };
}

function blobPath(folder: string, digest: Digest): string {
  return join(folder, 'blobs', 'sha256', digestHex(digest));
}

/** The descriptor as JSON names its fields. */
function toJson({ mediaType, digest, sizeBytes, platform, annotations }: Descriptor): unknown {
  return {
    mediaType,
    digest,
    size: sizeBytes,
    ...(platform === undefined ? {} : { platform: platformToJson(platform) }),
    ...(annotations === undefined ? {} : { annotations }),
  };
}

function platformToJson({ os, architecture, variant, osVersion }: Platform): unknown {
  return {
    architecture,
    os,
    ...(variant === undefined ? {} : { variant }),
    ...(osVersion === undefined ? {} : { 'os.version': osVersion }),
  };
}

function destinationExists(subject: string): PlimsollError {
  return new PlimsollError('DESTINATION_EXISTS', 'something is there already', {
    subject,
    hint: 'Name a new folder, or remove the old one first.',
  });
}

/** Errors of the folder's own files; what a tar's stream throws stays as it is. */
function toPlimsollError(error: unknown, subject: string, partial: string): unknown {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (syscall !== 'write' && path?.startsWith(partial) !== true) return error;
  // The folder appeared while its content was being written.
  if (syscall === 'rename' && (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR'))
    return destinationExists(subject);
  return new PlimsollError('DESTINATION_UNWRITABLE', `the image cannot be written (${code})`, {
    subject,
    hint: 'Check the permissions and the free space of the folder it is to be in.',
    cause: error,
  });
}
