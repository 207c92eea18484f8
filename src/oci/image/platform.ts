// Choosing one platform's manifest from an index (image-spec image-index.md; containerd's variant rules for arm).
import { PlimsollError } from '../../errors.ts';
import type { Descriptor, Platform } from './descriptor.ts';
import { isIndexType, isManifestType } from './media-types.ts';

const GO_ARCHITECTURES: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: '386',
  arm64: 'arm64',
  arm: 'arm',
  ppc64: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loong64',
};

/** `linux/` and the host's architecture: images are for Linux wherever Plimsoll itself runs. */
export function hostPlatform(nodeArch: string = process.arch): Platform {
  return { os: 'linux', architecture: GO_ARCHITECTURES[nodeArch] ?? nodeArch };
}

/** Reads `os/architecture[/variant]` as a user types it; throws USAGE. */
export function parsePlatform(text: string): Platform {
  const [os, architecture, variant, ...rest] = text.split('/');
  const wellFormed = [os, architecture, variant ?? 'x'].every(
    (part) => part !== undefined && /^[\w.]+$/.test(part),
  );
  if (!wellFormed || rest.length > 0 || os === undefined || architecture === undefined)
    throw new PlimsollError('USAGE', `'${text}' is not a platform`, {
      hint: 'Write it as linux/amd64 or linux/arm/v7.',
    });
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

/** The platform in the form `os/architecture[/variant]`. */
export function formatPlatform(platform: Platform): string {
  return [platform.os, platform.architecture, platform.variant]
    .filter((part) => part !== undefined && part !== '')
    .join('/');
}

/** Whether a descriptor is an attestation that buildx keeps beside the images; it is no image of any platform. */
export function isAttestation(descriptor: Descriptor): boolean {
  return (
    descriptor.annotations?.['vnd.docker.reference.type'] === 'attestation-manifest' ||
    (descriptor.platform?.os === 'unknown' && descriptor.platform.architecture === 'unknown')
  );
}

/**
 * The descriptors that can lead to an image for `wanted`, best first: exact variant, then any variant, then those that
 * state no platform (their config decides) and nested indexes. Attestations and other artifacts are left out.
 */
export function selectManifests(manifests: readonly Descriptor[], wanted: Platform): readonly Descriptor[] {
  const images = manifests.filter(
    (item) =>
      !isAttestation(item) &&
      (item.mediaType === '' || isManifestType(item.mediaType) || isIndexType(item.mediaType)),
  );
  const fitting = images.filter((item) => item.platform !== undefined && fits(item.platform, wanted));
  const exact = fitting.filter((item) => sameVariant(item.platform, wanted));
  const others = wanted.variant === undefined ? fitting.filter((item) => !exact.includes(item)) : [];
  return [...exact, ...others, ...images.filter((item) => item.platform === undefined)];
}

/** Whether an image built for `offered` is one for `wanted`, variant aside. */
export function fits(offered: Platform, wanted: Platform): boolean {
  return offered.os === wanted.os && offered.architecture === wanted.architecture;
}

/** The error for an index without the wanted platform; it names those that are there. */
export function platformNotFound(
  manifests: readonly Descriptor[],
  wanted: Platform,
  subject: string,
): PlimsollError {
  const offered = manifests.filter((item) => !isAttestation(item) && item.platform !== undefined);
  const names = [...new Set(offered.map((item) => formatPlatform(item.platform as Platform)))];
  return new PlimsollError('PLATFORM_NOT_FOUND', `no image for ${formatPlatform(wanted)}`, {
    subject,
    hint:
      names.length === 0 ? 'The index lists no image.' : `Choose one with --platform: ${names.join(', ')}.`,
  });
}

function sameVariant(offered: Platform | undefined, wanted: Platform): boolean {
  return normalVariant(offered) === normalVariant(wanted);
}

/** arm64 is v8 and amd64 is v1 where nothing is said (containerd platforms/defaults). */
function normalVariant(platform: Platform | undefined): string {
  if (platform?.variant !== undefined && platform.variant !== '') return platform.variant;
  return { arm64: 'v8', amd64: 'v1', arm: 'v7' }[platform?.architecture ?? ''] ?? '';
}
