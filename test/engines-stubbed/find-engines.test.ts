// Finding engines: what is there, what it can, and what is said of those that do not answer.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseEngine, findEngines } from '../../src/engines/finding/find-engines.ts';
import { isAtLeast } from '../../src/engines/finding/version.ts';
import { makeStubs } from '../support/stub-programs.ts';

function docker(client: string, daemon: string | undefined, buildx: string | undefined): string {
  const server = daemon === undefined ? 'null' : `{ Version: '${daemon}', Os: 'linux' }`;
  return `
if (args[0] === 'version') {
  say(JSON.stringify({ Client: { Version: '${client}' }, Server: ${server} }));
  ${daemon === undefined ? "complain('Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?\\n'); process.exit(1);" : ''}
} else if (args[0] === 'buildx') {
  ${buildx === undefined ? "complain('is not a docker command'); process.exit(1);" : `say('github.com/docker/buildx ${buildx} abc\\n');`}
}`;
}

describe('docker', () => {
  test.each([
    [
      '20.10.24',
      '20.10.24',
      undefined,
      ['docker-buildkit', 'docker-classic'],
      { heredocs: false, mounts: true },
    ],
    ['28.2.2', '20.10.24', undefined, ['docker-classic'], { heredocs: false, mounts: false }],
    ['28.2.2', '28.2.2', 'v0.24.0', ['buildx', 'docker-classic'], { heredocs: true, namedContexts: true }],
    [
      '20.10.24',
      '20.10.24',
      'v0.7.1',
      ['buildx', 'docker-classic'],
      { heredocs: false, namedContexts: false },
    ],
  ])('%s with daemon %s and buildx %s', async (client, daemon, buildx, kinds, features) => {
    const { env } = makeStubs({ docker: docker(client, daemon, buildx) });
    const { engines, unusable } = await findEngines(env);
    expect(engines.map(({ kind }) => kind)).toEqual(kinds);
    expect(engines[0]!.features).toMatchObject(features);
    expect(engines[0]).toMatchObject({ version: client, daemonVersion: daemon });
    expect(unusable).toEqual([]);
  });

  test('without its daemon it is told why, with a hint', async () => {
    const { env, folder } = makeStubs({ docker: docker('28.2.2', undefined, 'v0.24.0') });
    const found = await findEngines(env);
    expect(found.engines).toEqual([]);
    expect(() => chooseEngine(found)).toThrowError(
      expect.objectContaining({
        code: 'ENGINE_UNREACHABLE',
        subject: join(folder, 'docker'),
        message: expect.stringContaining('Is the docker daemon running'),
        hint: expect.stringContaining('Start the Docker daemon'),
      }),
    );
  });

  test('two programs of that name are both looked at, a link to the first is not', async () => {
    const first = makeStubs({ docker: docker('28.2.2', '20.10.24', undefined) });
    const second = makeStubs({ docker: docker('20.10.24', '20.10.24', undefined) });
    const third = makeStubs({});
    symlinkSync(join(first.folder, 'docker'), join(third.folder, 'docker'));
    const { engines } = await findEngines({ PATH: `${first.folder}:${third.folder}:${second.folder}` });
    expect(engines.map(({ kind, program }) => [kind, program])).toEqual([
      ['docker-buildkit', join(second.folder, 'docker')],
      ['docker-classic', join(first.folder, 'docker')],
      ['docker-classic', join(second.folder, 'docker')],
    ]);
  });
});

describe('the others', () => {
  const buildctl = `
if (args[0] === '--version') say('buildctl github.com/moby/buildkit v0.12.5 abc\\n');
else say('BuildKit:   github.com/moby/buildkit v0.12.5 abc\\n');`;
  const podman = `say(JSON.stringify({ Client: { Version: '4.3.1' } }));`;
  const buildah = `say(JSON.stringify({ version: '1.33.2' }));`;

  test('are ordered best first, with what their versions can', async () => {
    const { env } = makeStubs({ buildctl, podman, buildah, docker: docker('28.2.2', '28.2.2', undefined) });
    const { engines } = await findEngines(env);
    expect(engines.map(({ kind, features: { heredocs } }) => [kind, heredocs])).toEqual([
      ['buildctl', true],
      ['podman', false],
      ['buildah', true],
      ['docker-classic', false],
    ]);
    expect(engines[0]).toMatchObject({ version: 'v0.12.5', daemonVersion: 'v0.12.5' });
  });

  test('are chosen by name and by what is needed', async () => {
    const { env } = makeStubs({ podman, buildah });
    const found = await findEngines(env);
    expect(chooseEngine(found).kind).toBe('podman');
    expect(chooseEngine(found, 'buildah').kind).toBe('buildah');
    expect(chooseEngine(found, undefined, ['heredocs']).kind).toBe('buildah');
    expect(() => chooseEngine(found, 'podman', ['heredocs'])).toThrowError(
      expect.objectContaining({ code: 'ENGINE_REFUSED', message: 'no engine here can read heredocs' }),
    );
    expect(() => chooseEngine(found, 'docker')).toThrowError(
      expect.objectContaining({ code: 'ENGINE_UNREACHABLE', subject: 'docker' }),
    );
  });

  test('that say nothing, or cannot be started, do not hide what works', async () => {
    const { env, folder } = makeStubs({ podman: `process.exit(3);`, buildah });
    const broken = makeStubs({});
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(broken.folder, 'buildctl'), '#!/nowhere/at/all\n', { mode: 0o755 });
    const found = await findEngines({ PATH: `${broken.folder}:${env['PATH']}` });
    expect(found.engines.map(({ kind }) => kind)).toEqual(['buildah']);
    expect(found.unusable.map(({ program }) => program)).toEqual([
      join(broken.folder, 'buildctl'),
      join(folder, 'podman'),
    ]);
  });

  test('are not looked for in the current folder', async () => {
    const { folder } = makeStubs({ buildah });
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect((await findEngines({ PATH: ':.' })).engines).toEqual([]);
    } finally {
      process.chdir(before);
    }
  });

  test('leave nothing running when the signal comes', async () => {
    const { env, calls } = makeStubs({ buildah: 'setInterval(() => {}, 1000);' });
    const stop = new AbortController();
    const finding = findEngines(env, stop.signal);
    while (calls().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    await expect(finding).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

test.each([
  ['20.10.24+dfsg1', [23, 0], false],
  ['23.0.1', [23, 0], true],
  ['v0.9.3', [0, 10], false],
  ['v0.10.0-rc1', [0, 10], true],
  ['v0.0.0+unknown', [0, 10], true],
  ['main', [9, 9], true],
] as const)('%s is %s or later: %s', (version, least, expected) => {
  expect(isAtLeast(version, least)).toBe(expected);
});
