// Files that packages themselves ship at two paths, or that a program keeps twice: a link in the place of one would be undone
// by the next update, or do harm.
import type { ViewedFile } from '../rule.ts';

/** What distributions install to (FHS); `/usr/local` and `/usr/src` are where people put their own. */
const DISTRIBUTION = /^(?:bin|boot|etc|lib(?:32|64|x32)?|sbin|usr(?!\/(?:local|src)\/)|var\/(?:cache|lib))\//;
/** Packages of others than the distribution. */
const ADD_ON = /^opt\//;
/** Nothing in a store may be changed by hand. */
const STORE = /^(?:nix|gnu)\/store\//;
/** PostgreSQL's databases begin as copies of a template, and each file of them will be written to. */
const DATABASE = /\/base\/\d+\/\d+(?:_\w+)?(?:\.\d+)?$/;
/** The folders that one installer fills; of nested ones the outermost counts. */
const INSTALLED: readonly RegExp[] = [
  /^(?:.*?\/)?(?:site|dist)-packages\//,
  /^(?:.*?\/)?node_modules\//,
  /^(?:.*?\/)?(?=gems\/[^/]+-\d|extensions\/[^/]+\/\d)/,
  /^(?:.*?\/)?\.?rustup\/toolchains\/[^/]+\//,
  /^(?:.*?\/)?(?:(?:ana|mini)?conda\d?|miniforge\d?|mambaforge)\/(?:envs\/[^/]+\/)?/,
];

/** Whether a file and the one whose content it repeats are as packages or programs put them there. */
export function isPackagedTwice(file: ViewedFile, needed: ViewedFile): boolean {
  const both = [file, needed];
  if (both.some(({ path }) => STORE.test(path) || DATABASE.test(path))) return true;
  if (INSTALLED.some((folder) => isInSame(folder, file.path, needed.path))) return true;
  if (both.every(({ layer }) => layer.recordsPackages))
    if (both.every(({ path }) => isInDistribution(path) || ADD_ON.test(path))) return true;
  // The distribution has a package, and another installer has it too: neither may be a link to the other.
  if (isDistributed(file) && isInstalled(needed)) return true;
  if (isDistributed(needed) && isInstalled(file)) return true;
  return file.layer.index === needed.layer.index && both.every(({ path }) => isInDistribution(path));
}

/** The folder of an installer that a path is in, such as a `node_modules`. */
export function installedFolder(path: string): string | undefined {
  for (const folder of INSTALLED) {
    const found = folder.exec(path)?.[0].replace(/\/$/, '');
    if (found) return found;
  }
  return undefined;
}

/** Whether a path is where packages of the distribution put their files. */
export function isInDistribution(path: string): boolean {
  return DISTRIBUTION.test(path);
}

function isInstalled({ path }: ViewedFile): boolean {
  return INSTALLED.some((folder) => folder.test(path));
}

function isDistributed({ path, layer }: ViewedFile): boolean {
  return layer.recordsPackages && isInDistribution(path);
}

function isInSame(folder: RegExp, a: string, b: string): boolean {
  const found = folder.exec(a)?.[0];
  return found !== undefined && found === folder.exec(b)?.[0];
}
