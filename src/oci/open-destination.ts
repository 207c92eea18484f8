// From what a user types to an opened destination: the transport's place, or for a bare text the place that it looks like.
import { stat } from 'node:fs/promises';
import { PlimsollError } from '../errors.ts';
import type { DestinationOptions, ImageDestination } from './image/destination.ts';
import { parseImageReference } from './open-image.ts';

/** A tar that is compressed as a whole could be read back only by unpacking it first. */
const PACKED = /\.(?:tgz|tar\.\w+)$/;
const LOOKS_LIKE_FOLDER = /^(?:\.{1,2}$|\.{0,2}[/\\]|~\/|[A-Za-z]:\\)|[/\\]$/;

/**
 * Opens the destination that the text means: a transport and its place as for reading, a path that ends in `.tar` (an
 * OCI archive that `docker load` takes too), another path (an OCI layout folder), or the name of an image for the engine.
 * A registry has to be written as `docker://`. The caller closes it.
 */
export async function openDestination(
  text: string,
  options: DestinationOptions = {},
): Promise<ImageDestination> {
  const { transport, target } = parseImageReference(text);
  switch (transport) {
    case 'oci':
      return openLayoutFolder(target, options);
    case 'oci-archive':
    case 'docker-archive':
    case 'docker-daemon':
    case 'docker':
      throw new PlimsollError('IMAGE_UNSUPPORTED', `images cannot be written to ${transport}: yet`);
    case undefined:
      return openBare(target, options);
  }
}

async function openBare(text: string, options: DestinationOptions): Promise<ImageDestination> {
  const kind = await kindOf(text);
  if (PACKED.test(text))
    throw new PlimsollError('REFERENCE_INVALID', 'archives are written as plain tars', {
      subject: text,
      hint: 'Name a file that ends in .tar; its layers are compressed.',
    });
  if (kind === 'folder' || (kind === undefined && LOOKS_LIKE_FOLDER.test(text))) {
    options.onNotice?.(`${text}: an OCI layout folder is written`);
    return openLayoutFolder(text, options);
  }
  throw new PlimsollError('REFERENCE_INVALID', 'this names no place for an image', {
    subject: text,
    hint: 'Write oci:FOLDER:TAG, oci-archive:FILE, docker-archive:FILE, docker-daemon:NAME or docker://HOST/NAME:TAG.',
  });
}

async function openLayoutFolder(target: string, options: DestinationOptions): Promise<ImageDestination> {
  const [{ openLayoutDestination }, { splitPathAndSelector }] = await Promise.all([
    import('./layout/layout-destination.ts'),
    import('./layout/split-path.ts'),
  ]);
  const { path, selector } = await splitPathAndSelector(target);
  return openLayoutDestination(path, selector, options);
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}
