// Images made in code, as the files of an OCI layout and as archives in the forms that tools write.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll } from 'vitest';
import { PlimsollError } from '../../src/errors.ts';
import type { Digest } from '../../src/oci/bytes/digest.ts';
import type { OpenedImage } from '../../src/oci/image/image.ts';

/** One member of a tar; fields given as bytes or text go into the header as they are. */
export interface RawMember {
  readonly name: string;
  readonly body?: Uint8Array | string;
  readonly type?: string;
  readonly link?: string;
  /** Overrides the 12 bytes of the size field. */
  readonly sizeField?: Uint8Array;
}

/** A layer: its tar, the bytes as stored, and what a manifest says of it. */
export interface MadeLayer {
  readonly tar: Buffer;
  readonly stored: Buffer;
  readonly diffId: Digest;
  readonly digest: Digest;
  readonly mediaType: string;
}

/** An image with the exact bytes of its config and manifest. */
export interface MadeImage {
  readonly layers: readonly MadeLayer[];
  readonly config: Buffer;
  readonly configDigest: Digest;
  readonly manifest: Buffer;
  readonly manifestDigest: Digest;
  readonly manifestType: string;
}

/** Files by their path below a root. */
export type FileTree = Readonly<Record<string, Uint8Array | string>>;

export interface IndexEntry {
  readonly mediaType?: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: object;
  readonly annotations?: Readonly<Record<string, string>>;
}

export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const REF_NAME = 'org.opencontainers.image.ref.name';

export function sha256(bytes: Uint8Array | string): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function hexOf(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1);
}

/** A folder that goes after the tests of the file. */
export function makeTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
  folders.push(folder);
  return folder;
}

// At the top level, because hooks that a running test adds are not called.
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function writeTree(folder: string, files: FileTree): string {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

/** A header block with a right checksum. */
export function packHeader(member: RawMember): Buffer {
  const block = Buffer.alloc(512);
  const size = Buffer.byteLength(member.body ?? '');
  block.write(member.name, 0, 100, 'utf8');
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  if (member.sizeField !== undefined) block.set(member.sizeField, 124);
  block.write('00000000000\0', 136);
  block.write(member.type ?? '0', 156);
  block.write(member.link ?? '', 157, 100, 'utf8');
  block.write('ustar\u000000', 257, 'latin1');
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** A tar of the members; names over 100 bytes come with a PAX header, and `end: false` leaves the zero blocks out. */
export function packTar(members: readonly RawMember[], { end = true } = {}): Buffer {
  const blocks: Buffer[] = [];
  const add = (member: RawMember): void => {
    const body = Buffer.from(member.body ?? '');
    blocks.push(packHeader(member), body, Buffer.alloc((512 - (body.length % 512)) % 512));
  };
  for (const member of members) {
    if (Buffer.byteLength(member.name) > 100)
      add({ name: 'PaxHeaders/x', type: 'x', body: packPaxRecord('path', member.name) });
    add(member);
  }
  if (end) blocks.push(Buffer.alloc(1024));
  return Buffer.concat(blocks);
}

export function packPaxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

export function makeLayer(
  files: Readonly<Record<string, string>>,
  compression: 'gzip' | 'plain' = 'gzip',
): MadeLayer {
  const tar = packTar(Object.entries(files).map(([name, body]) => ({ name, body })));
  const stored = compression === 'gzip' ? gzipSync(tar) : tar;
  const suffix = compression === 'gzip' ? '+gzip' : '';
  return {
    tar,
    stored,
    diffId: sha256(tar),
    digest: sha256(stored),
    mediaType: `application/vnd.oci.image.layer.v1.tar${suffix}`,
  };
}

export interface ImageSettings {
  readonly layers?: readonly MadeLayer[];
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
  /** Docker's schema 2 in the place of OCI's types. */
  readonly docker?: boolean;
  readonly config?: object;
  readonly annotations?: Readonly<Record<string, string>>;
}

export function makeImage(settings: ImageSettings = {}): MadeImage {
  const layers = settings.layers ?? [makeLayer({ 'etc/base': 'base' }), makeLayer({ 'app/main': 'app' })];
  const config = Buffer.from(
    JSON.stringify({
      ...(settings.platform ?? { os: 'linux', architecture: 'amd64' }),
      created: '2026-01-02T03:04:05Z',
      config: { Env: ['PATH=/usr/bin'], Cmd: ['/app/main'] },
      rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
      history: layers.map((_, index) => ({ created_by: `COPY ${index} # buildkit` })),
      ...settings.config,
    }),
  );
  const manifestType = settings.docker
    ? 'application/vnd.docker.distribution.manifest.v2+json'
    : 'application/vnd.oci.image.manifest.v1+json';
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: {
        mediaType: settings.docker
          ? 'application/vnd.docker.container.image.v1+json'
          : 'application/vnd.oci.image.config.v1+json',
        digest: sha256(config),
        size: config.length,
      },
      layers: layers.map((layer) => ({
        mediaType: settings.docker ? 'application/vnd.docker.image.rootfs.diff.tar.gzip' : layer.mediaType,
        digest: layer.digest,
        size: layer.stored.length,
      })),
      ...(settings.annotations === undefined ? {} : { annotations: settings.annotations }),
    }),
  );
  return {
    layers,
    config,
    configDigest: sha256(config),
    manifest,
    manifestDigest: sha256(manifest),
    manifestType,
  };
}

