// Which paths must be sent so that given paths can be read at the other side (fsutil's FollowLinks): each name of a path is
// looked at; links lead on to their targets, and a wildcard to those of its matches that are links. A pattern that meets
// links is wanted whole, whatever stood after it in the path: that widens the transfer, and builders do it.
import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { cleanPath, joinPaths } from '../go-rules/clean-path.ts';
import { hasWildcards, matchGlob } from '../go-rules/match-glob.ts';
import { asFilePath, comparePaths, decodePath, encodePath } from '../path-text.ts';

/** The wanted paths and patterns, in order, none below another; undefined where one of them is the root itself. */
export function followLinks(folder: string, paths: readonly string[]): readonly string[] | undefined {
  const resolved = new Set<string>();
  // What is still to be followed, the next one last: links can lead on a long way.
  const open = paths.toReversed();
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const targets = followOne(folder, joinPaths('.', path), resolved);
    for (const target of targets.toReversed()) open.push(target);
  }
  return dedupePaths([...resolved].sort(comparePaths));
}

/** Walks down one path to its end or its first link, and gives what the link leads to. */
function followOne(folder: string, path: string, resolved: Set<string>): readonly string[] {
  const names = path.split('/');
  let current = '.';
  for (const [i, name] of names.entries()) {
    current = joinPaths(current, name);
    const rest = names.slice(i + 1).join('/');
    const targets = readTargets(folder, current);
    if (targets === undefined && rest !== '') continue;
    if (resolved.has(current)) return [];
    resolved.add(current);
    return (targets ?? []).map((target) => joinPaths(target, rest));
  }
  return [];
}

/** Where a link leads, seen from the context's root; for a wildcard, where those of its matches lead that are links. */
function readTargets(folder: string, path: string): readonly string[] | undefined {
  const base = posix.basename(path);
  if (!hasWildcards(base)) {
    const target = readTarget(folder, path);
    return target === undefined ? undefined : [target];
  }
  const parent = dirname(path);
  const targets = readNames(folder, parent)
    .filter((name) => matchGlob(base, name) === true)
    .map((name) => readTarget(folder, joinPaths(parent, name)))
    .filter((target) => target !== undefined);
  return targets.length === 0 ? undefined : targets;
}

function readTarget(folder: string, path: string): string | undefined {
  if (path === '.') return undefined;
  const fullPath = asFilePath(`${folder}/${path}`);
  try {
    if (lstatSync(fullPath, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return undefined;
    const link = cleanPath(decodePath(readlinkSync(fullPath, { encoding: 'buffer' })));
    return link.startsWith('/') ? link : joinPaths('/', dirname(path), link);
  } catch (error) {
    return missingOrThrow(error, `${folder}/${path}`);
  }
}

function readNames(folder: string, path: string): readonly string[] {
  try {
    return readdirSync(encodePath(`${folder}/${path}`), { encoding: 'buffer' }).map(decodePath);
  } catch (error) {
    return missingOrThrow(error, `${folder}/${path}`) ?? [];
  }
}

function missingOrThrow(error: unknown, subject: string): undefined {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  throw new PlimsollError('CONTEXT_UNREADABLE', 'a path that the build uses cannot be followed', {
    subject,
    cause: error,
    hint: 'The build fails here too.',
  });
}

/** Expects order. The root takes all others in, and means that nothing is filtered. */
function dedupePaths(paths: readonly string[]): readonly string[] | undefined {
  const kept: string[] = [];
  let last = '';
  for (const path of paths) {
    if (path === '.') return undefined;
    if (path.startsWith(`${last}/`)) continue;
    kept.push(path);
    last = path;
  }
  return kept;
}
