// Which of an image's layers are its base image's: those that a named base has too, diffId by diffId. Of the base, only
// the config is read.
import { isIPv4 } from 'node:net';
import { PlimsollError } from '../../errors.ts';
import type { OpenedImage, OpenOptions } from '../../oci/image/image.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import { parseRegistryReference } from '../../oci/image/reference.ts';
import { openImage } from '../../oci/open-image.ts';
import type { ReportBase } from '../../report/image-report.ts';

/** image-spec annotations.md */
const BASE_NAME = 'org.opencontainers.image.base.name';
const BASE_DIGEST = 'org.opencontainers.image.base.digest';
/** Nobody asked for this base, so nobody should have to wait for it. */
const ANNOTATED_BASE_LIMIT_MS = 15_000;
/** Names that resolve in private networks only (RFC 6762, and ICANN's `internal`). */
const PRIVATE_NAME = /\.(?:local|localhost|internal|lan|home\.arpa)$/;

/** The base that the user named; throws USAGE where the image was not built from it. */
export async function findNamedBase(
  image: OpenedImage,
  reference: string,
  options: OpenOptions,
): Promise<ReportBase> {
  const found = await readBase(image, reference, options);
  if (found !== undefined) return found.base;
  throw new PlimsollError('USAGE', `its layers are not the lowest layers of ${image.reference}`, {
    subject: `the base ${reference}`,
    hint: 'Name the very image that was built on; a tag may have moved on since, a digest never does.',
  });
}

/** The base that an image of a registry names in its annotations, or null; failing is no error, only a notice. */
export async function findAnnotatedBase(
  image: OpenedImage,
  options: OpenOptions,
): Promise<ReportBase | null> {
  const name = image.annotations[BASE_NAME];
  if (image.transport !== 'docker' || name === undefined) return null;
  const digest = image.annotations[BASE_DIGEST];
  const reference = digest === undefined || name.includes('@') ? name : `${name}@${digest}`;
  const limit = AbortSignal.timeout(ANNOTATED_BASE_LIMIT_MS);
  const signal = options.signal === undefined ? limit : AbortSignal.any([options.signal, limit]);
  try {
    const isOwnHost = refuseStrangeHost(image.reference, reference);
    // --insecure is meant for the registry that the user named.
    const insecure = isOwnHost && options.insecure === true;
    const quiet = { ...options, insecure, signal, onNotice: () => {} };
    const found = await readBase(image, `docker://${reference}`, quiet);
    // An image that names itself would have nothing of its own, and so nothing that could fail.
    if (found !== undefined && !found.isImageItself) return found.base;
    const why = found === undefined ? 'not what its lowest layers are' : 'the image itself';
    options.onNotice?.(`the base that the image names, ${name}, is ${why}`);
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    const why = error instanceof PlimsollError ? error.message : 'it cannot be read';
    options.onNotice?.(`the base that the image names, ${name}, is not known: ${why}`);
  }
  return null;
}

/**
 * Whether the base is on the image's own host. An image must not send us to hosts of the user's own network, which only
 * the user may name.
 */
function refuseStrangeHost(imageReference: string, baseReference: string): boolean {
  const { host } = parseRegistryReference(baseReference);
  if (host === parseRegistryReference(imageReference.replace(/^docker:\/\//, '')).host) return true;
  // URLs know more forms of an address than the eye does: 127.1 is one.
  const { hostname } = new URL(`https://${host}`);
  if (hostname.startsWith('[') || isIPv4(hostname) || !/\./.test(hostname) || PRIVATE_NAME.test(hostname))
    throw new PlimsollError('REFERENCE_INVALID', 'it is in a private registry; name it with --base');
  return false;
}

async function readBase(
  image: OpenedImage,
  reference: string,
  options: OpenOptions,
): Promise<{ readonly base: ReportBase; readonly isImageItself: boolean } | undefined> {
  const platform = formatPlatform(image.config.platform);
  const base = await openImage(reference, platform === '' ? options : { ...options, platform });
  await base.close();
  const { diffIds } = base.config;
  if (!diffIds.every((diffId, i) => image.config.diffIds[i] === diffId)) return undefined;
  return {
    base: { reference: base.reference, layerCount: diffIds.length },
    isImageItself: base.digest === image.digest,
  };
}
