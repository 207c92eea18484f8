// The image of Plimsoll itself: built by BuildKit from the Dockerfile at the root, checked by its own advice, and run as
// docs/container.md says. No registry is asked: the Node base is made of Debian, and of node and npm as npm has them.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeLadenImage } from '../cli/made-images.ts';
import { runProgram as runPlimsoll } from '../cli/run-program.ts';
import { DOCKER } from './docker-overlay2.ts';
import { canRun, must, runProgram } from './run-program.ts';
import { BASE } from './service-images.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const [NODE, IMAGE] = [`plimsoll-test/node:${process.pid}`, `plimsoll-test/own:${process.pid}`];
const VOLUME = `plimsoll-test-${process.pid}`;
const SOCKET = '/var/run/docker.sock';
const LARGEST_BYTES = 80_000_000;

const canBuild = canRun(DOCKER, ['image', 'inspect', BASE], () => true);
let folder: string;

/** Debian with Node, npm, and the certificates by which this machine reaches the registry of packages. */
async function buildNode(): Promise<void> {
  const context = join(folder, 'node');
  mkdirSync(context);
  await must('npm', [
    'install',
    '--silent',
    '--no-audit',
    '--no-fund',
    '--prefix',
    context,
    'node@24',
    'npm@11',
  ]);
  const image = join(folder, 'node-image');
  mkdirSync(image);
  await copyFile(join(context, 'node_modules/node/bin/node'), join(image, 'node'));
  await cp(join(context, 'node_modules/npm'), join(image, 'npm'), { recursive: true });
  const certificates = process.env['SSL_CERT_FILE'] ?? '';
  const hasOwn = existsSync(certificates);
  if (hasOwn) await copyFile(certificates, join(image, 'ca.crt'));
  writeFileSync(
    join(image, 'Dockerfile'),
    [
      `FROM ${BASE}`,
      'COPY node /usr/local/bin/node',
      'COPY npm /usr/local/lib/node_modules/npm',
      'RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && useradd --create-home --uid 1000 node',
      ...(hasOwn
        ? [
            'COPY ca.crt /etc/ssl/certs/ca-certificates.crt',
            'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt',
          ]
        : []),
      '',
    ].join('\n'),
  );
  await must('env', ['DOCKER_BUILDKIT=1', DOCKER, 'build', '--quiet', '--tag', NODE, image]);
}

const sizeOf = async (image: string): Promise<number> =>
  Number(await must(DOCKER, ['image', 'inspect', '--format', '{{.Size}}', image]));
const run = (...args: readonly string[]) => runProgram(DOCKER, ['run', '--rm', ...args]);

interface Told {
  readonly findings: readonly { readonly severity: string; readonly origin: string; readonly rule: string }[];
}

describe.skipIf(!canBuild)('the image of Plimsoll', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-own-image-'));
    await buildNode();
    await must('env', [
      ...['DOCKER_BUILDKIT=1', DOCKER, 'build', '--quiet', '--network', 'host'],
      ...['--build-arg', `NODE_IMAGE=${NODE}`, '--tag', IMAGE, ROOT],
    ]);
  });
  afterAll(async () => {
    await runProgram(DOCKER, ['image', 'rm', '--force', IMAGE, NODE]);
    await runProgram(DOCKER, ['volume', 'rm', '--force', VOLUME]);
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  test('is small over its base, and has nothing above advice', async () => {
    const bytes = (await sizeOf(IMAGE)) - (await sizeOf(NODE));
    console.log(`${(bytes / 1e6).toFixed(1)} MB over its base`);
    expect(bytes).toBeGreaterThan(1_000_000);
    expect(bytes).toBeLessThan(LARGEST_BYTES);
    const { exitCode, stdout, stderr } = await runPlimsoll(
      ['check', `docker-daemon:${IMAGE}`, '--base', `docker-daemon:${NODE}`, '--format', 'json'],
      { env: { DOCKER_HOST: `unix://${SOCKET}` } },
    );
    expect(exitCode, stderr).toBe(0);
    const { findings } = JSON.parse(stdout) as Told;
    expect(findings.filter(({ severity, origin }) => origin === 'yours' && severity !== 'advice')).toEqual(
      [],
    );
  });

  test('tells its version and its help, and is not root', async () => {
    expect(await run(IMAGE, '--version')).toMatchObject({ isDone: true, output: `${version}\n` });
    expect((await run(IMAGE)).output).toMatch(/^Usage: plimsoll /);
    expect((await run('--entrypoint', 'id', IMAGE, '-u')).output).toBe('1000\n');
  });

  test('checks what is mounted, without a network, and keeps what it learned in a volume', async () => {
    // A folder that everybody may read, as a mounted one has to be.
    const work = join(folder, 'work');
    mkdirSync(work);
    await makeLadenImage(join(work, 'laden'));
    const args = ['check', './laden', '--format', 'json'];
    const mount = ['--network', 'none', '--read-only', '--tmpfs', '/tmp', '--volume', `${work}:/work:ro`];
    const direct = await runPlimsoll(args, { cwd: work });
    const inside = await run(...mount, IMAGE, ...args);
    expect([inside.isDone, direct.exitCode]).toEqual([false, 1]);
    expect(JSON.parse(inside.output)).toEqual(JSON.parse(direct.stdout));
    const volume = ['--volume', `${VOLUME}:/cache`];
    for (let i = 0; i < 2; i++)
      expect((await run(...mount, ...volume, IMAGE, ...args)).output).toBe(inside.output);
    const kept = await run(...volume, '--entrypoint', 'find', IMAGE, '/cache', '-type', 'f', '-user', '1000');
    expect(kept.output).not.toBe('');
  });

  test("checks the engine's images through its socket", async () => {
    const socket = ['--volume', `${SOCKET}:${SOCKET}`, '--group-add', String(statSync(SOCKET).gid)];
    const { output, complaint } = await run(...socket, IMAGE, 'check', `docker-daemon:${BASE}`);
    expect(`${output}${complaint}`).toContain(`docker-daemon:${BASE}`);
    expect(output).toMatch(/MB in 1 layer/);
  });
});
