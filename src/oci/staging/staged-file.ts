// A file that is written under a name of its writer's and gets its good name when it is whole. What killed runs left
// beside it is removed.
import { randomBytes } from 'node:crypto';
import { type FileHandle, link, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { isWriterGone, MARK_PATTERN, ownMark } from './run-mark.ts';
import { syncFolder } from './sync-folder.ts';
import { orUnwritable, unwritable } from './unwritable.ts';

/** A file on its way to its name. */
export class StagedFile {
  readonly handle: FileHandle;
  /** Where it is meanwhile. */
  readonly path: string;
  /** The good name, for messages too. */
  readonly target: string;
  readonly #replaces: boolean;

  private constructor(handle: FileHandle, path: string, target: string, replaces: boolean) {
    this.handle = handle;
    this.path = path;
    this.target = target;
    this.#replaces = replaces;
  }

  /** Throws DESTINATION_EXISTS where something is there that must not be replaced, DESTINATION_UNWRITABLE. */
  static async open(name: string, replaces: boolean): Promise<StagedFile> {
    const target = resolve(name);
    const stats = await lstat(target).catch(() => undefined);
    if (stats !== undefined && !(replaces && stats.isFile())) throw somethingThere(target);
    const prefix = `${target}.plimsoll-`;
    await removeAbandoned(prefix);
    const path = `${prefix}${ownMark()}-${randomBytes(6).toString('hex')}`;
    return new StagedFile(await orUnwritable(target, open(path, 'wx+')), path, target, replaces);
  }

  /** Shows the file. */
  async publish(): Promise<void> {
    await orUnwritable(this.target, this.handle.sync());
    await this.handle.close();
    if (this.#replaces) await orUnwritable(this.target, rename(this.path, this.target));
    else await this.#publishNew();
    await syncFolder(dirname(this.target));
  }

  /** Removes what was not published. */
  async remove(): Promise<void> {
    await this.handle.close().catch(() => {});
    await rm(this.path, { force: true });
  }

  /** A link fails where a file has appeared meanwhile, and a rename would replace it. */
  async #publishNew(): Promise<void> {
    try {
      await link(this.path, this.target);
      await rm(this.path, { force: true });
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'EEXIST') throw somethingThere(this.target);
      const isUnknown = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(code ?? '');
      if (!isUnknown) throw unwritable(this.target, cause);
      await orUnwritable(this.target, rename(this.path, this.target));
    }
  }
}

async function removeAbandoned(prefix: string): Promise<void> {
  const form = new RegExp(`^(${MARK_PATTERN})-[0-9a-f]{12}$`);
  const start = basename(prefix);
  for (const name of await readdir(dirname(prefix)).catch(() => [])) {
    const mark = name.startsWith(start) ? form.exec(name.slice(start.length))?.[1] : undefined;
    const path = join(dirname(prefix), name);
    const stats = mark === undefined ? undefined : await lstat(path).catch(() => undefined);
    // In a folder that others can write too, only what is ours is touched.
    if (stats?.isFile() !== true || stats.uid !== (process.getuid?.() ?? stats.uid)) continue;
    if (isWriterGone(mark!, stats.mtimeMs)) await rm(path, { force: true }).catch(() => {});
  }
}

function somethingThere(subject: string): PlimsollError {
  return new PlimsollError('DESTINATION_EXISTS', 'something is there already', {
    subject,
    hint: 'Name a new file, or remove the old one first.',
  });
}
