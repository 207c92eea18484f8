// `plimsoll docker-plugin`: makes `docker plimsoll ...` work for the user, and undoes it.
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import type { CliIo } from '../cli-io.ts';
import { formatPluginFile, isPluginFile, PLUGIN_FILE } from '../docker-plugin/plugin-file.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { writePieces } from '../terminal/write-pieces.ts';

/** As commander hands them over. */
export interface DockerPluginFlags {
  readonly remove?: boolean;
}

/** Writes or removes the plugin's file and resolves to the exit code; a file that is not ours stays. */
export async function runDockerPlugin({ remove = false }: DockerPluginFlags, io: CliIo): Promise<number> {
  if (process.platform === 'win32')
    throw new PlimsollError('USAGE', "Docker's plugins on Windows are .exe files, which this is not", {
      hint: 'Run plimsoll itself: it takes the same images.',
    });
  const config = io.env['DOCKER_CONFIG'] || join(io.env['HOME'] || homedir(), '.docker');
  const folder = join(config, 'cli-plugins');
  const path = join(folder, PLUGIN_FILE);
  const there = await readFile(path, 'utf8').catch(() => undefined);
  if (there !== undefined && !isPluginFile(there))
    throw new PlimsollError('DESTINATION_EXISTS', 'this file is not of plimsoll', {
      subject: path,
      hint: 'Move it away first.',
    });
  if (remove) {
    await rm(path, { force: true });
    await writePieces(io.stdout, [there === undefined ? 'There was no plugin.\n' : `Removed ${path}\n`]);
    return EXIT_CODE.clean;
  }
  try {
    await mkdir(folder, { recursive: true });
    const draft = `${path}.${process.pid}`;
    await writeFile(draft, formatPluginFile());
    await chmod(draft, 0o755);
    await rename(draft, path);
  } catch (cause) {
    throw new PlimsollError('DESTINATION_UNWRITABLE', 'the plugin cannot be written', {
      subject: path,
      cause,
    });
  }
  await writePieces(io.stdout, [`Wrote ${path}\nNow: docker plimsoll check IMAGE\n`]);
  return EXIT_CODE.clean;
}
