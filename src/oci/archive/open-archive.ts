// Opens an image archive of any form, told by its contents: an OCI layout in a tar, a docker-archive, both in one
// (Docker 25 and later), each plain or compressed as a whole.
import { type FileHandle, open } from 'node:fs/promises';
import { PlimsollError, withSubject } from '../../errors.ts';
import { type Compression, DETECTION_BYTES, detectCompression } from '../compression/choose-decompressor.ts';
import { identifyFile } from '../image/file-identity.ts';
import type { OpenedImage, OpenOptions } from '../image/image.ts';
import { type ImageFiles, READ_FLAGS, unreadable } from '../layout/image-files.ts';
import { openLayoutFiles } from '../layout/open-layout.ts';
import { BLOCK_BYTES, isChecksumRight } from '../tar/header.ts';
import { openArchiveFiles } from './archive-files.ts';
import { indexArchive } from './index-archive.ts';
import { openDockerArchiveFiles } from './open-docker-archive.ts';
import { PackedArchive } from './packed-archive.ts';

/**
 * Opens the image of the archive that `selector` means. Under `docker-archive` manifest.json is read, under `oci-archive`
 * index.json; without a transport index.json where it is there and complete, because only it has descriptors.
 */
export async function openArchive(
  path: string,
  transport: 'oci-archive' | 'docker-archive' | undefined,
  selector: string | undefined,
  options: OpenOptions,
): Promise<OpenedImage> {
  const { result, close } = await withArchiveFiles(path, options, (files) =>
    openByForm(files, transport, selector, options),
  );
  return close === undefined ? result : { ...result, close };
}

/** What `use` makes of the archive's files, and what closes them where anything must be; throws as `openArchive`. */
export async function withArchiveFiles<T>(
  path: string,
  options: OpenOptions,
  use: (files: ImageFiles) => Promise<T>,
): Promise<{ readonly result: T; readonly close?: () => Promise<void> }> {
  let handle: FileHandle;
  try {
    handle = await open(path, READ_FLAGS);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  let packed: PackedArchive | undefined;
  try {
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile())
      throw new PlimsollError('NOT_AN_IMAGE', 'it is no regular file', {
        subject: path,
        hint: 'Archives cannot be read from a pipe or a device; save the image to a file first.',
      });
    const identity = identifyFile(stats);
    const compression = await detectForm(handle, path);
    if (compression === 'plain') {
      const index = await indexArchive(handle, identity.sizeBytes, path, options.signal);
      const files = openArchiveFiles(path, index, ({ offsetBytes, sizeBytes }) => {
        return { kind: 'file', path, offsetBytes, sizeBytes, identity };
      });
      return { result: await use(files) };
    }
    const archive = new PackedArchive(path, identity, compression, options);
    packed = archive;
    const result = await use(await archive.openFiles());
    await archive.remember();
    return { result, close: () => archive.close() };
  } catch (error) {
    await packed?.close();
    throw withSubject(error, path);
  } finally {
    await handle.close();
  }
}

async function openByForm(
  files: ImageFiles,
  transport: 'oci-archive' | 'docker-archive' | undefined,
  selector: string | undefined,
  options: OpenOptions,
): Promise<OpenedImage> {
  const hasIndex = (await files.find('index.json')) !== undefined;
  const hasManifest = (await files.find('manifest.json')) !== undefined;
  if (!hasIndex && !hasManifest) throw await notAnArchive(files);
  if (transport === 'docker-archive' || !hasIndex) {
    if (transport === 'oci-archive')
      throw new PlimsollError('NOT_AN_IMAGE', 'it is a docker-archive, not an OCI archive', {
        subject: files.subject,
        hint: 'Write docker-archive: before the path, or nothing.',
      });
    if (!hasManifest)
      throw new PlimsollError('NOT_AN_IMAGE', 'it is an OCI archive, not a docker-archive', {
        subject: files.subject,
        hint: 'Write oci-archive: before the path, or nothing.',
      });
    return openDockerArchiveFiles(files, selector, options);
  }
  if (transport === 'oci-archive' || !hasManifest)
    return openLayoutFiles(files, 'oci-archive', selector, options);
  try {
    return await openLayoutFiles(files, 'oci-archive', selector, options);
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code !== 'IMAGE_INVALID') throw error;
    options.onNotice?.(`${files.subject}: index.json is of no use (${error.message}); manifest.json is read`);
    return openDockerArchiveFiles(files, selector, options);
  }
}

/** The error for a tar that holds no image. */
export async function notAnArchive(files: ImageFiles): Promise<PlimsollError> {
  if ((await files.find('repositories')) !== undefined)
    return new PlimsollError('IMAGE_UNSUPPORTED', 'it was saved by a Docker before 1.10', {
      subject: files.subject,
      hint: 'Load it into a current Docker and save it again.',
    });
  return new PlimsollError(
    'NOT_AN_IMAGE',
    'it is a tar without an image: no manifest.json and no index.json',
    {
      subject: files.subject,
      hint: files.missingHint ?? "Save an image with 'docker save' or 'skopeo copy', not a file system.",
    },
  );
}

async function detectForm(handle: FileHandle, subject: string): Promise<Compression> {
  const head = Buffer.alloc(BLOCK_BYTES);
  const { bytesRead } = await handle.read(head, 0, BLOCK_BYTES, 0);
  const compression = detectArchiveCompression(
    head.subarray(0, Math.min(bytesRead, DETECTION_BYTES)),
    subject,
  );
  if (compression === 'plain' && (bytesRead < BLOCK_BYTES || !isChecksumRight(head)))
    throw new PlimsollError('NOT_AN_IMAGE', 'it is no image archive', {
      subject,
      hint: "An archive is what 'docker save' or 'skopeo copy' writes.",
    });
  return compression;
}

function detectArchiveCompression(head: Uint8Array, subject: string): Compression {
  try {
    return detectCompression(head);
  } catch (cause) {
    throw new PlimsollError('COMPRESSION_UNSUPPORTED', 'the archive is compressed with xz or bzip2', {
      subject,
      hint: 'Unpack it first, or compress it with gzip or zstd.',
      cause,
    });
  }
}
