// One image of a fleet for its bills of materials: its own packages, and what each of its layers brought.
import type { ImageContents } from '../../contents/image-contents.ts';
import type { LayerPackages, LayerPackagesBook } from '../../fleet/scan/layer-packages.ts';
import type { Document } from '../../oci/image/destination.ts';
import type { ImageReport } from '../../report/image-report.ts';
import { analyseOpened, readOpened } from '../analyse-opened.ts';
import { inspectOpened, type Run } from '../inspect-image.ts';
import { openAnd } from '../open-and.ts';
import type { FleetTarget } from './list-targets.ts';

/** An image that was read for its bills. */
export interface BilledTarget {
  readonly target: FleetTarget;
  readonly report: ImageReport;
  /** Bottom first. */
  readonly layers: readonly LayerPackages[];
  /** The manifest as it is stored, where the image's place has one. */
  readonly manifest: Document | undefined;
}

/** Opens an image and lists what its layers brought; the book keeps that for the images after it. */
export function billImage(target: FleetTarget, run: Run, book: LayerPackagesBook): Promise<BilledTarget> {
  const { reference, platform } = target;
  const placed = platform === undefined ? run : { ...run, flags: { ...run.flags, platform } };
  return openAnd(reference, placed, async (image, options) => {
    let choice: Parameters<typeof analyseOpened>[3] | undefined;
    const { report } = await inspectOpened(reference, image, options, placed, (chosen) => {
      choice = chosen;
      return analyseOpened(reference, image, placed, chosen);
    });
    const readContents = (): Promise<ImageContents> => readOpened(reference, image, placed, choice!);
    const { diffIds } = image.config;
    const layers = await book.list({ diffIds, readContents, signal: run.signal });
    return { target, report, layers, manifest: image.stored?.documents.at(-1) };
  });
}
