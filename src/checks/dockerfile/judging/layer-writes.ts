// What each layer of the image is known to write, so that later instructions can be told what they only hide or write again.
import { posix } from 'node:path';
import type { Effect, ManagerId } from '../../../dockerfile/commands/effect.ts';
import type { ModelStep } from '../../../dockerfile/model/dockerfile-model.ts';
import type { CopyInstruction } from '../../../dockerfile/stages/checked-instruction.ts';
import { baseName, isInstallerName, isWithin, stripPattern } from './paths.ts';
import type { ShippedStep } from './shipped-steps.ts';

/** One thing that a step wrote. */
export interface LayerWrite {
  /** Absolute. */
  readonly path: string;
  /** How it came: `copied`, `downloaded`. */
  readonly how: string;
  /** Whether it is likely to be a few kilobytes. */
  readonly isSmall: boolean;
  /** Whether it is written only where no earlier layer has it. */
  readonly isWhereMissing?: true;
  /** Of COPY and ADD: the destination as it is written, where a variable is in it. */
  readonly writtenPath?: string;
  /** Of COPY and ADD from the context: the sources. */
  readonly sources?: readonly string[];
}

/** Folders in which package managers leave what they downloaded, where the root user runs them. */
const CACHES: Readonly<Partial<Record<ManagerId, readonly string[]>>> = {
  yum: ['/var/cache/yum', '/var/cache/dnf'],
  dnf: ['/var/cache/dnf', '/var/cache/yum'],
  microdnf: ['/var/cache/yum', '/var/cache/dnf'],
  tdnf: ['/var/cache/tdnf'],
  zypper: ['/var/cache/zypp'],
  pacman: ['/var/cache/pacman'],
  pip: ['/root/.cache/pip'],
  uv: ['/root/.cache/uv'],
  poetry: ['/root/.cache/pypoetry'],
  npm: ['/root/.npm'],
  yarn: ['/usr/local/share/.cache/yarn', '/root/.cache/yarn', '/root/.yarn'],
  composer: ['/root/.composer/cache', '/root/.cache/composer'],
  go: ['/go/pkg', '/root/go/pkg', '/root/.cache/go-build'],
  cargo: ['/usr/local/cargo/registry', '/root/.cargo/registry'],
  maven: ['/root/.m2'],
  gradle: ['/root/.gradle'],
  nuget: ['/root/.nuget'],
  conda: ['/opt/conda/pkgs', '/root/miniconda3/pkgs'],
  gem: ['/root/.gem'],
};
/** Where managers put a project's packages, in the folder that they run in. */
const TREES: Readonly<Partial<Record<ManagerId, string>>> = {
  npm: 'node_modules',
  yarn: 'node_modules',
  pnpm: 'node_modules',
  bun: 'node_modules',
  composer: 'vendor',
};
/** Where build tools put what they make, in the folder that they run in. */
const OUTPUTS: Readonly<Record<string, string>> = {
  maven: 'target',
  cargo: 'target',
  gradle: 'build',
};

/** All that a step is known to write into its layer: what it mounts is left out, and what it removes itself. */
export function listWrites({ step }: ShippedStep): readonly LayerWrite[] {
  const { expanded, written } = step.evaluated;
  if (expanded.kind === 'copy' || expanded.kind === 'add') {
    const writtenPath = written.kind === expanded.kind ? stripQuotes(written.destination) : '';
    const copied = listCopied(expanded, step.cwd);
    return writtenPath.includes('$') ? copied.map((each) => ({ ...each, writtenPath })) : copied;
  }
  const removed = step.effects.flatMap((effect) => (effect.kind === 'remove' ? effect.paths : []));
  const mounts = step.mounts.map(({ target }) => absoluteIn(target, step.cwd) ?? target);
  return step.effects
    .filter((effect, i) => {
      const later = step.effects.slice(i + 1);
      return !isCleaned(effect, later) && !isTakenAgain(effect, later);
    })
    .flatMap((effect) => listWritten(effect))
    .filter(
      ({ path }) =>
        !removed.some((each) => isWithin(path, each)) && !mounts.some((mount) => isWithin(path, mount)),
    );
}

/** A manager's own cleaning in the same layer takes its cache away. */
function isCleaned(effect: Effect, later: readonly Effect[]): boolean {
  return (
    (effect.kind === 'install' || effect.kind === 'update-index') &&
    later.some((each) => each.kind === 'clean-cache' && each.manager === effect.manager) &&
    effect.manager !== 'apt'
  );
}

/** What came out of an archive lies in a folder of its name: where that goes, or goes elsewhere, nothing of it is left. */
function isTakenAgain(effect: Effect, later: readonly Effect[]): boolean {
  if (effect.kind !== 'extract' || effect.archive === undefined || effect.into === undefined) return false;
  const { archive, into } = effect;
  const stem = baseName(archive).replace(/(?:\.tar)?\.\w+$/, '');
  return later.some((each) => {
    const gone = each.kind === 'remove' ? each.paths : each.kind === 'move' ? each.from : [];
    return gone.some((path) => {
      const name = baseName(stripPattern(path)).replace(/\*$/, '');
      return path !== archive && posix.dirname(path) === into && name.length > 2 && stem.startsWith(name);
    });
  });
}

