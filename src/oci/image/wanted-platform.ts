// The platform that the user wants, against an image that is the only one where it lies.
import type { Descriptor, Platform } from './descriptor.ts';
import type { OpenOptions } from './image.ts';
import {
  formatPlatform,
  hostPlatform,
  parsePlatform,
  platformNotFound,
  selectManifests,
} from './platform.ts';

/** The platform that `--platform` names, else the host's; throws USAGE. */
export function wantedPlatform(options: OpenOptions): Platform {
  return options.platform === undefined ? hostPlatform() : parsePlatform(options.platform);
}

/** Tells which platform an image is for where nobody asked for it and the host's is another. */
export function noticePlatform(platform: Platform, options: OpenOptions): void {
  if (options.platform !== undefined || platform.os === '') return;
  if (selectManifests([asOffer(platform)], hostPlatform()).length === 0)
    options.onNotice?.(`the only image there is for ${formatPlatform(platform)}; it is used`);
}

/** Throws PLATFORM_NOT_FOUND where `--platform` asks for another platform than the only one there is. */
export function requirePlatform(platform: Platform, options: OpenOptions, subject: string): void {
  if (options.platform === undefined) return noticePlatform(platform, options);
  const wanted = wantedPlatform(options);
  if (selectManifests([asOffer(platform)], wanted).length === 0)
    throw platformNotFound([asOffer(platform)], wanted, subject);
}

function asOffer(platform: Platform): Descriptor {
  return { mediaType: '', digest: `sha256:${'0'.repeat(64)}`, sizeBytes: 0, platform };
}
