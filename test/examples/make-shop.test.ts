import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
// @ts-expect-error An example is plain JavaScript without types.
import { shopImages } from '../../examples/shop-images.mjs';
import { openImage } from '../../src/oci/open-image.ts';
import { PROGRAM } from '../cli/run-program.ts';
import { makeTemporaryFolder } from '../support/image-files.ts';

const MAKE = fileURLToPath(new URL('../../examples/make-shop.mjs', import.meta.url));

test('the shop is made and checked by what the docs tell to type', async () => {
  const folder = makeTemporaryFolder();
  const shop = join(folder, 'shop');
  const run = (cwd: string, args: readonly string[]) =>
    spawnSync(process.execPath, args, {
      cwd,
      encoding: 'utf8',
      env: { HOME: folder, PATH: process.env['PATH'] },
    });
  expect(run(folder, [MAKE, 'shop'])).toMatchObject({ status: 0, stdout: 'The shop is in shop.\n' });
  expect(run(folder, [MAKE, 'shop'])).toMatchObject({ status: 2, stderr: 'shop is there already.\n' });
  expect(run(shop, [PROGRAM, 'check', 'oci:images/api']).status).toBe(1);
  expect(run(shop, [PROGRAM, 'check', 'oci:images/worker']).status).toBe(0);

  // What its README lists, and what lies around in a project.
  const readme = readFileSync(join(shop, 'README.md'), 'utf8');
  for (const name of Object.keys(shopImages([]))) expect(readme).toContain(`\`${name.split('/')[1]}\``);
  expect(readFileSync(join(shop, 'api', '.git', 'HEAD'), 'utf8')).toBe('ref: refs/heads/main\n');

  // One image stands on another: layers are the same where the instructions are.
  const open = async (name: string) => {
    const image = await openImage(`oci:${join(shop, 'images', name)}`, { platform: 'linux/amd64' });
    await image.close();
    return image.layers.map(({ diffId }) => diffId);
  };
  const worker = await open('worker');
  expect((await open('report-eu')).slice(0, worker.length)).toEqual(worker);
});
