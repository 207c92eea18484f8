// Which ignore file a builder reads: the first that exists of its places, and never two together.
import { closeSync, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { asFilePath } from '../path-text.ts';
import type { EngineRules, IgnoreFilePlace } from './engine-rules.ts';

/** An ignore file that exists where a builder looks. */
export interface FoundIgnoreFile {
  readonly path: string;
  readonly place: IgnoreFilePlace;
  readonly bytes: Uint8Array;
}

/** An ignore file as it would be: it stands for what is on disk at its path. */
export interface ProposedIgnoreFile {
  /** In a folder whose path is real. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The file that is read, and those that it hides from this builder. */
export interface IgnoreFileChoice {
  readonly used: FoundIgnoreFile | undefined;
  readonly shadowed: readonly FoundIgnoreFile[];
}

/** No list that somebody wrote is longer. */
const LONGEST_FILE_BYTES = 4 * 1024 * 1024;

/**
 * Looks in all places of the builder. An empty file beside the Dockerfile counts as found, as it does where BuildKit's own
 * front end reads it. A link out of its folder counts as missing, as builders have it that read a copy of the folder.
 */
export function findIgnoreFile(
  folder: string,
  dockerfilePath: string,
  rules: EngineRules,
  proposed?: ProposedIgnoreFile,
): IgnoreFileChoice {
  const found = rules.ignoreFiles
    .map((place) => readPlace(folder, dockerfilePath, place, proposed))
    .filter((file) => file !== undefined);
  return { used: found[0], shadowed: found.slice(1) };
}

function readPlace(
  folder: string,
  dockerfilePath: string,
  place: IgnoreFilePlace,
  proposed: ProposedIgnoreFile | undefined,
): FoundIgnoreFile | undefined {
  const path = pathOfPlace(folder, dockerfilePath, place);
  const isProposed = proposed !== undefined && isSamePlace(path, proposed.path);
  const bytes = isProposed ? proposed.bytes : readInside(path);
  return bytes === undefined ? undefined : { path, place, bytes };
}

/** Where a builder looks for an ignore file. */
export function pathOfPlace(folder: string, dockerfilePath: string, place: IgnoreFilePlace): string {
  return place.at === 'context'
    ? join(folder, place.name)
    : join(dirname(resolve(dockerfilePath)), basename(dockerfilePath) + place.suffix);
}

/** Whether two paths are one name in one folder. */
export function isSamePlace(a: string, b: string): boolean {
  if (a === b) return true;
  return basename(a) === basename(b) && realFolder(a) === realFolder(b);
}

function realFolder(path: string): string {
  try {
    return realpathSync(dirname(path));
  } catch {
    return dirname(path);
  }
}

function readInside(path: string): Uint8Array | undefined {
  let descriptor: number | undefined;
  try {
    const real = realpathSync(asFilePath(path));
    if (!real.startsWith(withSlash(realpathSync(asFilePath(dirname(path)))))) return undefined;
    descriptor = openSync(real, 'r');
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return undefined;
    if (stat.size > LONGEST_FILE_BYTES)
      throw new PlimsollError('IGNORE_FILE_INVALID', 'the ignore file is larger than 4 MiB', {
        subject: path,
        hint: 'Ignore folders instead of the files in them.',
      });
    return readFileSync(descriptor);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return undefined;
    if (error instanceof PlimsollError) throw error;
    throw new PlimsollError('FILE_UNREADABLE', 'cannot read the ignore file', {
      subject: path,
      cause: error,
    });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function withSlash(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}
