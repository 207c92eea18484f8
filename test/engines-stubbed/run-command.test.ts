// Commands in images, by stand-ins for engines.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BuiltImage, EngineKind } from '../../src/engines/engine.ts';
import { exportImage } from '../../src/engines/export-image.ts';
import { removeImage } from '../../src/engines/remove-image.ts';
import { runCommand } from '../../src/engines/running/run-command.ts';
import { isAlive, makeStubs, type Stubs } from '../support/stub-programs.ts';

const ID = `sha256:${'a'.repeat(64)}`;
const NAME = expect.stringMatching(/^plimsoll-[0-9a-f]{16}$/);

function imageOf(kind: EngineKind, stubs: Stubs): BuiltImage {
  const program = join(stubs.folder, kind.startsWith('docker') ? 'docker' : kind);
  const features = { heredocs: true, mounts: true, namedContexts: true, metadataFile: false };
  return { id: ID, engine: { kind, program, version: '1', features, env: stubs.env } };
}

describe('a command', () => {
  test('is given to docker as it is, without network', async () => {
    const stubs = makeStubs({ docker: `say('out'); complain('err'); process.exit(7);` });
    const outcome = await runCommand(imageOf('docker-classic', stubs), ['sh', '-c', 'a "b"; $c'], {
      timeoutMs: 10_000,
      network: 'none',
    });
    expect(outcome).toEqual({ exitCode: 7, isTimedOut: false, stdout: 'out', stderr: 'err', isCut: false });
    expect(stubs.calls()[0]!.args).toEqual([
      ...['run', '--rm', '--name', NAME, '--network', 'none', '--entrypoint', 'sh', ID, '-c', 'a "b"; $c'],
    ]);
  });

  test('that is left out starts the image', async () => {
    const stubs = makeStubs({ podman: '' });
    await runCommand(imageOf('podman', stubs), undefined, { timeoutMs: 10_000 });
    expect(stubs.calls()[0]!.args).toEqual(['run', '--rm', '--name', NAME, ID]);
    await expect(
      runCommand(imageOf('buildctl', stubs), undefined, { timeoutMs: 10_000 }),
    ).rejects.toMatchObject({ code: 'ENGINE_REFUSED' });
  });

  test('is given to buildah in a container of its own, which goes again', async () => {
    const stubs = makeStubs({ buildah: `if (args[0] === 'run') process.exit(3);` });
    const outcome = await runCommand(imageOf('buildah', stubs), ['a', '-b'], {
      timeoutMs: 10_000,
      network: 'none',
    });
    expect(outcome.exitCode).toBe(3);
    expect(stubs.calls().map(({ args }) => args)).toEqual([
      ['from', '--name', NAME, ID],
      ['run', '--network', 'none', NAME, '--', 'a', '-b'],
      ['rm', NAME],
    ]);
  });

  test('that the engine cannot start is no exit code of the command', async () => {
    const stubs = makeStubs({
      docker: `complain('docker: Error: no such image.\\nSee docker run --help\\n'); process.exit(125);`,
    });
    await expect(
      runCommand(imageOf('docker-classic', stubs), ['x'], { timeoutMs: 10_000 }),
    ).rejects.toMatchObject({ code: 'ENGINE_REFUSED' });
  });

  test('that takes too long is ended, and its container with it', async () => {
    const stubs = makeStubs({
      docker: `if (args[0] === 'run') { say('still here'); setInterval(() => {}, 1000); }`,
    });
    const outcome = await runCommand(imageOf('docker-classic', stubs), ['x'], { timeoutMs: 1500 });
    expect(outcome).toMatchObject({ exitCode: undefined, isTimedOut: true, stdout: 'still here' });
    const [run, rm] = stubs.calls();
    expect(isAlive(run!.pid)).toBe(false);
    expect(rm!.args).toEqual(['rm', '--force', run!.args[3]]);
  });

  test('that is stopped leaves no container', async () => {
    const stubs = makeStubs({ docker: `if (args[0] === 'run') setInterval(() => {}, 1000);` });
    const stop = new AbortController();
    const running = runCommand(imageOf('docker-classic', stubs), ['x'], {
      timeoutMs: 60_000,
      signal: stop.signal,
    });
    while (stubs.calls().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: 'ABORTED' });
    expect(stubs.calls().map(({ args }) => args[0])).toEqual(['run', 'rm']);
  });

  test('that says much is cut', async () => {
    const stubs = makeStubs({ docker: `say('0123456789'.repeat(100_000));` });
    const outcome = await runCommand(imageOf('docker-classic', stubs), ['x'], {
      timeoutMs: 10_000,
      limitBytes: 25,
    });
    expect(outcome).toMatchObject({ exitCode: 0, stdout: '0123456789012345678901234', isCut: true });
  });
});

describe('an image', () => {
  test.each([
    ['docker-classic', ['save', '--output', '/x.tar', ID], ['image', 'rm', ID]],
    ['podman', ['save', '--quiet', '--format', 'oci-archive', '--output', '/x.tar', ID], ['image', 'rm', ID]],
    ['buildah', ['push', '--quiet', ID, 'oci-archive:/x.tar'], ['rmi', ID]],
  ] as const)('of %s is saved and removed', async (kind, saved, removed) => {
    const stubs = makeStubs({ docker: '', podman: '', buildah: '' });
    await exportImage(imageOf(kind, stubs), '/x.tar');
    expect(await removeImage(imageOf(kind, stubs))).toBe(true);
    expect(stubs.calls().map(({ args }) => args)).toEqual([saved, removed]);
  });

  test('that cannot be saved says so', async () => {
    const stubs = makeStubs({ docker: `complain('no space left on device'); process.exit(1);` });
    await expect(exportImage(imageOf('docker-classic', stubs), '/x.tar')).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: 'no space left on device',
    });
    expect(await removeImage(imageOf('docker-classic', stubs))).toBe(false);
  });
});
