// Real packages of apk, made by apk itself from files that are written here.
import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canRun, must } from '../run-program.ts';

/** apk-tools 3, which can make packages; PLIMSOLL_APK names the program where it is not installed. */
export const APK = process.env['PLIMSOLL_APK'] ?? 'apk';

/** Whether there is such a program. */
export function hasApk(): boolean {
  return canRun(APK, ['--version'], (output) => output.startsWith('apk-tools 3'));
}

/** Makes a package, of which nearly everything hangs on its number: files, links, folders, relations. */
export async function makeApk(work: string, i: number, version = `1.${i}_rc1-r${i % 3}`): Promise<string> {
  const name = `package-${i}`;
  const folder = join(work, `files-${name}-${version}`);
  const library = join(folder, `usr/lib/${name}`);
  await mkdir(library, { recursive: true });
  for (let k = 0; k <= i % 7; k++) await writeFile(join(library, `file ${k} é.so`), 'x'.repeat(k * 100));
  if (i % 2 === 0) {
    await mkdir(join(folder, 'bin'));
    await link(join(library, 'file 0 é.so'), join(folder, `bin/${name}`));
    await symlink(`../bin/${name}`, join(folder, 'bin', `link-${i}`));
  }
  if (i % 5 === 0) await writeFile(join(folder, `top-${i}`), '');
  if (i % 4 === 0) await mkdir(join(folder, `var/empty-${i}`), { recursive: true });
  const info = [
    ...[
      `name:${name}`,
      `version:${version}`,
      'arch:x86_64',
      `license:${i % 2 === 0 ? 'MIT' : 'GPL-2.0 OR MIT'}`,
    ],
    ...(i % 3 === 0 ? [`origin:source-${i}`] : [`origin:${name}`]),
    ...(i % 4 === 0 ? [`maintainer:Ä Person <p${i}@example.org>`] : []),
    ...(i > 0 && i < 10 ? [`depends:package-${i - 1} so:lib${i - 1}.so.1`] : []),
    `provides:so:lib${i}.so.1=1.${i} cmd:tool${i}=${version}`,
    ...(i % 6 === 0 ? ['install-if:package-1 package-2'] : []),
  ];
  const file = join(work, `${name}-${version}.apk`);
  await must(APK, ['mkpkg', '--files', folder, '--output', file, ...info.flatMap((it) => ['--info', it])]);
  return file;
}
