import { join } from 'node:path';
import type { ImageWalk } from '../../../src/cli/ui/image-walk.ts';
import { readWalk } from '../../../src/cli/ui/read-walk.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { dir, file, layer, makeLayout, symlink, whiteout } from '../../support/layers.ts';
import { silentIo } from '../help/silent-io.ts';

const MB = 1_000_000;

/** Layers as a small build makes them: a base, a package cache that is deleted later, a file that is overwritten. */
export const STEPS = [
  {
    tar: layer([
      dir('etc'),
      file('etc/os-release', 'ID=test\n'),
      file('etc/conf', 'old'),
      file('usr/bin/app', Buffer.alloc(2 * MB, 'a')),
      symlink('usr/bin/run', 'app'),
    ]),
    createdBy: 'ADD rootfs.tar.xz / # buildkit',
  },
  {
    tar: layer([
      dir('etc'),
      file('etc/conf', 'new and longer'),
      file('opt/cache/one.bin', Buffer.alloc(3 * MB, '1')),
      file('opt/cache/two.bin', Buffer.alloc(MB, '2')),
      file('opt/tool', Buffer.alloc(MB / 2, 't')),
    ]),
    createdBy: 'RUN /bin/sh -c make && make install # buildkit',
  },
  {
    tar: layer([whiteout('opt/cache'), file('opt/last', 'x')]),
    createdBy: 'RUN /bin/sh -c rm -rf /opt/cache # buildkit',
  },
] as const;

/** The folder of an image of such layers. */
export async function makeWalkedImage(steps: Parameters<typeof makeLayout>[1] = STEPS): Promise<string> {
  const folder = join(makeTemporaryFolder(), 'image');
  await makeLayout(folder, steps);
  return folder;
}

/** An image of such layers, read and judged. */
export async function makeWalk(steps: Parameters<typeof makeLayout>[1] = STEPS): Promise<ImageWalk> {
  return readWalk(
    await makeWalkedImage(steps),
    { format: 'text', color: false, cache: false, workers: 0, quiet: true },
    silentIo(),
  );
}
