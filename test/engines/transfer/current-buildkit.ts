// A current buildkitd for the time of the tests, where one is on the PATH.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../run-program.ts';

/** A running daemon. */
export interface CurrentBuildKit {
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts the daemon in a new folder; runc is its worker, and the native snapshotter needs nothing of the kernel but copies every layer. */
export async function startBuildKit(
  snapshotter: 'native' | 'overlayfs' = 'native',
): Promise<CurrentBuildKit> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-buildkit-'));
  const address = `unix://${folder}/buildkitd.sock`;
  const config = join(folder, 'buildkitd.toml');
  writeFileSync(
    config,
    [
      `root = "${folder}/root"`,
      'insecure-entitlements = ["network.host"]',
      '[grpc]',
      `  address = ["${address}"]`,
      '[worker.oci]',
      '  enabled = true',
      '  binary = "runc"',
      `  snapshotter = "${snapshotter}"`,
      '[worker.containerd]',
      '  enabled = false',
    ].join('\n'),
  );
  const daemon = spawn('buildkitd', ['--config', config, '--oci-worker-net', 'host'], { stdio: 'ignore' });
  const deadline = Date.now() + 60_000;
  while (!(await runProgram('buildctl', ['--addr', address, 'debug', 'workers'])).isDone) {
    if (Date.now() > deadline || daemon.exitCode !== null) throw new Error('buildkitd does not answer');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { address, stop: () => stopDaemon(daemon, folder) };
}

/** Its folder goes too, unless something is still mounted in it. */
async function stopDaemon(daemon: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => daemon.once('exit', resolve));
  daemon.kill('SIGTERM');
  await ended;
  if (!readFileSync('/proc/self/mounts', 'utf8').includes(folder))
    rmSync(folder, { recursive: true, force: true });
}
