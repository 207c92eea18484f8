// Builds by stand-ins for engines: what they are called with, what is read back, how they fail and how they are stopped.
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildImage } from '../../src/engines/building/build-image.ts';
import type { BuildRequest } from '../../src/engines/building/build-request.ts';
import type { Engine, EngineKind } from '../../src/engines/engine.ts';
import { removeImage } from '../../src/engines/remove-image.ts';
import { isAlive, makeStubs, type StubCall, type Stubs } from '../support/stub-programs.ts';

const ID = `sha256:${'a'.repeat(64)}`;
const MANIFEST = `sha256:${'b'.repeat(64)}`;
const METADATA = JSON.stringify({ 'containerimage.digest': MANIFEST, 'containerimage.config.digest': ID });
const REQUEST: BuildRequest = {
  contextFolder: '/project/-odd; $(folder)',
  dockerfilePath: '/project/Dockerfile',
  target: 'app',
  buildArgs: { NAME: 'a b; rm -rf "$HOME"', EMPTY: '' },
  secrets: { token: '/secrets/a,b' },
  platform: 'linux/amd64',
  tags: ['x:1', 'y:2'],
  labels: { one: 'two' },
  network: 'host',
  noCache: true,
};

function engineOf(kind: EngineKind, stubs: Stubs): Engine {
  const name = kind.startsWith('docker') || kind === 'buildx' ? 'docker' : kind;
  return {
    kind,
    program: join(stubs.folder, name),
    version: '1',
    features: {
      heredocs: true,
      mounts: true,
      namedContexts: true,
      metadataFile: kind === 'buildx' || kind === 'buildctl',
    },
    env: stubs.env,
  };
}

async function build(
  kind: EngineKind,
  request = REQUEST,
): Promise<{ call: StubCall; id: string; manifest?: string }> {
  const body = `
if (args.includes('--iidfile')) write(after('--iidfile'), '${kind === 'buildah' ? ID.slice(7) : ID}');
if (args.includes('--metadata-file')) write(after('--metadata-file'), ${JSON.stringify(METADATA)});`;
  const stubs = makeStubs({ docker: body, buildctl: body, podman: body, buildah: body });
  const image = await buildImage(engineOf(kind, stubs), request);
  if (image.archivePath !== undefined) {
    expect(await removeImage(image)).toBe(true);
    expect(existsSync(dirname(image.archivePath))).toBe(false);
  }
  return {
    call: stubs.calls()[0]!,
    id: image.id,
    ...(image.manifestDigest === undefined ? {} : { manifest: image.manifestDigest }),
  };
}

/** Arguments without the paths of a run's own notes. */
function told({ args }: StubCall): readonly string[] {
  return args.map((word) => word.replace(/\/\S*plimsoll-build-\w+/, 'NOTES'));
}

describe('what engines are called with', () => {
  const common = [
    ...['--target', 'app', '--platform', 'linux/amd64', '--network', 'host', '--no-cache'],
    ...['--tag', 'x:1', '--tag', 'y:2', '--label', 'one=two'],
    ...['--build-arg', 'NAME=a b; rm -rf "$HOME"', '--build-arg', 'EMPTY='],
  ];
  const end = ['--secret', 'id=token,"src=/secrets/a,b"', '--', REQUEST.contextFolder];

  test.each([
    ['docker-classic', '0', []],
    ['docker-buildkit', '1', ['--progress', 'plain']],
  ] as const)('%s', async (kind, buildKit, progress) => {
    const { call, id } = await build(kind);
    expect(id).toBe(ID);
    expect(call.buildKit).toBe(buildKit);
    expect(told(call)).toEqual([
      ...['build', ...progress, '--iidfile', 'NOTES/id', '--file', '/project/Dockerfile'],
      ...common,
      ...end,
    ]);
  });

  test('buildx', async () => {
    const { call, id, manifest } = await build('buildx', { ...REQUEST, namedContexts: { other: '/other' } });
    expect([id, manifest]).toEqual([ID, MANIFEST]);
    expect(told(call)).toEqual([
      ...['buildx', 'build', '--load', '--provenance=false', '--metadata-file', 'NOTES/metadata.json'],
      ...['--progress', 'plain', '--iidfile', 'NOTES/id', '--file', '/project/Dockerfile'],
      ...common,
      ...['--build-context', 'other=/other'],
      ...end,
    ]);
  });

  test.each(['podman', 'buildah'] as const)('%s', async (kind) => {
    const { call, id, manifest } = await build(kind, { ...REQUEST, secrets: { token: '/secrets/a' } });
    expect([id, manifest]).toEqual([ID, undefined]);
    expect(told(call)).toEqual([
      ...['build', '--layers', '--iidfile', 'NOTES/id', '--file', '/project/Dockerfile'],
      ...common,
      ...['--secret', 'id=token,src=/secrets/a', '--', REQUEST.contextFolder],
    ]);
    await expect(build(kind)).rejects.toMatchObject({ code: 'ENGINE_REFUSED', subject: '/secrets/a,b' });
  });

  test('buildctl', async () => {
    const { call, id, manifest } = await build('buildctl', {
      ...REQUEST,
      namedContexts: {
        folder: '/other',
        'debian:12': `oci-layout:///layout@${MANIFEST}`,
        image: 'docker-image://x:1',
      },
    });
    expect([id, manifest]).toEqual([ID, MANIFEST]);
    expect(told(call)).toEqual([
      ...['build', '--progress', 'plain', '--frontend', 'dockerfile.v0'],
      ...['--local', `context=${REQUEST.contextFolder}`, '--local', 'dockerfile=/project'],
      ...['--opt', 'filename=Dockerfile', '--opt', 'target=app', '--opt', 'platform=linux/amd64'],
      ...['--opt', 'force-network-mode=host', '--allow', 'network.host', '--no-cache'],
      ...[
        '--opt',
        'label:one=two',
        '--opt',
        'build-arg:NAME=a b; rm -rf "$HOME"',
        '--opt',
        'build-arg:EMPTY=',
      ],
      ...['--local', 'named-0=/other', '--opt', 'context:folder=local:named-0'],
      ...['--oci-layout', 'named-1=/layout', '--opt', `context:debian:12=oci-layout://named-1@${MANIFEST}`],
      ...['--opt', 'context:image=docker-image://x:1'],
      ...['--secret', 'id=token,"src=/secrets/a,b"'],
      ...[
        '--output',
        'type=oci,dest=NOTES/image.tar,"name=x:1,y:2"',
        '--metadata-file',
        'NOTES/metadata.json',
      ],
    ]);
  });

  test('a folder that looks like an option is none', async () => {
    const { call } = await build('podman', { contextFolder: '-', dockerfilePath: '-x' });
    expect(call.args.at(-1)).toBe(join(process.cwd(), '-'));
    expect(call.args[call.args.indexOf('--file') + 1]).toBe(join(process.cwd(), '-x'));
  });
});

