// The folder of a fleet's bills of materials: one file for each layer, however many images have it.
import { createHash } from 'node:crypto';
import type { LayerPackages } from '../../fleet/scan/layer-packages.ts';
import type { LayerBill } from '../../report/fleet-sbom-report.ts';
import type { BillLayer, BillOfMaterials } from '../../report/sbom/bill-of-materials.ts';
import { billSharedLayer } from '../../report/sbom/bill-of-materials.ts';
import { writeBills } from '../write-bills.ts';

/** How bills are written. */
export interface BillStyle {
  readonly folder: string;
  /** What file names end in. */
  readonly ending: string;
  readonly format: (bill: BillOfMaterials) => string;
}

interface Written extends Omit<LayerBill, 'imageCount'> {
  readonly text: string;
  imageCount: number;
}

/** Writes each layer's bill when it meets the layer for the first time. */
export class LayerBillWriter {
  readonly #style: BillStyle;
  readonly #byChain = new Map<string, Written>();
  readonly #byText = new Map<string, Written>();
  readonly #names = new Set<string>();

  constructor(style: BillStyle) {
    this.#style = style;
  }

  /** The bills that were written, in the order in which their layers were met. */
  get bills(): readonly LayerBill[] {
    return [...this.#byText.values()].map(({ text: _, ...bill }) => bill);
  }

  /** Writes what is new of an image's layers; gives the bill of each, with its text. */
  take(
    layers: readonly LayerPackages[],
    told: readonly BillLayer[],
  ): readonly { readonly file: string; readonly text: string }[] {
    const bills = layers.map((layer, i) => this.#write(layer, told[i]!));
    for (const bill of new Set(bills)) bill.imageCount++;
    return bills;
  }

  #write({ chainId, diffId, packages, distribution }: LayerPackages, layer: BillLayer): Written {
    const known = this.#byChain.get(chainId);
    if (known !== undefined) return known;
    const text = this.#style.format(billSharedLayer(layer, packages, distribution));
    const hash = createHash('sha256')
      .update(
        this.#style.format(
          billSharedLayer({ ...layer, digest: null, createdBy: null }, packages, distribution),
        ),
      )
      .digest('hex');
    // On other layers below it, the same layer may have brought something else; mostly it did not.
    const key = `${diffId} ${hash}`;
    let written = this.#byText.get(key);
    if (written === undefined) {
      const name = this.#nameFile(diffId, hash);
      writeBills(this.#style.folder, [{ name, text }]);
      written = { file: name, diffId, packageCount: packages.length, imageCount: 0, text };
      this.#byText.set(key, written);
    }
    this.#byChain.set(chainId, written);
    return written;
  }

  #nameFile(diffId: string, hash: string): string {
    const base = diffId.replace(':', '-');
    const name = this.#names.has(base) ? `${base}-${hash.slice(0, 16)}` : base;
    this.#names.add(base);
    return `${name}.${this.#style.ending}`;
  }
}
