// Opens an image of a docker-archive by its manifest.json: as `docker save` wrote it before and since Docker 25, as
// podman and skopeo write it with links between layers, and as image builders do with compressed layers.
import { PlimsollError } from '../../errors.ts';
import { checkDigest, digestBytes } from '../bytes/digest.ts';
import { CONFIG_LIMIT_BYTES, parseImageConfig } from '../image/config.ts';
import type { LayerSource, OpenedImage, OpenOptions } from '../image/image.ts';
import { MANIFEST_LIMIT_BYTES } from '../image/manifest.ts';
import { requirePlatform } from '../image/wanted-platform.ts';
import type { ImageFiles } from '../layout/image-files.ts';
import { chooseDockerImage, type DockerArchiveImage, parseDockerManifest } from './docker-manifest.ts';

/** Configs are named by their sha256: `<hex>.json`, `blobs/sha256/<hex>`, or `sha256:<hex>`. */
const CONFIG_NAME = /(?:^|[/:])([0-9a-f]{64})(?:\.json)?$/;

/** Opens the image that `selector` (`NAME:TAG` or `@POSITION`) means; the digest is the config's, the image id. */
export async function openDockerArchiveFiles(
  files: ImageFiles,
  selector: string | undefined,
  options: OpenOptions,
): Promise<OpenedImage> {
  const image = await readDockerImage(files, selector);
  const bytes = await readMember(files, image.config, CONFIG_LIMIT_BYTES, 'the config');
  const stated = CONFIG_NAME.exec(image.config)?.[1];
  if (stated !== undefined) checkDigest(bytes, `sha256:${stated}`, 'the config', files.subject);
  const config = parseImageConfig(bytes);
  requirePlatform(config.platform, options, files.subject);
  if (image.layers.length !== config.diffIds.length)
    throw new PlimsollError(
      'IMAGE_INVALID',
      `manifest.json lists ${image.layers.length} layers, the config has ${config.diffIds.length}`,
      { subject: files.subject },
    );
  const layers: LayerSource[] = [];
  for (const [index, name] of image.layers.entries()) {
    const location = await findMember(files, name, `layer ${index}`);
    layers.push({ index, diffId: config.diffIds[index]!, descriptor: null, location });
  }
  return {
    transport: 'docker-archive',
    reference: `docker-archive:${files.subject}${selector === undefined ? '' : `:${selector}`}`,
    digest: digestBytes(bytes),
    config,
    annotations: {},
    layers,
    diffIdsVouched: false,
    close: async () => {},
  };
}

async function readDockerImage(files: ImageFiles, selector: string | undefined): Promise<DockerArchiveImage> {
  return chooseDockerImage(await readDockerManifest(files), selector, files.subject);
}

/** All images of manifest.json. */
export async function readDockerManifest(files: ImageFiles): Promise<readonly DockerArchiveImage[]> {
  return parseDockerManifest(await readMember(files, 'manifest.json', MANIFEST_LIMIT_BYTES, 'manifest.json'));
}

async function readMember(files: ImageFiles, name: string, limitBytes: number, what: string) {
  return files.read(await findMember(files, name, what), limitBytes, what);
}

async function findMember(files: ImageFiles, name: string, what: string) {
  const location = await files.find(name);
  if (location !== undefined) return location;
  throw new PlimsollError('IMAGE_INVALID', `${what} ('${name.slice(0, 200)}') is not in the archive`, {
    subject: files.subject,
    ...(files.missingHint === undefined ? {} : { hint: files.missingHint }),
  });
}
