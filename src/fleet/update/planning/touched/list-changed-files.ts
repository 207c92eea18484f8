// The files that git finds changed since a reference: those of the working tree too, tracked or not.
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../../../engines/engine.ts';
import { findPrograms } from '../../../../engines/program/find-programs.ts';
import { runChild } from '../../../../engines/program/run-child.ts';
import { PlimsollError } from '../../../../errors.ts';

/** What changed. */
export interface ChangedFiles {
  /** Absolute real paths; files that are gone among them. */
  readonly paths: readonly string[];
  /** A file's bytes as they were; undefined where it was not there. */
  readonly readBefore: (path: string) => Promise<string | undefined>;
}

const OUTPUT_BYTES = 64 * 1024 * 1024;
/** A repository's own settings must not start programs. */
const SAFE = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

/** Compares with where the current branch left the reference, as a merge would. Throws USAGE where git or the reference is not there. */
export async function listChangedFiles(
  folder: string,
  reference: string,
  env: Environment,
  signal: AbortSignal,
): Promise<ChangedFiles> {
  const [git] = findPrograms('git', env);
  if (git === undefined)
    throw new PlimsollError('USAGE', '--since needs git, which is not on PATH', { subject: reference });
  const run = async (args: readonly string[], isFatal = true): Promise<string | undefined> => {
    const outcome = await runChild(git, [...SAFE, '-C', folder, ...args], {
      env: { ...env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
      signal,
      keep: 'head',
      limitBytes: OUTPUT_BYTES,
    });
    if (outcome.exitCode === 0 && !outcome.isCut) return outcome.stdout;
    if (!isFatal) return undefined;
    const said = outcome.isCut ? 'git lists more than can be read' : outcome.stderr.trim().split('\n').at(-1);
    throw new PlimsollError('USAGE', `git cannot compare with it: ${said}`, {
      subject: reference,
      hint: 'Name a branch, tag or commit of the repository; a shallow clone may have to be fetched whole.',
    });
  };
  const commit = (await run(['rev-parse', '--verify', '--end-of-options', `${reference}^{commit}`]))!.trim();
  const top = realpathSync((await run(['rev-parse', '--show-toplevel']))!.replace(/\n$/, ''));
  const base = (await run(['merge-base', commit, 'HEAD'], false))?.trim() ?? commit;
  const diff = await run([
    'diff',
    '--name-only',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    base,
    '--',
    `${top}/`,
  ]);
  const untracked = await run([
    'ls-files',
    '-z',
    '--others',
    '--exclude-standard',
    '--full-name',
    '--',
    `${top}/`,
  ]);
  const names = [...new Set(`${diff}${untracked}`.split('\0').filter((name) => name !== ''))].sort();
  return {
    paths: names.map((name) => join(top, name)),
    readBefore: (path) =>
      path.startsWith(`${top}/`)
        ? run(['show', `${base}:${path.slice(top.length + 1)}`], false)
        : Promise.resolve(undefined),
  };
}
