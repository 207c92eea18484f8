// Root file systems of Debian as the package oracles need them: made by mmdebstrap, changed by apt and dpkg in the root itself.
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../run-program.ts';

/** The suite that the roots are of, and where it comes from; both can be chosen by the environment. */
export const SUITE = process.env['PLIMSOLL_DEBIAN_SUITE'] ?? 'bookworm';
export const MIRROR = process.env['PLIMSOLL_DEBIAN_MIRROR'] ?? 'http://deb.debian.org/debian';

/** A folder where roots are kept and used again, because they take minutes; by default they are made and removed. */
const KEPT_ROOTS = process.env['PLIMSOLL_DEBIAN_ROOTS'];

/** Makes a root with mmdebstrap; further arguments as mmdebstrap has them. */
export async function makeRoot(folder: string, ...args: readonly string[]): Promise<string> {
  if (existsSync(`${folder}.made`)) return folder;
  await must('mmdebstrap', ['--variant=minbase', '--quiet', ...args, SUITE, folder, MIRROR]);
  await writeFile(`${folder}.made`, '');
  return folder;
}

/** A copy of a root that commands are then run in, as a later layer is. */
export async function changeRoot(from: string, folder: string, script: string): Promise<string> {
  if (existsSync(`${folder}.made`)) return folder;
  await must('cp', ['-a', from, folder]);
  await writeFile(join(folder, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  for (const file of ['etc/resolv.conf', 'etc/hosts']) await copyFile(`/${file}`, join(folder, file));
  await inRoot(folder, 'sh', '-ec', `export DEBIAN_FRONTEND=noninteractive\n${script}`);
  await writeFile(`${folder}.made`, '');
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
