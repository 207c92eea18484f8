// From what a user types to an opened image: the transport's place, or for a bare text the first place that has it.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PlimsollError } from '../errors.ts';
import type { OpenedImage, OpenOptions, Transport } from './image/image.ts';

/** An image reference taken apart: the transport where one is written, and what follows it. */
export interface ImageReference {
  readonly transport: Transport | undefined;
  readonly target: string;
}

const TRANSPORT = /^(oci|oci-archive|docker-archive|docker-daemon|docker):/;
/** Transports of skopeo and podman that need their own storage libraries. */
const FOREIGN_TRANSPORT = /^(containers-storage|ostree|sif|tarball):|^dir:[./]/;
/** Whether a bare text is meant as a path, whatever there is. */
export const LOOKS_LIKE_PATH =
  /^(?:\.{1,2}$|\.{0,2}[/\\]|~\/|[A-Za-z]:\\)|\.(?:tar|tgz|tar\.(?:gz|zst|zstd|xz|bz2))$/;

/** Reads an image reference; throws REFERENCE_INVALID or, for places that cannot be read, IMAGE_UNSUPPORTED. */
export function parseImageReference(text: string): ImageReference {
  if (text === '' || /[\x00-\x1f\x7f]/.test(text))
    throw new PlimsollError('REFERENCE_INVALID', 'an image reference is empty or holds control characters', {
      hint: 'Write a name (debian:12), a path (./image.tar), or one with a transport (oci:./folder:tag).',
    });
  const foreign = FOREIGN_TRANSPORT.exec(text)?.[0].replace(/[./]$/, '');
  if (foreign !== undefined)
    throw new PlimsollError('IMAGE_UNSUPPORTED', `images behind '${foreign}' cannot be read`, {
      subject: text,
      hint: "Copy it first, with 'skopeo copy' or 'podman save --format oci-archive', and name the file.",
    });
  const transport = TRANSPORT.exec(text)?.[1] as Transport | undefined;
  if (transport === undefined) return { transport, target: text };
  if (transport === 'docker' && !text.startsWith('docker://')) return { transport: undefined, target: text };
  const target = text.slice(transport.length + (transport === 'docker' ? 3 : 1));
  if (target === '') throw new PlimsollError('REFERENCE_INVALID', `nothing follows '${text}'`);
  return { transport, target };
}

/** Opens the image that the text means for the platform of the options; the caller closes it. */
export async function openImage(text: string, options: OpenOptions): Promise<OpenedImage> {
  const { transport, target } = parseImageReference(text);
  switch (transport) {
    case 'docker':
      return openFromRegistry(target, options);
    case 'docker-daemon': {
      const { openEngineImage } = await import('./engine/open-engine-image.ts');
      return openEngineImage(target, options);
    }
    case 'oci':
    case 'oci-archive':
    case 'docker-archive':
      return openFromPath(transport, target, options);
    case undefined:
      return openBare(target, options);
  }
}

async function openFromPath(
  transport: 'oci' | 'oci-archive' | 'docker-archive',
  target: string,
  options: OpenOptions,
): Promise<OpenedImage> {
  const { splitPathAndSelector } = await import('./layout/split-path.ts');
  const { path, selector } = await splitPathAndSelector(target);
  const kind = await kindOf(path);
  if (kind === undefined) throw notFound(path);
  if (transport === 'oci') {
    if (kind === 'file')
      throw new PlimsollError('NOT_AN_IMAGE', 'it is a file, not an OCI layout folder', {
        subject: path,
        hint: 'Write oci-archive: or docker-archive: before an archive, or nothing.',
      });
    const { openLayout } = await import('./layout/open-layout.ts');
    return openLayout(path, selector, options);
  }
  if (kind === 'folder')
    throw new PlimsollError('NOT_AN_IMAGE', 'it is a folder, not an archive', {
      subject: path,
      hint: 'Write oci: before an OCI layout folder, or nothing.',
    });
  const { openArchive } = await import('./archive/open-archive.ts');
  return openArchive(path, transport, selector, options);
}

/** A path where there is one; else the engine's image where an engine answers and has it; else the registry's. */
async function openBare(text: string, options: OpenOptions): Promise<OpenedImage> {
  const kind = await kindOf(text);
  if (kind === 'folder') {
    if ((await kindOf(join(text, 'index.json'))) !== 'file') throw await noImageFolder(text);
    const { openLayout } = await import('./layout/open-layout.ts');
    return openLayout(text, undefined, options);
  }
  if (kind === 'file') {
    const { openArchive } = await import('./archive/open-archive.ts');
    return openArchive(text, undefined, undefined, options);
  }
  if (LOOKS_LIKE_PATH.test(text)) throw notFound(text);
  return (await openFromEngine(text, options)) ?? openFromRegistry(text, options);
}

/** The engine's image of this name; undefined, with a notice, where the registry's is meant. */
export async function openFromEngine(name: string, options: OpenOptions): Promise<OpenedImage | undefined> {
  const { openEngineImage } = await import('./engine/open-engine-image.ts');
  try {
    const image = await openEngineImage(name, options);
    options.onNotice?.(`${name}: the engine's image is used (docker://${name} means the registry's)`);
    return image;
  } catch (error) {
    if (!(error instanceof PlimsollError) || !LEAVES_TO_REGISTRY.has(error.code)) throw error;
    options.onNotice?.(`${name}: the registry's image is used (${error.message})`);
    return undefined;
  }
}

const LEAVES_TO_REGISTRY: ReadonlySet<string> = new Set([
  'ENGINE_UNREACHABLE',
  'ENGINE_REFUSED',
  'IMAGE_NOT_FOUND',
  'IMAGE_UNSUPPORTED',
  'PLATFORM_NOT_FOUND',
]);

async function openFromRegistry(name: string, options: OpenOptions): Promise<OpenedImage> {
  const [{ openRegistryImage }, { parseRegistryReference }] = await Promise.all([
    import('./registry/open-registry-image.ts'),
    import('./image/reference.ts'),
  ]);
  return openRegistryImage(parseRegistryReference(name), options);
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'EACCES' || code === 'EPERM' || code === 'ELOOP')
      throw new PlimsollError('FILE_UNREADABLE', `cannot be read (${code})`, { subject: path, cause });
    return undefined;
  }
}

const TAG_HINT = 'A tag follows a path only after a transport: oci:PATH:TAG or docker-archive:PATH:NAME:TAG.';

function notFound(path: string): PlimsollError {
  return new PlimsollError('IMAGE_NOT_FOUND', 'there is no such file or folder', {
    subject: path,
    ...(path.includes(':') ? { hint: TAG_HINT } : {}),
  });
}

async function noImageFolder(path: string): Promise<PlimsollError> {
  const hasManifest = (await kindOf(join(path, 'manifest.json'))) === 'file';
  const hint = hasManifest
    ? "It looks like an unpacked archive, or like skopeo's dir: form; pack it with tar, or copy it to oci:."
    : LOOKS_LIKE_PATH.test(path)
      ? "A layout is what 'skopeo copy' writes to oci:PATH."
      : `If you mean the image of that name, write docker-daemon:${path} or docker://${path}.`;
  return new PlimsollError('NOT_AN_IMAGE', 'this folder holds no OCI image layout (no index.json)', {
    subject: path,
    hint,
  });
}
