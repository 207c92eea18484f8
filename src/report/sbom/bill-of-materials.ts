// A bill of materials as every format of it shows it: what it is about, the system, and the packages with their layers.
import { createHash } from 'node:crypto';
import type { InventorySummary, PackageSummary } from '../../contents/packages/package-summary.ts';
import type { ImageReport, ReportLayer } from '../image-report.ts';

/** What bills tell of a layer. */
export type BillLayer = Pick<ReportLayer, 'index' | 'diffId' | 'digest' | 'createdBy'>;

/** One package and where it is. */
export interface BillItem {
  /** Unique in the bill, made of letters, digits and `.-`, the same each time. */
  readonly id: string;
  readonly item: PackageSummary;
  readonly layer: BillLayer;
}

/** Packages of an image or of one of its layers. */
export interface BillOfMaterials {
  readonly subject:
    | { readonly kind: 'image'; readonly name: string; readonly digest: string }
    /** A `shared-layer` may be in many images, so nothing is told of its place in one. */
    | {
        readonly kind: 'layer' | 'shared-layer';
        readonly name: string;
        readonly digest: string;
        readonly layer: BillLayer;
      };
  /** When the image was made, an ISO 8601 time in UTC: two bills of one image are the same bytes. */
  readonly created: string;
  readonly distribution: InventorySummary['distribution'];
  readonly items: readonly BillItem[];
}

/** What an image without a time of its own is given, as reproducible builds give it. */
const EPOCH = '1970-01-01T00:00:00Z';

/** The bill of a whole image. */
export function billImage(report: ImageReport): BillOfMaterials {
  const { reference, digest } = report.target;
  return {
    subject: { kind: 'image', name: reference, digest },
    created: toUtcSeconds(report.target.created),
    distribution: report.inventory.distribution,
    items: toItems(report, report.inventory.packages),
  };
}

/** The bills of an image's layers, each with the packages that the layer brought; a layer that is there twice has one. */
export function billLayers(report: ImageReport): readonly BillOfMaterials[] {
  const seen = new Set<string>();
  return report.layers.flatMap((layer): readonly BillOfMaterials[] => {
    if (seen.has(layer.diffId)) return [];
    seen.add(layer.diffId);
    const packages = report.inventory.packages.filter(
      (item) => report.layers[item.layer]!.diffId === layer.diffId,
    );
    return [
      {
        subject: { kind: 'layer', name: `layer ${layer.diffId}`, digest: layer.diffId, layer },
        created: toUtcSeconds(report.target.created),
        distribution: report.inventory.distribution,
        items: toItems(report, packages),
      },
    ];
  });
}

/** The bill of a layer that many images may have: the same bytes from whichever of them it was made. */
export function billSharedLayer(
  layer: BillLayer,
  packages: readonly PackageSummary[],
  distribution: InventorySummary['distribution'],
): BillOfMaterials {
  const { diffId } = layer;
  return {
    subject: { kind: 'shared-layer', name: `layer ${diffId}`, digest: diffId, layer },
    created: EPOCH,
    distribution,
    items: identify(packages, () => layer, diffId),
  };
}

/** A UUID (RFC 9562, version 8) that a text always has. */
export function uuidOf(text: string): string {
  const hash = createHash('sha256').update(text).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

function toItems(report: ImageReport, packages: readonly PackageSummary[]): readonly BillItem[] {
  return identify(packages, ({ layer }) => report.layers[layer]!);
}

/** Ids name the layer by its number, or by `layerName`. */
function identify(
  packages: readonly PackageSummary[],
  layerOf: (item: PackageSummary) => BillLayer,
  layerName?: string,
): readonly BillItem[] {
  const counts = new Map<string, number>();
  return packages.map((item) => {
    const { purl, metadataPath, layer, removedByLayer } = item;
    const place = `${purl}\n${metadataPath}\n${layerName ?? layer}\n${removedByLayer ?? ''}`;
    const hash = createHash('sha256').update(place).digest('hex').slice(0, 16);
    const count = counts.get(hash) ?? 0;
    counts.set(hash, count + 1);
    const name = `${item.type}-${item.name}`.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 80);
    const id = `${name}-${hash}${count === 0 ? '' : `-${count}`}`;
    return { id, item, layer: layerOf(item) };
  });
}

function toUtcSeconds(created: string | null): string {
  const time = created === null ? Number.NaN : Date.parse(created);
  // Beyond these years no format's own grammar takes a time.
  if (!(time >= 0 && time < Date.parse('9999-01-01T00:00:00Z'))) return EPOCH;
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
