// Where the images of a fleet go: tags of one layout folder, repositories under one prefix of a registry, or for one image alone
// whatever takes an image.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import type { RepositoryName } from '../../oci/image/destination.ts';
import { parseRegistryReference } from '../../oci/image/reference.ts';
import { splitPathAndSelector } from '../../oci/layout/split-path.ts';
import { parseImageReference } from '../../oci/open-image.ts';
import type { ImageName } from './name-image.ts';

/** Where one image goes. */
export interface ImageTarget {
  /** As `openDestination` takes it. */
  readonly output: string;
  /** Images of one place share their blobs without sending them. */
  readonly place: string;
  /** For a registry. */
  readonly repository?: RepositoryName;
}

const LOOKS_LIKE_FOLDER = /^(?:\.{1,2}$|\.{0,2}[/\\]|~\/|[A-Za-z]:\\)|[/\\]$/;

/** The targets of images with these names. Throws USAGE where two would have one name, or the place takes only one image. */
export async function chooseTargets(
  output: string,
  names: readonly ImageName[],
): Promise<readonly ImageTarget[]> {
  const { transport, target } = parseImageReference(output);
  if (transport === 'docker')
    return names.map((name) => chooseRepository(target, name, names.length)).map(refuseTwice());
  const isFolder =
    transport === 'oci' ||
    (transport === undefined && !/\.\w*tar\b|\.tgz$/.test(target) && (await looksLikeFolder(target)));
  if (isFolder) return chooseTags(target, names);
  if (names.length === 1) return [{ output, place: 'one' }];
  throw new PlimsollError('USAGE', 'several images go to a layout folder or under a prefix of a registry', {
    subject: output,
    hint: 'Write -o oci:FOLDER, or -o docker://HOST/PREFIX/.',
  });
}

function chooseRepository(target: string, { repository, tag }: ImageName, count: number): ImageTarget {
  const isPrefix = target.endsWith('/') || count > 1;
  const text = isPrefix ? `${target.replace(/\/+$/, '')}/${repository}:${tag}` : target;
  const parsed = parseRegistryReference(text);
  const named = { host: parsed.host, repository: parsed.repository };
  return { output: `docker://${text}`, place: `${named.host}/${named.repository}`, repository: named };
}

async function chooseTags(target: string, names: readonly ImageName[]): Promise<readonly ImageTarget[]> {
  const { path, selector } = await splitPathAndSelector(target.replace(/(.)[/\\]+$/, '$1'));
  if (selector !== undefined && names.length > 1)
    throw new PlimsollError('USAGE', 'several images cannot have one tag', {
      subject: target,
      hint: `Name the folder alone: oci:${path}. Each image keeps its own tag.`,
    });
  return names
    .map(({ label }): ImageTarget => ({ output: `oci:${path}:${selector ?? label}`, place: resolve(path) }))
    .map(refuseTwice());
}

function refuseTwice(): (target: ImageTarget) => ImageTarget {
  const met = new Set<string>();
  return (target) => {
    if (met.has(target.output))
      throw new PlimsollError('USAGE', 'two of the images would be written there', {
        subject: target.output,
        hint: 'Give one of them another tag before.',
      });
    met.add(target.output);
    return target;
  };
}

async function looksLikeFolder(path: string): Promise<boolean> {
  if (LOOKS_LIKE_FOLDER.test(path)) return true;
  const stats = await stat(path).catch(() => undefined);
  return stats?.isDirectory() === true;
}
