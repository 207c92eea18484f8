// What a user sees of an image that was really read and judged. Its layers are stored plain: compressed sizes differ
// between versions of Node.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { dir, file, layer, makeLayout, whiteout } from '../support/layers.ts';
import { runProgram } from './run-program.ts';

const MB = 1_000_000;
const folder = makeTemporaryFolder();
const plain = (createdBy: string, ...items: Parameters<typeof layer>[0]) =>
  ({ tar: layer(items), createdBy, compression: 'plain' }) as const;

const base = plain(
  'ADD rootfs.tar.xz /',
  file('etc/os-release', 'ID=debian\n'),
  file('usr/lib/libc.so', Buffer.alloc(9 * MB, 'c')),
  file('var/cache/apt/archives/dash.deb', Buffer.alloc(2 * MB, 'd')),
);
await makeLayout(join(folder, 'base'), [base]);
await makeLayout(join(folder, 'app'), [
  base,
  plain(
    'RUN /bin/sh -c curl -fsSL https://example.org/model.tar.gz -o /opt/model.tar.gz && tar -xzf /opt/model.tar.gz -C /opt && /opt/model/install # buildkit',
    dir('opt/model'),
    file('opt/model.tar.gz', Buffer.alloc(6 * MB, 'm')),
    file('opt/model/weights.bin', Buffer.alloc(12 * MB, 'w')),
    file('opt/model/\x1b[31mnasty', Buffer.alloc(3 * MB, 'n')),
  ),
  plain(
    'RUN /bin/sh -c chown -R 1000 /opt/model # buildkit',
    file('opt/model/weights.bin', Buffer.alloc(12 * MB, 'w'), { uid: 1000 }),
    file('opt/model/\x1b[31mnasty', Buffer.alloc(3 * MB, 'n'), { uid: 1000 }),
  ),
  plain('RUN /bin/sh -c rm /opt/model.tar.gz # buildkit', whiteout('opt/model.tar.gz')),
]);

test('check', async () => {
  const { exitCode, stdout, stderr } = await runProgram(
    ['check', './app', '--base', './base', '--max-ballast', '5%'],
    { cwd: folder },
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  expect(stdout).toMatchInlineSnapshot(`
    "./app  47.0 MB in 4 layers, 21.0 MB of it ballast (45 %)
    Its layers lie here uncompressed, so what a pull would cost is not known.

      15.0 MB  files copied only to change their owner, mode or time                       metadata-copy
               layer 2: RUN chown -R 1000 /opt/model
               2 files in /opt/model
                 12.0 MB  /opt/model/weights.bin
                 3.00 MB  /opt/model/\\x1b[31mnasty
               fix: Set the owner where the files are brought: COPY --chown=USER:GROUP, or chown in the
                    RUN that makes them.

      6.00 MB  files that a later layer deletes                                           hidden-deleted
               layer 1: RUN curl -fsSL https://example.org/model.tar.gz -o /opt/model.tar.gz && tar -xz…
               /opt/model.tar.gz, hidden by layer 3 and shipped all the same
               fix: Delete them at the end of the RUN that makes them, or make them in a stage of its
                    own and copy only the result.

    The base image brings 2.00 MB of ballast more, not counted as yours.

    Budget max-ballast: 21.0 MB of ballast, 5% (2.35 MB) allowed: 18.6 MB over.
    Fails: 2 findings at warning or above, 1 budget exceeded.
    "
  `);
});

test('image, with its base', async () => {
  const { exitCode, stdout, stderr } = await runProgram(['image', './app', '--base', './base'], {
    cwd: folder,
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  const withoutPlace = stdout.replace(/oci:\S+base/, 'oci:BASE').replace(/sha256:[0-9a-f]+/, 'sha256:DIGEST');
  expect(withoutPlace).toMatchInlineSnapshot(`
    "./app  47.0 MB in 4 layers, 21.0 MB of it ballast (45 %)
    Its layers lie here uncompressed, so what a pull would cost is not known.
    Platform: linux/amd64  sha256:DIGEST
    Base: oci:BASE, 1 layer

    layer     size   stored   hidden  ballast  origin  instruction
        0  11.0 MB  11.0 MB        -  2.00 MB  base    ADD rootfs.tar.xz /
        1  21.0 MB  21.0 MB  21.0 MB  6.00 MB  yours   RUN curl -fsSL https://example.org/model.tar.gz…
        2  15.0 MB  15.0 MB        -  15.0 MB  yours   RUN chown -R 1000 /opt/model
        3      0 B  1.54 kB        -        -  yours   RUN rm /opt/model.tar.gz

       size  layer  rule            largest ballast files
    12.0 MB      2  metadata-copy   /opt/model/weights.bin
    6.00 MB      1  hidden-deleted  /opt/model.tar.gz
    3.00 MB      2  metadata-copy   /opt/model/\\x1b[31mnasty
    2.00 MB      0  apt-cache       /var/cache/apt/archives/dash.deb

      15.0 MB  files copied only to change their owner, mode or time                       metadata-copy
               layer 2: RUN chown -R 1000 /opt/model
               2 files in /opt/model
                 12.0 MB  /opt/model/weights.bin
                 3.00 MB  /opt/model/\\x1b[31mnasty
               fix: Set the owner where the files are brought: COPY --chown=USER:GROUP, or chown in the
                    RUN that makes them.

      6.00 MB  files that a later layer deletes                                           hidden-deleted
               layer 1: RUN curl -fsSL https://example.org/model.tar.gz -o /opt/model.tar.gz && tar -xz…
               /opt/model.tar.gz, hidden by layer 3 and shipped all the same
               fix: Delete them at the end of the RUN that makes them, or make them in a stage of its
                    own and copy only the result.

    The base image brings 2.00 MB of ballast more, not counted as yours.

    Fails: 2 findings at warning or above.
    "
  `);
});