describe('a build that fails', () => {
  const plain: BuildRequest = { contextFolder: '/x', dockerfilePath: '/x/Dockerfile' };

  test('tells the line that says why, and the end of the rest as its cause', async () => {
    const stubs = makeStubs({
      docker: `for (let i = 0; i < 500; i++) complain('#' + i + ' noise\\n');
complain('ERROR: failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1\\n'); process.exit(1);`,
    });
    const failed = await buildImage(engineOf('docker-buildkit', stubs), plain).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({
      code: 'BUILD_FAILED',
      subject: '/x/Dockerfile',
      message:
        'ERROR: failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1',
    });
    expect(String((failed as Error).cause).split('\n')).toHaveLength(30);
  });

  test('because the daemon is gone says that', async () => {
    const stubs = makeStubs({
      docker: `complain('Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?\\n'); process.exit(1);`,
    });
    await expect(buildImage(engineOf('docker-classic', stubs), plain)).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      hint: 'Start the engine and try again.',
    });
  });

  test('because nothing was written down is no image', async () => {
    const stubs = makeStubs({ podman: `write(after('--iidfile'), 'sha256:short');` });
    await expect(buildImage(engineOf('podman', stubs), plain)).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: 'it does not say which image it made',
    });
  });

  test('because the engine cannot do it is not begun', async () => {
    const stubs = makeStubs({ docker: '' });
    const engine = engineOf('docker-classic', stubs);
    const features = { ...engine.features, namedContexts: false, mounts: false };
    for (const request of [{ namedContexts: { a: '/a' } }, { secrets: { a: '/a' } }])
      await expect(buildImage({ ...engine, features }, { ...plain, ...request })).rejects.toMatchObject({
        code: 'ENGINE_REFUSED',
      });
    expect(stubs.calls()).toEqual([]);
  });

  test('because it was stopped ends the process, also one that does not listen', async () => {
    const stubs = makeStubs({
      podman: `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); say('begun\\n');`,
    });
    const stop = new AbortController();
    const lines: string[] = [];
    const building = buildImage(engineOf('podman', stubs), {
      ...plain,
      signal: stop.signal,
      onLine: (line) => {
        lines.push(line);
        stop.abort();
      },
    });
    await expect(building).rejects.toMatchObject({ code: 'ABORTED' });
    expect(lines).toEqual(['begun']);
    expect(isAlive(stubs.calls()[0]!.pid)).toBe(false);
  });

  test('leaves no folder behind', async () => {
    const before = process.env['TMPDIR'];
    const temporary = mkdtempSync(join(tmpdir(), 'plimsoll-empty-'));
    process.env['TMPDIR'] = temporary;
    try {
      const stubs = makeStubs({ docker: 'process.exit(1);' });
      const made = existsSync(temporary) ? (await import('node:fs')).readdirSync(temporary) : [];
      await buildImage(engineOf('docker-classic', stubs), plain).catch(() => {});
      expect((await import('node:fs')).readdirSync(temporary)).toEqual([...made]);
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
  });
});
