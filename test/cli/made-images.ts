// Images for the tests of the command line.
import { file, layer, makeLayout, whiteout } from '../support/layers.ts';

const MB = 1_000_000;

/** What both images are built on. */
const BASE = layer([file('etc/os-release', 'ID=test\n'), file('usr/bin/app', Buffer.alloc(MB, 'x'))]);
const BASE_STEP = { tar: BASE, createdBy: 'ADD rootfs.tar.xz / # buildkit' };

/** An image without ballast. */
export async function makeCleanImage(folder: string): Promise<string> {
  await makeLayout(folder, [BASE_STEP]);
  return folder;
}

/** An image whose second layer is deleted by its third: 2 MB in two files, and as many further small ones as wanted. */
export async function makeLadenImage(folder: string, smallFiles = 0): Promise<string> {
  const small = Array.from({ length: smallFiles }, (_, i) =>
    file(`opt/cache/small/${String(i).padStart(6, '0')}-${'n'.repeat(60)}`, `content ${i}`),
  );
  const filled = layer([
    file('opt/cache/one.bin', Buffer.alloc(1.5 * MB, '1')),
    file('opt/cache/two.bin', Buffer.alloc(0.5 * MB, '2')),
    ...small,
  ]);
  await makeLayout(folder, [
    BASE_STEP,
    { tar: filled, createdBy: 'RUN /bin/sh -c make && make install # buildkit' },
    { tar: layer([whiteout('opt/cache')]), createdBy: 'RUN /bin/sh -c rm -rf /opt/cache # buildkit' },
  ]);
  return folder;
}