function listCopied(
  { sources, destination, from, inlineFiles }: CopyInstruction,
  cwd: string | undefined,
): readonly LayerWrite[] {
  const target = absoluteIn(destination, cwd);
  if (target === undefined) return [];
  const isFolder = destination.endsWith('/') || sources.length + inlineFiles.length > 1;
  return sources
    .filter((source) => !/^[a-z]+:\/\//i.test(source))
    .map((source) => {
      const name = source.replace(/\/+$/, '').replace(/^.*\//, '');
      const isFile = /\.[A-Za-z0-9]{1,12}$/.test(name) && !/[*?[]/.test(name);
      return {
        path: isFolder && isFile ? posix.join(target, name) : stripSlash(target),
        how: 'copied',
        isSmall: isFile && !isLarge(name),
        ...(from === undefined ? { sources: [source] } : {}),
      };
    });
}

/** What one effect writes, whatever becomes of it. */
export function listWritten(effect: Effect): readonly LayerWrite[] {
  const large = (path: string, how: string): LayerWrite => ({ path, how, isSmall: false });
  switch (effect.kind) {
    case 'download':
      return effect.path === undefined ? [] : [large(effect.path, 'downloaded')];
    case 'extract':
      return effect.into === undefined || isShared(effect.into) ? [] : [large(effect.into, 'unpacked')];
    case 'clone':
      return effect.into === undefined ? [] : [large(effect.into, 'cloned')];
    case 'move':
    case 'copy':
      return effect.to === undefined || isShared(effect.to) ? [] : [moved(effect.from, effect.to)];
    case 'compile': {
      const folder = OUTPUTS[effect.tool];
      return folder === undefined || effect.cwd === undefined
        ? []
        : [large(posix.join(effect.cwd, folder), 'built')];
    }
    case 'update-index':
      return effect.manager === 'apt'
        ? [large('/var/lib/apt/lists', 'fetched')]
        : effect.manager === 'apk'
          ? [large('/var/cache/apk', 'fetched')]
          : [];
    case 'install':
      return listInstalled(effect, large);
    default:
      return [];
  }
}

/** A script of the project is small; those that are downloaded may hold what they install. */
function isLarge(name: string): boolean {
  return isInstallerName(name) && !/\.sh$/i.test(name);
}

/** A file that is moved or copied is taken for a small one, unless its name says that it is an archive. */
function moved(from: readonly string[], to: string): LayerWrite {
  const isFile = from.length === 1 && /\.[A-Za-z0-9]{1,12}$/.test(from[0]!) && !isLarge(to);
  return { path: stripSlash(to), how: 'moved', isSmall: isFile };
}

function listInstalled(
  effect: Extract<Effect, { kind: 'install' }>,
  large: (path: string, how: string) => LayerWrite,
): readonly LayerWrite[] {
  const { manager, cwd, keepsCache, isGlobal } = effect;
  const caches = keepsCache === false ? [] : (CACHES[manager] ?? []);
  const tree = TREES[manager];
  // apk fetches the index where there is none.
  if (manager === 'apk')
    return keepsCache === false ? [] : [{ ...large('/var/cache/apk', 'cached'), isWhereMissing: true }];
  return [
    ...caches.map((path) => large(path, 'cached')),
    ...(tree === undefined || cwd === undefined || isGlobal === true
      ? []
      : [large(posix.join(cwd, tree), 'installed')]),
  ];
}

/** Folders in which much else lies: that something was unpacked there says nothing of what is removed from it. */
function isShared(path: string): boolean {
  return /^\/(?:usr|usr\/local|usr\/local\/bin|usr\/bin|bin|opt|etc|var|lib|home|root|srv|tmp)?\/?$/.test(
    path,
  );
}

function absoluteIn(path: string, cwd: string | undefined): string | undefined {
  if (path.startsWith('/')) return posix.normalize(path);
  return cwd === undefined ? undefined : posix.join(cwd, path);
}

function stripQuotes(text: string): string {
  return text.replace(/["']/g, '').replace(/(.)\/$/, '$1');
}

/** Whether a word of a command and the destination of a COPY are the same variable's folder, whatever it may be. */
export function isWrittenWithin(word: string, { writtenPath }: LayerWrite): boolean {
  if (writtenPath === undefined) return false;
  const text = stripQuotes(word);
  return text === writtenPath || text.startsWith(`${writtenPath}/`);
}

function stripSlash(path: string): string {
  return stripPattern(path);
}

/** The step's instruction in words: `line 12`. */
export function tellStep({ line }: ModelStep): string {
  return `line ${line}`;
}
