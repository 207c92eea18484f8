// The ignore file that is repaired, and which builds read it under which builders.
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { ENGINES, type Engine, engineRules } from '../engines/engine-rules.ts';
import {
  findIgnoreFile,
  isSamePlace,
  type ProposedIgnoreFile,
  pathOfPlace,
} from '../engines/find-ignore-file.ts';
import { type ContextListing, listContext } from '../list-context.ts';
import type { AnchoredBuild } from './repaired-build.ts';

/** The builders under which a repair is proven. */
export const PROVEN_ENGINES: readonly Engine[] = ENGINES.filter((engine) => engine !== 'kaniko');

/** The file, whether it is there or not. */
export interface ServedFile {
  readonly path: string;
  /** Undefined where there is none yet. */
  readonly bytes: Uint8Array | undefined;
  /** Seen from the context; undefined where it lies outside. */
  readonly contextPath: string | undefined;
}

/** A build under a builder that reads the file. */
export interface ServedPair {
  readonly build: AnchoredBuild;
  readonly engine: Engine;
}

/** The file that counts for a build, or that would if it were written. */
export function findServedFile(folder: string, dockerfilePath: string, engine: Engine): ServedFile {
  const rules = engineRules(engine);
  const { used } = findIgnoreFile(folder, dockerfilePath, rules);
  const path = used?.path ?? pathOfPlace(folder, dockerfilePath, { at: 'context', name: '.dockerignore' });
  if (used === undefined && existsSync(path))
    throw new PlimsollError('DESTINATION_UNWRITABLE', 'there is something that is no ignore file', {
      subject: path,
      hint: 'Move it away: a link out of its folder and a folder are not read by builders.',
    });
  const inside = relative(folder, path);
  return { path, bytes: used?.bytes, contextPath: inside.startsWith('..') ? undefined : inside };
}

/** Lists what builds send, each way once. */
export class PairLister {
  readonly #folder: string;
  readonly #path: string;
  readonly #signal: AbortSignal | undefined;
  readonly #listings = new Map<string, ContextListing>();

  constructor(folder: string, file: ServedFile, signal: AbortSignal | undefined) {
    this.#folder = folder;
    this.#path = file.path;
    this.#signal = signal;
  }

  /** Whether the build reads the file under this builder, once it is there. */
  reads({ build, engine }: ServedPair): boolean {
    const proposed = { path: this.#path, bytes: new Uint8Array() };
    const { used } = findIgnoreFile(this.#folder, build.dockerfilePath, engineRules(engine), proposed);
    return used !== undefined && isSamePlace(used.path, this.#path);
  }

  /** What is sent with these bytes in the file; undefined for as it is now. */
  list({ build, engine }: ServedPair, bytes: Uint8Array | undefined): ContextListing {
    const { isNarrowed, keepsBuildFiles } = engineRules(engine);
    const key = JSON.stringify([
      engine,
      isNarrowed ? build.sources : '',
      isNarrowed || keepsBuildFiles ? build.dockerfilePath : '',
      bytes === undefined ? null : Buffer.from(bytes).toString('latin1'),
    ]);
    const known = this.#listings.get(key);
    if (known !== undefined) return known;
    const proposed: ProposedIgnoreFile | undefined = bytes && { path: this.#path, bytes };
    const listing = listContext({
      folder: this.#folder,
      dockerfilePath: build.dockerfilePath,
      engine,
      sources: build.sources,
      ...(proposed === undefined ? {} : { proposedIgnoreFile: proposed }),
      ...(this.#signal === undefined ? {} : { signal: this.#signal }),
    });
    this.#listings.set(key, listing);
    return listing;
  }
}
