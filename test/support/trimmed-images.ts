// Images made in code, trimmed: planned, and written into a layout.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { listRemovable } from '../../src/checks/judging/list-removable.ts';
import { RULES } from '../../src/checks/rules.ts';
import type { ImageContents } from '../../src/contents/image-contents.ts';
import { readImage } from '../../src/contents/read-image.ts';
import { nodePath } from '../../src/contents/view/squashed-view.ts';
import { CompressionPool } from '../../src/oci/compression/compression-pool.ts';
import type { OpenedImage } from '../../src/oci/image/image.ts';
import { openDestination } from '../../src/oci/open-destination.ts';
import { openImage } from '../../src/oci/open-image.ts';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { MadeBlobs } from '../../src/rewrite/made-blobs.ts';
import type { Certificate } from '../../src/rewrite/proof/certificate.ts';
import { certifyImage } from '../../src/rewrite/proof/certify-image.ts';
import { type ChosenRemovals, chooseRemovals } from '../../src/rewrite/trim/choose-removals.ts';
import { editDatabases } from '../../src/rewrite/trim/edit-databases.ts';
import { findFileUses } from '../../src/rewrite/trim/find-needed-files.ts';
import { trimImage } from '../../src/rewrite/trim/trim-image.ts';
import type { TrimRequest } from '../../src/rewrite/trim/trim-request.ts';
import { layer, makeLayout } from './layers.ts';

/** How to make and trim an image. */
export interface MadeTrim {
  readonly layers: readonly (readonly TarItem[])[];
  readonly run?: Readonly<Record<string, unknown>>;
  readonly keptLayerCount?: number;
  readonly keeps?: (path: string) => boolean;
}

/** What a trim would take: paths in order, packages, and what stays with the reason. */
export interface PlannedTrim {
  readonly paths: readonly string[];
  readonly packages: readonly string[];
  readonly withheld: Readonly<Record<string, string>>;
}

/** Chooses what goes from an image with these layers. */
export async function planMadeTrim(folder: string, made: MadeTrim): Promise<PlannedTrim> {
  const { opened, contents, removals } = await choose(folder, made);
  await opened.close();
  return {
    paths: [...removals.nodes].map((node) => nodePath(contents.view, node)).sort(),
    packages: removals.packages.map(({ name }) => name).sort(),
    withheld: Object.fromEntries(removals.withheld.map(({ subject, reason }) => [subject, reason])),
  };
}

/** Trims it into a layout and gives the certificate, and the layers of the result by their diffIds. */
export async function writeMadeTrim(
  folder: string,
  made: MadeTrim,
): Promise<{
  readonly certificate: Certificate;
  readonly result: ImageContents;
  readonly input: ImageContents;
}> {
  const { opened, contents, request, removals } = await choose(folder, made);
  const signal = new AbortController().signal;
  const destination = await openDestination(`oci:${join(folder, 'trimmed')}`, { signal });
  const gzip = new CompressionPool(0);
  const databases = await editDatabases(request, removals.packages);
  const compressions = contents.layers.map(({ compression }) => compression);
  const rewritten = await trimImage({
    image: opened,
    compressions,
    destination,
    gzip,
    signal,
    made: new MadeBlobs(undefined),
    request,
    removals,
    databases,
  });
  const certified = { image: opened, contents, rewritten, destination, program: 'test', workers: 0, signal };
  const { certificate } = await certifyImage(certified);
  await destination.commit({ documents: [rewritten.manifest] }, signal);
  await destination.close();
  await gzip.close();
  await opened.close();
  const again = await openImage(`oci:${join(folder, 'trimmed')}`, {});
  const result = await readImage(again, { workers: 0 });
  await again.close();
  return { certificate, result, input: contents };
}

async function choose(
  folder: string,
  { layers, run, keptLayerCount = 0, keeps = () => false }: MadeTrim,
): Promise<{
  readonly opened: OpenedImage;
  readonly contents: ImageContents;
  readonly request: TrimRequest;
  readonly removals: ChosenRemovals;
}> {
  mkdirSync(folder, { recursive: true });
  const tars = layers.map((items) => layer(items));
  await makeLayout(join(folder, 'image'), tars, run === undefined ? {} : { run });
  const opened = await openImage(`oci:${join(folder, 'image')}`, {});
  const contents = await readImage(opened, { workers: 0 });
  const removable = listRemovable(contents, RULES, 'production');
  const request: TrimRequest = { opened, contents, ...removable, keeps, keptLayerCount };
  return { opened, contents, request, removals: chooseRemovals(request, await findFileUses(request)) };
}
