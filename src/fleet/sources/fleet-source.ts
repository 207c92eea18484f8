// Where a fleet comes from, as a user writes it.
import { stat } from 'node:fs/promises';
import { PlimsollError } from '../../errors.ts';
import { parseRegistryReference, type RegistryReference } from '../../oci/image/reference.ts';
import { parseImageReference } from '../../oci/open-image.ts';

/** One place with images, or one image. */
export type FleetSource =
  | { readonly kind: 'registry'; readonly host: string; readonly prefix: string }
  | { readonly kind: 'repository'; readonly reference: Pick<RegistryReference, 'host' | 'repository'> }
  | { readonly kind: 'registry-image'; readonly reference: RegistryReference }
  | { readonly kind: 'engine' }
  | { readonly kind: 'folder' | 'file'; readonly path: string }
  /** Whatever `openImage` understands. */
  | { readonly kind: 'image'; readonly name: string };

/**
 * Reads what a user wrote: a path; `docker-daemon:` for all images of the engine; `docker://HOST` and `docker://HOST/PREFIX/` for
 * repositories; `docker://NAME:*` for all tags of one; else the name of an image. Throws REFERENCE_INVALID or USAGE.
 */
export async function parseFleetSource(text: string): Promise<FleetSource> {
  if (text === '') throw new PlimsollError('USAGE', 'the name of a source is empty');
  if (text === 'docker-daemon:') return { kind: 'engine' };
  if (text.startsWith('docker://')) return parseRegistrySource(text.slice('docker://'.length), text);
  const { transport } = parseImageReference(text);
  if (transport !== undefined) return { kind: 'image', name: text };
  const kind = await kindOf(text);
  return kind === undefined ? { kind: 'image', name: text } : { kind, path: text };
}

function parseRegistrySource(target: string, text: string): FleetSource {
  const everyTag = /^(.+):\*$/.exec(target)?.[1];
  if (everyTag !== undefined) {
    const { host, repository } = parseRegistryReference(everyTag);
    return { kind: 'repository', reference: { host, repository } };
  }
  const [, host = '', prefix] = /^([^/]+)(?:\/(.*\/)?\*?)?$/.exec(target) ?? [];
  const isHost = /[.:]/.test(host) || host === 'localhost';
  if (!isHost) return { kind: 'registry-image', reference: parseRegistryReference(target) };
  // The rules for hosts are those of names; any repository does.
  const checked = parseRegistryReference(`${host}/${prefix ?? ''}x`);
  if (checked.host === 'docker.io')
    throw new PlimsollError('REFERENCE_INVALID', 'Docker Hub does not tell which repositories it has', {
      subject: text,
      hint: 'Name its repositories one by one: docker://ORG/NAME:* stands for all tags.',
    });
  return { kind: 'registry', host: checked.host, prefix: prefix ?? '' };
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    const stats = await stat(path);
    return stats.isDirectory() ? 'folder' : 'file';
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'EACCES' || code === 'EPERM')
      throw new PlimsollError('FILE_UNREADABLE', `cannot be read (${code})`, { subject: path, cause });
    return undefined;
  }
}
