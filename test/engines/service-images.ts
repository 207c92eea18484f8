// Images of services that answer when they are started, built by BuildKit on Debian: a Go program, Node, Python, Java, nginx
// and PostgreSQL.
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DOCKER } from './docker-overlay2.ts';
import { canRun, must, runProgram } from './run-program.ts';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'squash-images');

/** What they are built on. */
export const BASE = process.env['PLIMSOLL_BASE_IMAGE'] ?? 'debian:bookworm-slim';

/** By target, what each answers. */
export const ANSWERS: Readonly<Record<string, RegExp>> = {
  go: /^42$/m,
  nginx: /^answered$/m,
  node: /^42$/m,
  postgres: /^42$/m,
  python: /^42$/m,
  java: /openjdk version "17/,
};

/** Whether they can be built here. */
export const canBuildServices =
  canRun(DOCKER, ['image', 'inspect', BASE], () => true) && canRun('go', ['version'], () => true);

/** Builds one, unless it is there. */
export async function buildService(target: string, name: string): Promise<void> {
  if (spawnSync(DOCKER, ['image', 'inspect', name], { stdio: 'ignore' }).status === 0) return;
  const context = await mkdtemp(join(tmpdir(), 'plimsoll-squash-images-'));
  try {
    await copyFile(join(FOLDER, 'Dockerfile'), join(context, 'Dockerfile'));
    const service = join(context, 'service');
    await must('env', ['CGO_ENABLED=0', 'go', 'build', '-o', service, join(FOLDER, 'service.go')]);
    await must('env', [
      ...['DOCKER_BUILDKIT=1', DOCKER, 'build', '--network', 'host', '--build-arg', `BASE=${BASE}`],
      ...['--target', target, '--tag', name, context],
    ]);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

/** What it says when it is started, on both streams: some programs answer on stderr. */
export async function startService(image: string): Promise<string> {
  const { output, complaint } = await runProgram(DOCKER, ['run', '--rm', image]);
  return output + complaint;
}
