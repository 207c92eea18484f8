// Real images squashed from the engine into the engine: whatever they start answers as before, and what was deleted is gone
// from their bytes.
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSquash } from '../support/run-squash.ts';
import { DOCKER } from './docker-overlay2.ts';
import { canRun, must, runProgram } from './run-program.ts';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'squash-images');
const BASE = process.env['PLIMSOLL_BASE_IMAGE'] ?? 'debian:bookworm-slim';
const TOKEN = ['squash', 'me', 'away'].join('-');

const ANSWERS: Readonly<Record<string, RegExp>> = {
  go: /^42$/m,
  nginx: /^answered$/m,
  node: /^42$/m,
  postgres: /^42$/m,
  python: /^42$/m,
  java: /openjdk version "17/,
};

const canBuild =
  canRun(DOCKER, ['image', 'inspect', BASE], () => true) && canRun('go', ['version'], () => true);

describe.runIf(canBuild).each(Object.keys(ANSWERS))('the image of %s', (target) => {
  const name = `plimsoll-test/squash-${target}`;
  const made: string[] = [];
  beforeAll(() => build(target, name));
  afterAll(async () => {
    for (const image of made) await runProgram(DOCKER, ['image', 'rm', '--force', image]);
  });

  async function squash(tag: string, ...above: string[]): Promise<string> {
    const squashed = `${name}:${tag}`;
    made.push(squashed);
    const { exitCode, complaint, report } = await runSquash([
      `docker-daemon:${name}:latest`,
      ...['-o', `docker-daemon:${squashed}`, ...above],
    ]);
    expect(complaint).not.toMatch(/bug/);
    expect(exitCode, complaint).toBe(0);
    expect(report!.images[0]!.certificate.verdict).toBe('proven');
    return squashed;
  }

  test('answers as one layer, from which the token is gone', async () => {
    const squashed = await squash('whole');
    expect(await start(squashed)).toMatch(ANSWERS[target]!);
    expect(await countLayers(squashed)).toBe(1);
    expect(await holdsToken(squashed)).toBe(false);
    if (target === 'go') return;
    expect(await holdsToken(`${name}:latest`)).toBe(true);
    expect(await must(DOCKER, ['run', '--rm', '--user', '0', squashed, 'dpkg', '--audit'])).toBe('');
  });

  test('answers on its base, which stays, and the token is gone too', async () => {
    if (target === 'go') return;
    const squashed = await squash('above', '--above', `docker-daemon:${BASE}`);
    expect(await start(squashed)).toMatch(ANSWERS[target]!);
    expect(await countLayers(squashed)).toBe((await countLayers(BASE)) + 1);
    expect(await holdsToken(squashed)).toBe(false);
  });
});

async function build(target: string, name: string): Promise<void> {
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

/** Both streams: some programs answer on stderr. */
async function start(image: string): Promise<string> {
  const { output, complaint } = await runProgram(DOCKER, ['run', '--rm', image]);
  return output + complaint;
}

async function countLayers(image: string): Promise<number> {
  return Number(await must(DOCKER, ['image', 'inspect', '--format', '{{len .RootFS.Layers}}', image]));
}

/** Whether the token is anywhere in the bytes of the image's layers, which the engine saves plain; its config names it. */
async function holdsToken(image: string): Promise<boolean> {
  const script = `${DOCKER} save "$0" | tar -xO --wildcards '*.tar' | grep -caF "$1" || true`;
  return Number(await must('sh', ['-c', script, image, TOKEN])) > 0;
}
