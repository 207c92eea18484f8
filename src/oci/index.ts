// Images wherever they are: opened, their layers' bytes located, and written to other places.
export { type Digest, digestBytes, isDigest } from './bytes/digest.ts';
export type { HistoryEntry, ImageConfig } from './image/config.ts';
export type { Descriptor, Platform } from './image/descriptor.ts';
export type { DestinationOptions, FinishedImage, ImageDestination } from './image/destination.ts';
export type { LayerSource, OpenedImage, OpenOptions, Transport } from './image/image.ts';
export { formatPlatform, parsePlatform } from './image/platform.ts';
export {
  formatRegistryReference,
  parseRegistryReference,
  type RegistryReference,
} from './image/reference.ts';
export { type LayoutImage, type LayoutStep, writeLayout } from './layout/write-layout.ts';
export { openDestination } from './open-destination.ts';
export { type ImageReference, openImage, parseImageReference } from './open-image.ts';
export { type TarItem, writeTar } from './tar/write-tar.ts';
