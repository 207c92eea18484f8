// The fleet that a command line names, read with what earlier runs keep.
import { readFile } from 'node:fs/promises';
import { FactsCache } from '../../contents/cache/facts-cache.ts';
import { PlaceMemory } from '../../contents/cache/place-memory.ts';
import { PlimsollError } from '../../errors.ts';
import type { FleetSnapshot } from '../../fleet/snapshot/fleet-snapshot.ts';
import { type ReadFleet, readFleet } from '../../fleet/sources/read-fleet.ts';
import { parsePlatform } from '../../oci/image/platform.ts';
import type { CliIo } from '../cli-io.ts';
import { StatusLine } from '../terminal/status-line.ts';
import type { FleetFlags } from './fleet-flags.ts';

const LIST_LIMIT_BYTES = 64 * 2 ** 20;

/** A fleet, and what its run goes on with. */
export interface OpenedFleet extends ReadFleet {
  /** Undefined with --no-cache. */
  readonly cache: FactsCache | undefined;
  readonly status: StatusLine;
}

/** Reads the fleet; `known` is an earlier snapshot of it. Throws what `readFleet` does, and USAGE where nothing is named. */
export async function openFleet(
  sources: readonly string[],
  flags: FleetFlags,
  io: CliIo,
  known?: FleetSnapshot,
): Promise<OpenedFleet> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const names = [...sources, ...(flags.from === undefined ? [] : await readList(flags.from))];
  if (names.length === 0)
    throw new PlimsollError('USAGE', 'no fleet is named', {
      hint: 'Name images, a folder of them, docker://HOST, docker-daemon: or a snapshot; docs/fleet.md has examples.',
    });
  const cache = flags.cache
    ? new FactsCache(flags.cacheDir === undefined ? {} : { folder: flags.cacheDir })
    : undefined;
  const memory = cache === undefined ? undefined : new PlaceMemory(cache);
  try {
    status.showStep(`asking which images there are: ${names.join(', ')}`);
    const fleet = await readFleet(names, {
      ...(flags.platform === undefined ? {} : { platform: parsePlatform(flags.platform) }),
      insecure: flags.insecure === true,
      signal: io.signal,
      at: io.now.toISOString(),
      ...(known === undefined ? {} : { known }),
      ...(cache === undefined ? {} : { cache }),
      ...(memory === undefined ? {} : { store: memory, documents: memory.documents }),
      onNotice: (line) => status.notice(line),
      onStep: (text) => status.showStep(text),
    });
    return { ...fleet, cache, status };
  } finally {
    status.clear();
    await memory?.keep();
  }
}

/** One source a line; blank lines and those with # say nothing. */
async function readList(path: string): Promise<readonly string[]> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new PlimsollError('FILE_UNREADABLE', `cannot be read (${code})`, { subject: path, cause });
  }
  if (bytes.byteLength > LIST_LIMIT_BYTES)
    throw new PlimsollError('USAGE', 'it is too long for a list of sources', { subject: path });
  return bytes
    .toString('utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
