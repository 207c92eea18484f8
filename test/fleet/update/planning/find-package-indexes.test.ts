// The release files of the mirrors that an image's sources name.
import { expect, test } from 'vitest';
import { squashLayers } from '../../../../src/contents/view/squash-layers.ts';
import { findPackageIndexes } from '../../../../src/fleet/update/planning/find-package-indexes.ts';
import { file, layer, scanLayers } from '../../../support/layers.ts';

const viewOf = async (sources: string) =>
  squashLayers(await scanLayers([layer([file('etc/apt/sources.list', sources)])]));

test('each suite once, over https, for the architecture that is built', async () => {
  const view = await viewOf(
    'deb http://deb.debian.org/debian bookworm main\ndeb http://deb.debian.org/debian bookworm contrib\n' +
      'deb [arch=armhf] https://arm.example.org/x stable main\ndeb-src http://deb.debian.org/debian sid main\n',
  );
  const debian = 'https://deb.debian.org/debian/dists/bookworm/InRelease';
  expect(findPackageIndexes(view, 'linux/amd64')).toEqual([debian]);
  expect(findPackageIndexes(view, 'linux/arm/v7')).toEqual([
    'https://arm.example.org/x/dists/stable/InRelease',
    debian,
  ]);
});

test('none where there are no sources, or one is of the own network', async () => {
  expect(findPackageIndexes(squashLayers(await scanLayers([layer([])])), 'linux/amd64')).toEqual([]);
  expect(findPackageIndexes(await viewOf('deb http://10.0.0.1/debian x main\n'), 'linux/amd64')).toEqual([]);
});
