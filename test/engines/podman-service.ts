// podman with storage of its own in a folder, so that nothing of the machine's is touched, and its service on a socket.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Outcome, runProgram } from './run-program.ts';

export interface Podman {
  /** What points a client at the service. */
  readonly address: string;
  /** Runs `podman ARGS` on the same storage. */
  run(...args: readonly string[]): Promise<Outcome>;
  stop(): Promise<void>;
}

/** Starts the service; throws where its socket does not appear in a minute. */
export async function startPodman(folder: string): Promise<Podman> {
  const settings = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run')];
  const global = [...settings, '--storage-driver', 'vfs', '--cgroup-manager', 'cgroupfs'];
  const socket = join(folder, 'podman.sock');
  const service = spawn('podman', [...global, 'system', 'service', '--time=0', `unix://${socket}`], {
    stdio: 'ignore',
  });
  for (let i = 0; !existsSync(socket); i++) {
    if (i > 600 || service.exitCode !== null) throw new Error('podman system service does not start');
    await sleep(100);
  }
  return {
    address: `unix://${socket}`,
    run: (...args) => runProgram('podman', [...global, ...args]),
    stop: () => stop(service),
  };
}

async function stop(service: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => service.once('close', resolve));
  service.kill();
  await ended;
}