/** The descriptor of an image for an index. */
export function describeImage(image: MadeImage, more: Partial<IndexEntry> = {}): IndexEntry {
  return {
    mediaType: image.manifestType,
    digest: image.manifestDigest,
    size: image.manifest.length,
    ...more,
  };
}

/** An index as a blob, and the descriptor that leads to it. */
export function makeIndex(manifests: readonly IndexEntry[]): { bytes: Buffer; entry: IndexEntry } {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }));
  return { bytes, entry: { mediaType: OCI_INDEX, digest: sha256(bytes), size: bytes.length } };
}

export function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

/** The blobs of images and of further bytes (nested indexes). */
export function packBlobs(images: readonly MadeImage[], more: readonly Uint8Array[] = []): FileTree {
  const blobs = images.flatMap((image) => [
    image.config,
    image.manifest,
    ...image.layers.map((layer) => layer.stored),
  ]);
  return Object.fromEntries([...blobs, ...more].map((bytes) => [blobPath(sha256(bytes)), bytes]));
}

/** The files of an OCI layout. */
export function packLayout(
  images: readonly MadeImage[],
  manifests: readonly IndexEntry[] = images.map((image) => describeImage(image)),
  more: readonly Uint8Array[] = [],
): FileTree {
  return {
    'oci-layout': '{"imageLayoutVersion":"1.0.0"}',
    'index.json': JSON.stringify({ schemaVersion: 2, manifests }),
    ...packBlobs(images, more),
  };
}

/** Files as tar members, in the order of their paths as Go's archivers write them. */
export function toMembers(files: FileTree): RawMember[] {
  return Object.keys(files)
    .toSorted()
    .map((name) => ({ name, body: files[name]! }));
}

/** The code and the text of the error that opening throws; fails where it does not throw. */
export async function failureOf(promise: Promise<unknown>): Promise<PlimsollError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof PlimsollError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

/** The same image with its layers where they are when a compressed archive is unpacked. */
export async function unpackLayers(image: OpenedImage): Promise<OpenedImage> {
  const layers = image.layers.map(async (layer) => {
    if (layer.location.kind !== 'packed') throw new Error('the layer is not packed');
    return { ...layer, location: await layer.location.unpack() };
  });
  return { ...image, layers: await Promise.all(layers) };
}

/** The stored bytes of an opened image's layers, read where each says they are. */
export function readLayerFiles(image: OpenedImage): Buffer[] {
  return image.layers.map(({ location }) => {
    if (location.kind !== 'file') throw new Error('the layer is not in a file');
    const file = readFileSync(location.path);
    return file.subarray(location.offsetBytes, location.offsetBytes + location.sizeBytes);
  });
}
