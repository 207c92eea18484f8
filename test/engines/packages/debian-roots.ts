// Root file systems of Debian as the package oracles need them: made by mmdebstrap, changed by apt and dpkg in the root itself.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { must } from '../run-program.ts';

/** The suite that the roots are of, and where it comes from; both can be chosen by the environment. */
export const SUITE = process.env['PLIMSOLL_DEBIAN_SUITE'] ?? 'bookworm';
export const MIRROR = process.env['PLIMSOLL_DEBIAN_MIRROR'] ?? 'http://deb.debian.org/debian';

/** The suite with its security updates, as sources of apt. */
export const SOURCES: readonly string[] = [
  `deb ${MIRROR} ${SUITE} main`,
  `deb ${MIRROR}-security ${SUITE}-security main`,
];

/** A folder where roots are kept and used again, because they take minutes; undefined where none is named. */
export const KEPT_ROOTS = process.env['PLIMSOLL_DEBIAN_ROOTS'];

/** Makes a root with mmdebstrap where the folder is not there; options and sources as mmdebstrap has them. */
export async function makeRoot(
  folder: string,
  options: readonly string[],
  sources: readonly string[] = [MIRROR],
): Promise<string> {
  return make(folder, (part) =>
    must('mmdebstrap', ['--variant=minbase', '--quiet', ...options, SUITE, part, ...sources]),
  );
}

/** A copy of a root that commands are then run in, as a later layer is. */
export async function changeRoot(from: string, folder: string, script: string): Promise<string> {
  return make(folder, async (part) => {
    await must('cp', ['-a', from, part]);
    await writeFile(join(part, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    for (const file of ['etc/resolv.conf', 'etc/hosts']) await copyFile(`/${file}`, join(part, file));
    await inRoot(part, 'sh', '-ec', `export DEBIAN_FRONTEND=noninteractive\n${script}`);
  });
}

/** Under another name until it is whole, so that what broke off is never taken for a root. */
async function make(folder: string, fill: (part: string) => Promise<unknown>): Promise<string> {
  if (existsSync(folder)) return folder;
  const part = `${folder}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await fill(part);
  await rename(part, folder);
  return folder;
}

/** What a program says that runs in the root; throws where it fails. */
export function inRoot(root: string, program: string, ...args: readonly string[]): Promise<string> {
  return must('env', [
    '-i',
    'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
    'LC_ALL=C.UTF-8',
    'chroot',
    root,
    program,
    ...args,
  ]);
}

/** A folder for the roots, and how it goes away. */
export async function makeWorkFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  if (KEPT_ROOTS !== undefined) return { path: KEPT_ROOTS, remove: async () => {} };
  const path = await mkdtemp(join(tmpdir(), 'plimsoll-packages-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
