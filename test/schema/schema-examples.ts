// The examples that outputs are compared on: the example image, images with what it lacks, and the projects of examples/.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
// @ts-expect-error An example is plain JavaScript without types.
import { makeExampleImage } from '../../examples/make-example-image.mjs';
import { writeLayout } from '../../src/oci/layout/write-layout.ts';
import { writeTar } from '../../src/oci/tar/write-tar.ts';
import { debianPackages } from '../support/debian-packages.ts';
import { dir, file, layer, makeLayout, symlink, whiteout } from '../support/layers.ts';
import { makeToken } from '../support/made-secrets.ts';

/** The folder of the examples. */
export const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

const KB = 1024;

/** Images in a folder, by what they are for; each as it is typed. */
export interface ExampleImages {
  /** The example of the README. */
  readonly example: string;
  /** Secrets in files and in the config, packages with roles, hidden files, a base. */
  readonly leaking: string;
  /** The base of `leaking`, and another one that takes its place. */
  readonly base: string;
  readonly newBase: string;
}

/** Writes them. */
export async function writeExampleImages(folder: string): Promise<ExampleImages> {
  const at = (name: string): string => `oci:${join(folder, name)}`;
  await makeExampleImage(join(folder, 'example'), { writeLayout, writeTar });
  const base = baseLayer('1');
  await makeLayout(join(folder, 'base'), [base], { refName: 'base' });
  await makeLayout(join(folder, 'new-base'), [baseLayer('2')], { refName: 'new-base' });
  await makeLayout(
    join(folder, 'leaking'),
    [
      { tar: base, createdBy: 'ADD rootfs.tar.xz / # buildkit' },
      { tar: appLayer(), createdBy: 'COPY . /app # buildkit' },
      {
        tar: layer([whiteout('app/old.env'), whiteout('app/large.bin')]),
        createdBy: 'RUN /bin/sh -c rm /app/old.env /app/large.bin # buildkit',
      },
    ],
    {
      refName: 'leaking',
      run: { Env: [`TOKEN=${makeToken('config')}`], Cmd: ['/app/start'], Labels: { 'a.b': 'c' } },
    },
  );
  return {
    example: at('example'),
    leaking: at('leaking'),
    base: at('base'),
    newBase: at('new-base'),
  };
}

function baseLayer(version: string): Uint8Array {
  return layer([
    dir('etc'),
    file('etc/os-release', 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n'),
    file('etc/version', version),
    file('etc/passwd', 'root:x:0:0::/:/bin/sh\n'),
    ...debianPackages(
      { name: 'libc6', section: 'libs', files: { 'lib/libc.so.6': 500 * KB } },
      {
        name: 'gcc-12',
        section: 'devel',
        files: { 'usr/bin/gcc-12': 900 * KB },
        fields: { Depends: 'libc6' },
      },
      { name: 'vim', section: 'editors', files: { 'usr/bin/vim.basic': 1500 * KB } },
    ),
    symlink('usr/bin/vim', '/usr/bin/vim.basic'),
  ]);
}

function appLayer(): Uint8Array {
  return layer([
    dir('app'),
    file('app/start', '#!/bin/sh\n', { mode: 0o755 }),
    file('app/.env', `GITHUB_TOKEN=${makeToken('file')}\n`),
    file('app/old.env', `GITHUB_TOKEN=${makeToken('old')}\n`),
    file('app/large.bin', Buffer.alloc(2_000_000, 1)),
    file('app/copy-of-large.bin', Buffer.alloc(1_500_000, 2)),
    file('app/again.bin', Buffer.alloc(1_500_000, 2)),
    dir('var/cache/apt/archives'),
    file('var/cache/apt/archives/x.deb', Buffer.alloc(2_000_000, 3)),
    file(
      'usr/lib/node_modules/left-pad/package.json',
      '{"name":"left-pad","version":"1.3.0","license":"MIT"}',
    ),
  ]);
}
