// What is in an image: its layers read once, the files that it shows, its packages, and two images side by side.
export { type CacheOptions, defaultCacheFolder, FactsCache } from './cache/facts-cache.ts';
export { compareFiles } from './compare/compare-files.ts';
export { compareLayers, type LayerComparison } from './compare/compare-layers.ts';
export type { FileComparison, FileDifference } from './compare/file-difference.ts';
export type { ImageContents, LayerContents } from './image-contents.ts';
export type { Distribution, Inventory, InventoryPackage } from './packages/inventory.ts';
export { type ReadOptions, type ReadProgress, readImage } from './read-image.ts';
export { listShownFiles, type ReadFileOptions, readShownFile, type ShownFile } from './shown-files.ts';
