// The layout file: the plan of the run before, and the blobs that it made, so that a layer is never made twice, whoever compresses.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { PlimsollError } from '../../errors.ts';
import { type Digest, isDigest } from '../../oci/bytes/digest.ts';
import type { Descriptor } from '../../oci/image/descriptor.ts';
import { isReplaceable } from '../../oci/staging/is-replaceable.ts';
import type { RelayerLayout } from '../../rewrite/relayer/planning/relayer-layout.ts';

/** What it holds. */
export interface LayoutFile {
  readonly layout: RelayerLayout;
  /** By diffId. */
  readonly blobs: ReadonlyMap<Digest, Descriptor>;
}

interface StoredBlob {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
}

/** Reads it; undefined where there is none yet. Throws SETTINGS_INVALID for what is no layout. */
export async function readLayoutFile(path: string): Promise<LayoutFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new PlimsollError('FILE_UNREADABLE', 'the layout file cannot be read', { subject: path, cause });
  }
  return parse(text, path);
}

/** Writes it whole, or not at all. Throws DESTINATION_UNWRITABLE. */
export async function writeLayoutFile(path: string, { layout, blobs }: LayoutFile): Promise<void> {
  const stored = Object.fromEntries(
    [...blobs]
      .map(
        ([diffId, { mediaType, digest, sizeBytes }]) =>
          [diffId, { mediaType, digest, size: sizeBytes }] as const,
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const isReplaced = await isReplaceable(path);
  const staged = isReplaced ? `${path}.plimsoll-new` : path;
  try {
    await writeFile(staged, `${JSON.stringify({ ...layout, blobs: stored }, null, 1)}\n`);
    if (isReplaced) await rename(staged, path);
  } catch (cause) {
    throw new PlimsollError('DESTINATION_UNWRITABLE', 'the layout file cannot be written', {
      subject: path,
      cause,
    });
  }
}

function parse(text: string, path: string): LayoutFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw invalid(path, 'it is no JSON', cause);
  }
  if (!isObject(json) || json['kind'] !== 'relayer-layout') throw invalid(path, 'it is no layout of relayer');
  if (json['schemaVersion'] !== 1) throw invalid(path, 'it is of another version');
  const { blobs = {}, ...layout } = json;
  if (!isLayout(layout)) throw invalid(path, 'its layers or images are not well-formed');
  if (!isObject(blobs)) throw invalid(path, 'its blobs are not well-formed');
  const known = new Map<Digest, Descriptor>();
  for (const [diffId, blob] of Object.entries(blobs)) {
    if (!isDigest(diffId) || !isBlob(blob))
      throw invalid(path, `the blob of ${diffId.slice(0, 80)} is not well-formed`);
    known.set(diffId, { mediaType: blob.mediaType, digest: blob.digest, sizeBytes: blob.size });
  }
  return { layout, blobs: known };
}

function isLayout(
  json: Readonly<Record<string, unknown>>,
): json is Readonly<Record<string, unknown>> & RelayerLayout {
  const { layers, images } = json;
  if (!Array.isArray(layers) || !isObject(images)) return false;
  const isComponent = (one: unknown): boolean =>
    isObject(one) && typeof one['key'] === 'string' && typeof one['name'] === 'string';
  const isLayer = (one: unknown): boolean =>
    isObject(one) &&
    typeof one['key'] === 'string' &&
    Array.isArray(one['components']) &&
    one['components'].every(isComponent);
  const isRow = (row: unknown): boolean =>
    Array.isArray(row) &&
    row.every((number) => Number.isInteger(number) && number >= 0 && number < layers.length);
  return layers.every(isLayer) && Object.values(images).every(isRow);
}

function isBlob(json: unknown): json is StoredBlob {
  return (
    isObject(json) &&
    typeof json['mediaType'] === 'string' &&
    isDigest(json['digest']) &&
    Number.isSafeInteger(json['size']) &&
    (json['size'] as number) >= 0
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(path: string, why: string, cause?: unknown): PlimsollError {
  return new PlimsollError('SETTINGS_INVALID', `the layout file cannot be used: ${why}`, {
    subject: path,
    hint: 'Name another file to begin a new layout.',
    cause,
  });
}
