// The folders that an editor has open, each with its own settings.
import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { CliIo } from '../cli-io.ts';
import { describeError } from '../describe-error.ts';
import { type PreparedDockerfiles, prepareDockerfiles } from '../dockerfile/prepare-dockerfiles.ts';
import { stampFiles } from './file-stamp.ts';

/** The folder that a document belongs to, and what it is judged by. */
export interface Workspace {
  readonly folder: string;
  /** Changes with the settings. */
  readonly stamp: string;
  readonly prepared: PreparedDockerfiles;
}

interface KnownWorkspace {
  readonly stamp: string;
  readonly prepared: Promise<PreparedDockerfiles>;
}

/** The file of settings that each folder may have. */
export const SETTINGS_FILE = 'plimsoll.yaml';

/** Prepares folders when a document of theirs is judged, and again when their settings have changed. */
export class Workspaces {
  readonly #io: CliIo;
  readonly #config: string | undefined;
  readonly #onProblem: (text: string) => void;
  readonly #known = new Map<string, KnownWorkspace>();
  #folders: readonly string[] = [];

  /** `config` is the file of settings for all folders, where the user named one; `onProblem` hears of settings that are wrong. */
  constructor(config: string | undefined, io: CliIo, onProblem: (text: string) => void) {
    this.#config = config;
    this.#io = io;
    this.#onProblem = onProblem;
  }

  /** Opens folders and closes others. */
  change(added: readonly string[], removed: readonly string[]): void {
    for (const folder of removed) this.#known.delete(folder);
    const left = this.#folders.filter((folder) => !removed.includes(folder));
    this.#folders = [...new Set([...left, ...added])];
  }

  /** The innermost open folder around a file; undefined where there is none. */
  folderOf(path: string): string | undefined {
    const around = this.#folders.filter((folder) => !relative(folder, path).split(sep).includes('..'));
    return around.toSorted((a, b) => b.length - a.length)[0];
  }

  /** What a file is judged by; one that is in no open folder, by what holds where the server was started. Settings that are wrong are told, and left out. */
  async open(path: string): Promise<Workspace> {
    const folder = this.folderOf(path) ?? process.cwd();
    const own = join(folder, SETTINGS_FILE);
    const config = this.#config ?? (existsSync(own) ? own : undefined);
    const stamp = `${config ?? ''} ${stampFiles([config ?? join(process.cwd(), SETTINGS_FILE)])}`;
    let known = this.#known.get(folder);
    if (known?.stamp !== stamp) {
      known = { stamp, prepared: this.#prepare(config) };
      this.#known.set(folder, known);
    }
    return { folder, stamp, prepared: await known.prepared };
  }

  async #prepare(config: string | undefined): Promise<PreparedDockerfiles> {
    // The options of `check` that matter here; unsafe fixes are code actions too, and made by hand.
    const flags = { format: 'text', color: false, cache: false, quiet: true } as const;
    const wish = { named: [], isDryRun: false, targets: [] };
    try {
      return await prepareDockerfiles(wish, config === undefined ? flags : { ...flags, config }, this.#io);
    } catch (error) {
      this.#onProblem(describeError(error, false).join('\n'));
      return prepareDockerfiles(wish, { ...flags, config: EMPTY_FILE }, this.#io);
    }
  }
}

/** Settings that say nothing. */
const EMPTY_FILE = process.platform === 'win32' ? String.raw`\\.\NUL` : '/dev/null';
