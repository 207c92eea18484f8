// An image of plain layers whose history has times, opened and read as makers do.
import { join } from 'node:path';
import { readImage } from '../../../../../src/contents/read-image.ts';
import type { ReadSide } from '../../../../../src/fleet/update/making/read-side.ts';
import type { Descriptor } from '../../../../../src/oci/image/descriptor.ts';
import { OCI_CONFIG } from '../../../../../src/oci/image/media-types.ts';
import { openDestination } from '../../../../../src/oci/open-destination.ts';
import { openImage } from '../../../../../src/oci/open-image.ts';
import { makeTemporaryFolder } from '../../../../support/image-files.ts';
import { fromBytes, makeManifest, never, writeImage } from '../../../../support/written-images.ts';

let count = 0;

/** The image with one time of its history for each layer. */
export async function openMade(tars: readonly Uint8Array[], times: readonly string[]): Promise<ReadSide> {
  const layers = tars.map((tar) => fromBytes(tar));
  const json = {
    os: 'linux',
    architecture: 'amd64',
    config: {},
    history: times.map((created) => ({ created, created_by: 'RUN' })),
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
  };
  const config = fromBytes(Buffer.from(JSON.stringify(json)), OCI_CONFIG);
  const documents = [makeManifest(config as Descriptor, layers as readonly unknown[] as Descriptor[])];
  const path = join(makeTemporaryFolder(), `${++count}.tar`);
  const destination = await openDestination(`oci-archive:${path}`);
  await writeImage(destination, { layers, config, documents });
  await destination.close();
  const opened = await openImage(path, { signal: never() });
  const contents = await readImage(opened, {
    workers: 0,
    readings: { packages: true, secretRules: null },
    signal: never(),
  });
  return { opened, contents };
}
