// Real images squashed from the engine into the engine: whatever they start answers as before, and what was deleted is gone
// from their bytes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSquash } from '../support/run-squash.ts';
import { DOCKER } from './docker-overlay2.ts';
import { must, runProgram } from './run-program.ts';
import { ANSWERS, BASE, buildService, canBuildServices, startService } from './service-images.ts';

const TOKEN = ['squash', 'me', 'away'].join('-');

describe.runIf(canBuildServices).each(Object.keys(ANSWERS))('the image of %s', (target) => {
  const name = `plimsoll-test/squash-${target}`;
  const made: string[] = [];
  beforeAll(() => buildService(target, name));
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
    expect(await startService(squashed)).toMatch(ANSWERS[target]!);
    expect(await countLayers(squashed)).toBe(1);
    expect(await holdsToken(squashed)).toBe(false);
    if (target === 'go') return;
    expect(await holdsToken(`${name}:latest`)).toBe(true);
    expect(await must(DOCKER, ['run', '--rm', '--user', '0', squashed, 'dpkg', '--audit'])).toBe('');
  });

  test('answers on its base, which stays, and the token is gone too', async () => {
    if (target === 'go') return;
    const squashed = await squash('above', '--above', `docker-daemon:${BASE}`);
    expect(await startService(squashed)).toMatch(ANSWERS[target]!);
    expect(await countLayers(squashed)).toBe((await countLayers(BASE)) + 1);
    expect(await holdsToken(squashed)).toBe(false);
  });
});

async function countLayers(image: string): Promise<number> {
  return Number(await must(DOCKER, ['image', 'inspect', '--format', '{{len .RootFS.Layers}}', image]));
}

/** Whether the token is anywhere in the bytes of the image's layers, which the engine saves plain; its config names it. */
async function holdsToken(image: string): Promise<boolean> {
  const script = `${DOCKER} save "$0" | tar -xO --wildcards '*.tar' | grep -caF "$1" || true`;
  return Number(await must('sh', ['-c', script, image, TOKEN])) > 0;
}
