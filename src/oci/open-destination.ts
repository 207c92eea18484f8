// From what a user types to an opened destination: the transport's place, or for a bare text the place that it looks like.
import { stat } from 'node:fs/promises';
import { PlimsollError } from '../errors.ts';
import type { DestinationOptions, ImageDestination } from './image/destination.ts';
import type { PathAndSelector } from './layout/split-path.ts';
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
      return openLayoutFolder(target);
    case 'oci-archive':
      return openOciArchive(target, options);
    case 'docker-archive': {
      const { openDockerArchiveDestination } = await import('./archive/docker-archive-destination.ts');
      const { path, selector } = await splitPath(target);
      return openDockerArchiveDestination(path, selector, options);
    }
    case 'docker-daemon':
      return openEngine(target, options);
    case 'docker': {
      const [{ openRegistryDestination }, { parseRegistryReference }] = await Promise.all([
        import('./registry/registry-destination.ts'),
        import('./image/reference.ts'),
      ]);
      return openRegistryDestination(parseRegistryReference(target), options);
    }
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
  if (kind === 'file' || (kind === undefined && text.endsWith('.tar'))) {
    options.onNotice?.(`${text}: an OCI archive is written, which 'docker load' takes too`);
    return openOciArchive(text, options);
  }
  if (kind === 'folder' || LOOKS_LIKE_FOLDER.test(text)) {
    options.onNotice?.(`${text}: an OCI layout folder is written`);
    return openLayoutFolder(text);
  }
  return openNamed(text, options);
}

/** A name alone is the engine's: nothing is sent over a network that was not named in full. */
async function openNamed(text: string, options: DestinationOptions): Promise<ImageDestination> {
  try {
    const destination = await openEngine(text, options);
    options.onNotice?.(`${text}: it is loaded into the engine (docker://${text} means a registry)`);
    return destination;
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code !== 'ENGINE_UNREACHABLE') throw error;
    throw new PlimsollError('ENGINE_UNREACHABLE', `a name alone is the engine's; ${error.message}`, {
      subject: text,
      hint: `Write docker://${text} for a registry, oci:FOLDER:TAG for a folder, or a file that ends in .tar.`,
      cause: error,
    });
  }
}

async function openEngine(name: string, options: DestinationOptions): Promise<ImageDestination> {
  const { openEngineDestination } = await import('./engine/engine-destination.ts');
  return openEngineDestination(name, options);
}

async function openOciArchive(target: string, options: DestinationOptions): Promise<ImageDestination> {
  const { openOciArchiveDestination } = await import('./archive/oci-archive-destination.ts');
  const { path, selector } = await splitPath(target);
  return openOciArchiveDestination(path, selector, options);
}

async function splitPath(target: string): Promise<PathAndSelector> {
  const { splitPathAndSelector } = await import('./layout/split-path.ts');
  return splitPathAndSelector(target);
}

async function openLayoutFolder(target: string): Promise<ImageDestination> {
  const { openLayoutDestination } = await import('./layout/layout-destination.ts');
  const { path, selector } = await splitPath(target);
  return openLayoutDestination(path, selector);
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}
