// The shop of examples/, made once for a file of tests and copied for whoever changes it.
import { cpSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll } from 'vitest';
// @ts-expect-error An example is plain JavaScript without types.
import { makeShop } from '../../examples/make-shop.mjs';
import { writeLayout } from '../../src/oci/layout/write-layout.ts';
import { writeTar } from '../../src/oci/tar/write-tar.ts';
import { makeTemporaryFolder } from '../support/image-files.ts';

const IMAGES = ['bases', 'images'];

/** Makes the shop before the tests; what it returns gives a folder with a copy. */
export function useShop(): () => string {
  const shop = join(makeTemporaryFolder(), 'shop');
  beforeAll(() => makeShop(shop, { writeLayout, writeTar }));
  return () => {
    const copy = join(makeTemporaryFolder(), 'shop');
    cpSync(shop, copy, {
      recursive: true,
      filter: (path) => !IMAGES.some((name) => path === join(shop, name)),
    });
    for (const name of IMAGES) linkAll(join(shop, name), join(copy, name));
    return copy;
  };
}

/** Images are large, and nothing writes into one that is there. */
function linkAll(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true }))
    if (entry.isDirectory()) linkAll(join(from, entry.name), join(to, entry.name));
    else linkSync(join(from, entry.name), join(to, entry.name));
}
