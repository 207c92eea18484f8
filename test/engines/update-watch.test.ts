// `plimsoll update watch` as users start it, on Docker's own registry: a base that moves, a storm of moves, and SIGTERM while it builds.
// The engine is a stub, so that it is known when a build goes on.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openDestination } from '../../src/oci/open-destination.ts';
import { PROGRAM } from '../cli/run-program.ts';
import { isBuilt } from '../support/built-modules.ts';
import { file, layer } from '../support/layers.ts';
import { pushImage } from '../support/made-generations.ts';
import { isAlive, makeStubs, type Stubs } from '../support/stub-programs.ts';
import { makeImage, writeImage } from '../support/written-images.ts';
import { type RegistryService, startRegistryService } from './registry-service.ts';
import { canRun } from './run-program.ts';

const ANY = `sha256:${'a'.repeat(64)}`;
const MOST_BUILDS = 12;

/** Each build of an image gives another one; it takes as long as a file says. */
const BUILDCTL = `
if (args[0] === '--version') say('buildctl github.com/moby/buildkit v0.19.0 abc\\n');
else if (args[0] === 'debug') say('BuildKit:   github.com/moby/buildkit v0.19.0 abc\\n');
else {
  const name = args.find((each) => each.startsWith('context=')).split('/').pop();
  const at = process.env.STUB_FOLDER + '/' + name;
  const count = fs.existsSync(at + '.count') ? Number(fs.readFileSync(at + '.count', 'utf8')) + 1 : 1;
  write(at + '.count', String(count));
  setTimeout(() => {
    fs.copyFileSync(at + '-' + count + '.tar', /dest=([^,]*)/.exec(after('--output'))[1]);
    write(after('--metadata-file'), JSON.stringify({ 'containerimage.digest': '${ANY}', 'containerimage.config.digest': '${ANY}' }));
  }, Number(fs.readFileSync(process.env.STUB_FOLDER + '/lasts-ms', 'utf8')));
}
`;

