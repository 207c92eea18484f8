// Real images trimmed, and put on a new base: what they start answers as before, and their package managers work.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram as runPlimsoll } from '../cli/run-program.ts';
import { DOCKER } from './docker-overlay2.ts';
import { must, runProgram } from './run-program.ts';
import { ANSWERS, BASE, buildService, canBuildServices, startService } from './service-images.ts';

const NEW_BASE = 'plimsoll-test/newer-base:latest';
const ENGINE = { env: { DOCKER_HOST: process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock' } };

describe.runIf(canBuildServices).each(Object.keys(ANSWERS))('the image of %s', (target) => {
  const name = `plimsoll-test/squash-${target}`;
  const made: string[] = [];
  beforeAll(() => buildService(target, name));
  afterAll(async () => {
    for (const image of made) await runProgram(DOCKER, ['image', 'rm', '--force', image]);
  });

  async function rewrite(command: string, tag: string, ...more: string[]): Promise<string> {
    const image = `${name}:${tag}`;
    made.push(image);
    const args = [command, `docker-daemon:${name}:latest`, '-o', `docker-daemon:${image}`, ...more];
    const { exitCode, stdout, stderr } = await runPlimsoll(args, ENGINE);
    expect(exitCode, stdout + stderr).toBe(0);
    if (!stdout.includes('nothing was written')) expect(stdout).toContain('Proven: read back');
    return stdout.includes('nothing was written') ? `${name}:latest` : image;
  }

  test('answers when it was trimmed, and its package manager is content', async () => {
    const image = await rewrite('trim', 'trimmed');
    expect(await startService(image)).toMatch(ANSWERS[target]!);
    if (target === 'go') return;
    const run = ['run', '--rm', '--user', '0', '--network', 'host', '--entrypoint', 'sh', image, '-c'];
    expect(await must(DOCKER, [...run, 'dpkg --audit; apt-get check -qq'])).toBe('');
    const install = 'apt-get update -qq && apt-get install -y -qq jq >/dev/null 2>&1 && jq --version';
    expect(await must(DOCKER, [...run, install])).toMatch(/^jq-/);
  });

  test('answers on a newer base', async () => {
    if (target === 'go') return;
    await buildNewerBase();
    const bases = ['--old-base', `docker-daemon:${BASE}`, '--onto', `docker-daemon:${NEW_BASE}`];
    const image = await rewrite('rebase', 'rebased', ...bases);
    expect(await startService(image)).toMatch(ANSWERS[target]!);
    const run = ['run', '--rm', '--user', '0', '--entrypoint', 'sh', image, '-c'];
    expect(await must(DOCKER, [...run, 'dpkg --audit; apt-get check -qq; id -u plimsoll'])).toBe('5000\n');
  });
});

/** The base with another package, another user and a changed file. */
async function buildNewerBase(): Promise<void> {
  const known = await runProgram(DOCKER, ['image', 'inspect', NEW_BASE]);
  if (known.isDone) return;
  const text = `FROM ${BASE}
RUN apt-get update && apt-get install -y --no-install-recommends bc && rm -rf /var/lib/apt/lists/* \\
 && useradd -u 5000 plimsoll && echo 'newer' > /etc/issue
`;
  await must(DOCKER, ['build', '--network', 'host', '--tag', NEW_BASE, '-'], text);
}
