// Docker's own command line finds the plugin, lists it, and runs it with its options.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeCleanImage } from '../cli/made-images.ts';
import { PROGRAM } from '../cli/run-program.ts';

const DOCKER = process.env['PLIMSOLL_DOCKER'] ?? '/usr/bin/docker';
const hasDocker = existsSync(DOCKER);
if (!hasDocker) console.warn(`skipped: no docker at ${DOCKER}; name one with PLIMSOLL_DOCKER`);

describe.skipIf(!hasDocker)('docker plimsoll', () => {
  const config = mkdtempSync(join(tmpdir(), 'plimsoll-docker-'));
  const env = { ...process.env, DOCKER_CONFIG: config };
  const plimsoll = (...args: string[]) =>
    spawnSync(process.execPath, [PROGRAM, ...args], { env, encoding: 'utf8' });
  const docker = (...args: string[]) => spawnSync(DOCKER, args, { env, encoding: 'utf8' });

  test('is installed by one command, and works as the program does', async () => {
    expect(plimsoll('docker-plugin')).toMatchObject({ status: 0 });
    const help = execFileSync(DOCKER, ['--help'], { env, encoding: 'utf8' });
    expect(help).toMatch(/plimsoll\*\s+Keep images lean/);
    const image = await makeCleanImage(join(mkdtempSync(join(tmpdir(), 'plimsoll-image-')), 'image'));
    const [direct, through] = [
      plimsoll('check', image, '--quiet'),
      docker('plimsoll', 'check', image, '--quiet'),
    ];
    expect(through).toMatchObject({ status: 0, stdout: direct.stdout });
    expect(direct.stdout).not.toBe('');
    expect(docker('plimsoll', 'check', '/nowhere/image.tar').status).toBe(2);
    expect(docker('plimsoll', '--version').stdout).toBe(plimsoll('--version').stdout);
  });

  test("keeps Docker's choice of the engine", () => {
    const run = docker('--host', 'unix:///nowhere.sock', 'plimsoll', 'check', 'docker-daemon:app:1');
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('/nowhere.sock');
  });

  test('is removed again, and a file of others is left alone', () => {
    expect(plimsoll('docker-plugin', '--remove').stdout).toContain('Removed');
    expect(docker('plimsoll', 'check', 'x').status).not.toBe(0);
    const path = join(config, 'cli-plugins', 'docker-plimsoll');
    writeFileSync(path, '#!/bin/sh\n');
    const run = plimsoll('docker-plugin');
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('not of plimsoll');
  });
});