describe.runIf(isBuilt() && canRun('docker-registry', ['--version'], () => true))('update watch', () => {
  let folder: string;
  let service: RegistryService;
  let stubs: Stubs;
  let watching: ChildProcess | undefined;
  let said = '';
  let bases = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-watch-'));
    service = await startRegistryService(folder);
    stubs = makeStubs({ buildctl: BUILDCTL });
    for (const name of ['os', 'app'])
      for (let count = 1; count <= MOST_BUILDS; count++) {
        const destination = await openDestination(`oci-archive:${join(folder, `${name}-${count}.tar`)}`);
        await writeImage(destination, makeImage([layer([file(name, `${count}`)])]));
        await destination.close();
      }
    lasts(0);
    const put = (path: string, text: string): void => {
      mkdirSync(join(folder, 'team', path, '..'), { recursive: true });
      writeFileSync(join(folder, 'team', path), text);
    };
    put('os/Dockerfile', `FROM ${service.host}/base:1\nRUN true\n`);
    put('app/Dockerfile', 'FROM registry.example/os:1\nRUN true\n');
    put(
      'plimsoll.yaml',
      [
        'images:',
        '  - {name: registry.example/os:1, dockerfile: os/Dockerfile, platforms: [linux/amd64], refresh: 7d}',
        '  - {name: registry.example/app:1, dockerfile: app/Dockerfile, platforms: [linux/amd64]}',
        'update:',
        '  generations: registry.example/generations',
        '',
      ].join('\n'),
    );
    await moveBase();
  });
  afterEach(async () => {
    if (watching?.exitCode === null && watching.signalCode === null) {
      watching.kill('SIGKILL');
      await once(watching, 'exit');
    }
  });
  afterAll(async () => {
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(stubs.folder, { recursive: true, force: true });
  });

  const lasts = (ms: number): void => writeFileSync(join(folder, 'lasts-ms'), `${ms}`);
  const moveBase = async (): Promise<void> => {
    await pushImage(service.host, 'base', '1', `${++bases}`);
  };
  const buildsOf = (name: string): number =>
    existsSync(join(folder, `${name}.count`))
      ? Number(readFileSync(join(folder, `${name}.count`), 'utf8'))
      : 0;

  function start(): ChildProcess {
    said = '';
    mkdirSync(join(folder, 'tmp'), { recursive: true });
    const args = ['update', 'watch', join(folder, 'team'), '--every', '1s', '--promote', '--no-color'];
    const more = ['--to', service.host, '--database', join(folder, 'durable.db'), '--no-cache'];
    const child = spawn(process.execPath, [PROGRAM, ...args, ...more, '--workers', '0'], {
      env: { ...stubs.env, HOME: folder, TMPDIR: join(folder, 'tmp'), STUB_FOLDER: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    watching = child;
    return child;
  }

  async function until(what: string, isSo: () => boolean): Promise<void> {
    for (let i = 0; !isSo(); i++) {
      if (i > 1200 || watching?.exitCode !== null) throw new Error(`${what}: never; it said:\n${said}`);
      await sleep(100);
    }
  }
  const count = (text: string): number => said.split(text).length - 1;

  async function readGeneration(): Promise<number> {
    const url = `http://${service.host}/v2/generations/manifests/current`;
    const response = await fetch(url, { headers: { accept: 'application/vnd.oci.image.index.v1+json' } });
    const { annotations } = (await response.json()) as { readonly annotations: Record<string, string> };
    return Number(annotations['io.plimsoll.generation']);
  }

  async function stop(child: ChildProcess): Promise<number | null> {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
    return child.exitCode;
  }

  test('runs at once, then for each change, and a storm makes one run', async () => {
    const child = start();
    await until('the first run', () => count('watch: all is up to date') === 1);
    expect(await readGeneration()).toBe(1);
    expect([buildsOf('os'), buildsOf('app')]).toEqual([1, 1]);

    await moveBase();
    await until('the second run', () => count('watch: all is up to date') === 2);
    expect(said).toMatch(/watch: 1 change: \S+\/base:1 sha256:[0-9a-f]+ -> sha256:/);
    expect(await readGeneration()).toBe(2);

    // It moves while a build goes on, and again and again.
    lasts(3000);
    await moveBase();
    await until('the third build', () => buildsOf('os') === 3);
    for (let i = 0; i < 5; i++) await moveBase();
    lasts(0);
    await until('the run after the storm', () => count('watch: all is up to date') === 4);
    expect(buildsOf('os')).toBe(4);
    await sleep(2500);
    expect(buildsOf('os')).toBe(4);
    expect(await readGeneration()).toBe(4);
    expect(await stop(child)).toBe(143);
  });

  test('ends with SIGTERM while it builds, leaves nothing, and the next one goes on', async () => {
    const before = { os: buildsOf('os'), generation: await readGeneration() };
    lasts(60_000);
    const first = start();
    await sleep(1500);
    // Nothing changed since the last one, so nothing is made.
    expect(buildsOf('os')).toBe(before.os);
    await moveBase();
    await until('a build', () => buildsOf('os') === before.os + 1);
    const builder = stubs.calls().findLast(({ args }) => args[0] === 'build')!;
    const startedMs = performance.now();
    expect(await stop(first)).toBe(143);
    process.stderr.write(`\nstopped ${Math.round(performance.now() - startedMs)} ms after SIGTERM\n`);
    expect(isAlive(builder.pid)).toBe(false);
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
    expect(await readGeneration()).toBe(before.generation);

    lasts(0);
    const second = start();
    await until('the run', () => count('watch: all is up to date') === 1);
    expect(await readGeneration()).toBe(before.generation + 1);
    expect(await stop(second)).toBe(143);
  });

  test('makes anew what is due to be refreshed, without a change of anything', async () => {
    const child = start();
    await sleep(1500);
    const before = { os: buildsOf('os'), app: buildsOf('app') };
    const lock = join(folder, 'team', 'plimsoll.lock');
    const old = readFileSync(lock, 'utf8');
    const [block = ''] = /^.*\/os:1(?:.*\n)(?: .*\n)+/m.exec(old) ?? [];
    const aged = block.replace(/( at: "?)\d{4}-/, '$12020-');
    expect(aged).not.toBe(block);
    writeFileSync(lock, old.replace(block, aged));
    await until('the run', () => count('watch: all is up to date') === 1);
    expect(said).toContain('watch: 1 change: refresh of registry.example/os:1 linux/amd64');
    expect(buildsOf('os')).toBe(before.os + 1);
    const built = `context=${join(folder, 'team', 'os')}`;
    expect(stubs.calls().findLast(({ args }) => args.includes(built))!.args).toContain('--no-cache');
    await sleep(2500);
    expect(buildsOf('os')).toBe(before.os + 1);
    expect(await stop(child)).toBe(143);
  });
});
