// Which reader knows which program.
import { readApk } from './apk.ts';
import { readAddRepository, readApt, readAptMark, readDpkg } from './apt.ts';
import { readOtherArchive, readTar, readUnpacker, readUnzip } from './archives.ts';
import { BUILDERS, readBuilder, readJavaBuild } from './builders.ts';
import type { CommandReader } from './command-call.ts';
import { readDotnet, readNuget } from './dotnet-tools.ts';
import { readAria, readCurl, readGit, readWget } from './downloads.ts';
import { readEditor, readFind, readMake, readMode, readMove, readOwner, readRemove } from './files.ts';
import { readGo } from './go-tool.ts';
import { readBun, readNpm, readPnpm, readYarn } from './node-managers.ts';
import { readPacman, readZypper } from './other-distributions.ts';
import { readComposer, readPhp } from './php-managers.ts';
import { readPip, readPipx, readPython } from './pip.ts';
import { readConda, readPipenv, readPoetry, readUv } from './python-projects.ts';
import { readBuildDependencies, readRpm, readRpmManager } from './rpm-managers.ts';
import { readBundle, readGem } from './ruby-managers.ts';
import { readCargo, readRustup } from './rust-tools.ts';
import { readAddGroup, readAddUser } from './users.ts';

const BY_READER: readonly (readonly [reader: CommandReader, programs: string])[] = [
  [readApt, 'apt apt-get aptitude'],
  [readAptMark, 'apt-mark'],
  [readAddRepository, 'add-apt-repository apt-add-repository'],
  [readDpkg, 'dpkg gdebi'],
  [readApk, 'apk'],
  [readRpmManager, 'yum dnf dnf5 dnf-3 microdnf tdnf'],
  [readBuildDependencies, 'yum-builddep'],
  [readRpm, 'rpm'],
  [readZypper, 'zypper'],
  [readPacman, 'pacman yay paru'],
  [readPipx, 'pipx'],
  [readUv, 'uv'],
  [readPoetry, 'poetry'],
  [readPipenv, 'pipenv'],
  [readConda, 'conda mamba micromamba'],
  [readNpm, 'npm cnpm'],
  [readYarn, 'yarn yarnpkg'],
  [readPnpm, 'pnpm'],
  [readBun, 'bun'],
  [readGem, 'gem'],
  [readBundle, 'bundle bundler'],
  [readComposer, 'composer composer.phar'],
  [readPhp, 'php'],
  [readGo, 'go'],
  [readCargo, 'cargo'],
  [readRustup, 'rustup'],
  [readJavaBuild, 'mvn mvnw gradle gradlew'],
  [readDotnet, 'dotnet'],
  [readNuget, 'nuget nuget.exe'],
  [readCurl, 'curl'],
  [readWget, 'wget'],
  [readAria, 'aria2c'],
  [readGit, 'git'],
  [readTar, 'tar bsdtar gtar'],
  [readUnzip, 'unzip'],
  [readUnpacker, 'gunzip gzip bunzip2 bzip2 unxz xz unlzma lzma unzstd zstd uncompress'],
  [readOtherArchive, '7z 7za 7zr unrar ar jar cpio'],
  [readRemove, 'rm unlink rmdir shred'],
  [readFind, 'find'],
  [readMove, 'mv cp ln install rsync'],
  [readMake, 'mkdir touch tee truncate'],
  [readEditor, 'sed perl'],
  [readOwner, 'chown chgrp'],
  [readMode, 'chmod'],
  [readAddUser, 'useradd adduser'],
  [readAddGroup, 'groupadd addgroup'],
];

const READERS: ReadonlyMap<string, CommandReader> = new Map([
  ...[...BUILDERS.keys()].map((program) => [program, readBuilder] as const),
  ...BY_READER.flatMap(([reader, programs]) =>
    programs.split(' ').map((program) => [program, reader] as const),
  ),
]);

/** Runs of other programs by tools of languages: `poetry run x`, `bundle exec x`. */
const PASSES_ON: ReadonlyMap<string, string> = new Map([
  ['poetry', 'run'],
  ['pipenv', 'run'],
  ['uv', 'run'],
  ['bundle', 'exec'],
]);

/** The reader of a program; undefined if nobody knows it. */
export function readerOf(program: string): CommandReader | undefined {
  const own = READERS.get(program);
  if (own !== undefined) return own;
  if (/^pip[\d.]*$/.test(program)) return readPip;
  if (/^python[\d.]*$/.test(program))
    return (call) => readPython(call, (inner) => readerOf(inner.program)?.(inner) ?? []);
  return /^[\w-]*-(?:gcc|g\+\+|cc|c\+\+)$|^(?:gcc|g\+\+|clang|clang\+\+)-\d+$/.test(program)
    ? (call) => readBuilder({ ...call, program: 'gcc' })
    : undefined;
}

/** Whether the program's first words hand on to another program. */
export function passesOn(program: string, word: string | undefined): boolean {
  return word !== undefined && PASSES_ON.get(program) === word;
}
