// The text of `plimsoll fleet storage`: the registry's view, the node's, the images and layers that cost most, pairs, and time.

import type { Amount, FleetStorage } from '../fleet/storage/fleet-storage.ts';
import type { FleetChurn } from '../fleet/storage/measure-churn.ts';
import { wrapWords } from './cell-width.ts';
import { formatPairs } from './fleet-pairs-text.ts';
import type { FleetStorageReport } from './fleet-storage-report.ts';
import { foldText } from './fold-text.ts';
import { countOf, formatBytes, formatCount } from './format-amount.ts';
import { type Column, formatTable } from './table.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const SHOWN_IMAGES = 10;
const SHOWN_LAYERS = 5;

/** What `fleet storage` prints; ends with a newline. */
export function formatFleetStorageText(report: FleetStorageReport, options: TextOptions): string {
  const { storage, churn, pairs } = report;
  const { palette } = options;
  const at = storage.at === undefined ? '' : ` on ${makeVisible(storage.at.slice(0, 10))}`;
  const lines = [
    palette.strong(
      `${countOf(storage.imageCount, 'image')}${at}: ${countOf(storage.layerCount, 'layer')}, used ${formatCount(storage.layerUses)} times`,
    ),
    '',
    ...formatRegistry(storage, options),
    '',
    ...formatNode(storage, options),
    '',
    ...formatImages(storage, options),
    '',
    ...formatLayers(report, options),
    ...(pairs.length === 0 ? [] : ['', ...formatPairs(pairs, options)]),
    ...(churn === undefined ? [] : ['', ...formatChurn(churn, options)]),
  ];
  return `${foldText(lines.join('\n').trimEnd(), options.width)}\n`;
}

function formatRegistry(storage: FleetStorage, { width, palette }: TextOptions): readonly string[] {
  const { naive, unique, singleSquash, imageCount, documentBytes } = storage;
  const factor = unique.estimateBytes === 0 ? 1 : naive.estimateBytes / unique.estimateBytes;
  const added = naive.estimateBytes - unique.estimateBytes;
  const squash = `Squashed, each image is its own: ${formatBytes(added)} more for all of them. Alone, ${formatCount(singleSquash.addingCount)} of ${formatCount(imageCount)} would add bytes: half of them more than ${formatBytes(singleSquash.medianBytes)}, at most ${formatBytes(singleSquash.mostBytes)}.`;
  return [
    palette.strong('In a registry (compressed, each blob once)'),
    ...rows([
      ['every image by itself', tell(naive)],
      ['stored', `${tell(unique)}, ${factor.toFixed(2)} times less`],
      ...(documentBytes === null ? [] : [['manifests and configs', formatBytes(documentBytes)]]),
    ]),
    ...wrapWords(squash, width),
    ...tellBasis(unique, width),
  ];
}

function formatNode(
  { node, nodeDisk, chainCount }: FleetStorage,
  { width, palette }: TextOptions,
): readonly string[] {
  return [
    palette.strong('On a node that has all of them (unpacked, each layer once upon what lies below it)'),
    ...rows([
      ['layers', formatCount(chainCount)],
      ['files', tell(node)],
      ['on disk', tell(nodeDisk)],
    ]),
    ...tellBasis(node, width),
    ...(nodeDisk.basis === node.basis ? [] : tellBasis(nodeDisk, width)),
  ];
}

function formatImages({ images }: FleetStorage, options: TextOptions): readonly string[] {
  const sorted = images.toSorted((a, b) => b.marginalBytes - a.marginalBytes || (a.name < b.name ? -1 : 1));
  const shown = options.showsAll ? sorted : sorted.slice(0, SHOWN_IMAGES);
  const columns = [...rightOf('frees', 'shares', 'its part', 'on a node'), left('image')];
  const cells = shown.map((image) => [
    formatBytes(image.marginalBytes),
    formatBytes(image.sharedBytes),
    formatBytes(image.partBytes),
    formatBytes(image.nodeMarginalBytes),
    makeVisible(image.name),
  ]);
  return [
    options.palette.strong('What deleting one image would free, and what it shares with others'),
    ...formatTable(columns, cells, options.width, options.palette.faint),
    ...tellRest(sorted.length - shown.length, 'image', options),
  ];
}

function formatLayers(
  { snapshot, storage: { layers } }: FleetStorageReport,
  options: TextOptions,
): readonly string[] {
  const { used, shippedBytes, users, copies } = layers;
  const sorted = used.toSorted((a, b) => shippedBytes[b]! - shippedBytes[a]! || a - b);
  const shown = options.showsAll ? sorted : sorted.subarray(0, SHOWN_LAYERS);
  const columns = [...rightOf('bytes', 'images', 'on a node'), left('layer'), left('of')];
  const cells = Array.from(shown, (layer) => [
    formatBytes(shippedBytes[layer]!),
    formatCount(users.counts[layer]!),
    copies[layer] === 1 ? 'once' : `${copies[layer]} times`,
    snapshot.layers.digests[layer]!.slice(0, 19),
    makeVisible(snapshot.images[users.images[users.starts[layer]!]!]!.name),
  ]);
  return [
    options.palette.strong('Largest layers'),
    ...formatTable(columns, cells, options.width, options.palette.faint),
    ...tellRest(sorted.length - shown.length, 'layer', options),
  ];
}

function formatChurn(churn: FleetChurn, options: TextOptions): readonly string[] {
  const { palette, width } = options;
  const months = churn.byMonth.map((month) => [
    month.month,
    formatCount(month.momentCount),
    formatCount(month.pushedImages),
    formatBytes(month.pushedBytes),
  ]);
  const kept = churn.retention.map(({ generations, keptBytes, mostBytes }) => [
    formatCount(generations),
    formatBytes(keptBytes),
    formatBytes(mostBytes),
  ]);
  const summary = `${formatBytes(churn.stockBytes)} were there on ${makeVisible(churn.from.slice(0, 10))}; ${formatBytes(churn.pushedBytes)} of new layers were pushed until ${makeVisible(churn.to.slice(0, 10))}, ${formatBytes(churn.pushedBytesPerMonth)} a month. A registry that deletes nothing holds ${formatBytes(churn.everBytes)}.`;
  return [
    palette.strong(`Over time (registry, ${countOf(churn.momentCount, 'snapshot')})`),
    ...wrapWords(summary, width),
    '',
    ...formatTable(
      [left('month'), ...rightOf('snapshots', 'images pushed', 'bytes pushed')],
      months,
      width,
      palette.faint,
    ),
    '',
    ...formatTable(rightOf('snapshots kept', 'held now', 'held at most'), kept, width, palette.faint),
  ];
}

function tell({ bytes, estimateBytes }: Amount): string {
  return bytes === null ? `about ${formatBytes(estimateBytes)}` : formatBytes(bytes);
}

function tellBasis({ basis }: Amount, width: number): readonly string[] {
  return basis === undefined ? [] : wrapWords(`An estimate: ${basis}.`, width);
}

function tellRest(count: number, noun: string, { palette }: TextOptions): readonly string[] {
  return count <= 0 ? [] : [palette.faint(`and ${countOf(count, noun)} more; --all shows them`)];
}

function rows(cells: readonly (readonly string[])[]): readonly string[] {
  const wide = Math.max(...cells.map(([label]) => label!.length));
  return cells.map(([label, value]) => `  ${label!.padEnd(wide)}  ${value}`);
}

function left(heading: string): Column {
  return { heading, align: 'left' };
}

function rightOf(...headings: readonly string[]): readonly Column[] {
  return headings.map((heading) => ({ heading, align: 'right' }));
}
