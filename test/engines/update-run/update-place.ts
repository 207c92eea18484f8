// Where `update` commands are tried with real programs: Debian's registry with a base image in it, BuildKit, and a folder for all else.
import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../../src/cli/run-cli.ts';
import { type RegistryService, startRegistryService } from '../registry-service.ts';
import { canRun, must } from '../run-program.ts';
import { type CurrentBuildKit, startBuildKit } from '../transfer/current-buildkit.ts';

/** Docker's command line, which only brings the base image along. */
export const DOCKER = process.env['PLIMSOLL_DOCKER'] ?? '/usr/bin/docker';
const BASE = process.env['PLIMSOLL_BASE_IMAGE'] ?? 'debian:bookworm-slim';

/** Whether all programs are here. */
export const canBuild: boolean =
  canRun(DOCKER, ['image', 'inspect', BASE, '--format', '{{.Os}}'], (text) => text.trim() === 'linux') &&
  canRun('buildctl', ['--version'], () => true) &&
  canRun('docker-registry', ['--version'], () => true);

/** What a command printed. */
export interface Printed {
  readonly exitCode: number;
  readonly output: string;
  readonly complaint: string;
}

/** The place; `registry` may be stopped and started again. */
export interface UpdatePlace {
  readonly work: string;
  registry: RegistryService;
  readonly buildKit: CurrentBuildKit;
  /** The base image's name in the registry. */
  readonly base: string;
  /** Runs a command line in this process. */
  plimsoll(args: readonly string[], more?: { readonly onNotice?: (text: string) => void }): Promise<Printed>;
  /** Options of a run or a watch: the registry, the engine, and where things are kept. */
  readonly runOptions: readonly string[];
  close(): Promise<void>;
}

/** Starts all of it, with the base image in the registry. */
export async function openUpdatePlace(name: string): Promise<UpdatePlace> {
  const work = mkdtempSync(join(tmpdir(), `plimsoll-${name}-`));
  const [registry, buildKit] = await Promise.all([startRegistryService(work), startBuildKit('overlayfs')]);
  const base = `${registry.host}/debian:bookworm-slim`;
  await must(DOCKER, ['tag', BASE, base]);
  await must(DOCKER, ['push', '-q', base]);
  await must(DOCKER, ['image', 'rm', base]);
  const place: UpdatePlace = {
    ...{ work, registry, buildKit, base },
    runOptions: [
      ...['--to', registry.host, '--engine', 'buildctl', '--network', 'host', '--workers', '0'],
      ...['--database', join(work, 'durable.db'), '--cache-dir', join(work, 'cache')],
    ],
    async plimsoll(args, { onNotice } = {}) {
      let [output, complaint] = ['', ''];
      const take = (into: (text: string) => void) => ({
        write(text: string, done?: (error?: Error | null) => void): boolean {
          into(text);
          done?.();
          return true;
        },
      });
      const { signal } = new AbortController();
      setMaxListeners(0, signal);
      const exitCode = await runCli([...args], {
        stdout: take((text) => {
          output += text;
        }),
        stderr: take((text) => {
          complaint += text;
          onNotice?.(text);
        }),
        env: { ...process.env, BUILDKIT_HOST: buildKit.address },
        version: 'test',
        signal,
        now: new Date(),
      });
      return { exitCode, output, complaint };
    },
    async close() {
      await place.registry.stop();
      await buildKit.stop();
      rmSync(work, { recursive: true, force: true });
    },
  };
  return place;
}
