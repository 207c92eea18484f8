// The engines of this machine, each asked for the same build: docker with BuildKit and with its classic builder, buildctl with
// a daemon of the test's, podman and buildah with storage of the test's.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildImage } from '../../src/engines/building/build-image.ts';
import type { Engine, EngineKind } from '../../src/engines/engine.ts';
import { exportImage } from '../../src/engines/export-image.ts';
import { findEngines } from '../../src/engines/finding/find-engines.ts';
import { removeImage } from '../../src/engines/remove-image.ts';
import { runCommand } from '../../src/engines/running/run-command.ts';
import { openImage } from '../../src/oci/open-image.ts';
import { makeTree } from '../support/context-trees.ts';
import { canRun, must } from './run-program.ts';
import { type CurrentBuildKit, startBuildKit } from './transfer/current-buildkit.ts';

const BASE = 'debian:bookworm-slim';
const DOCKER = '/usr/bin/docker';
const hasDocker = canRun(
  DOCKER,
  ['image', 'inspect', BASE, '--format', '{{.Os}}'],
  (text) => text.trim() === 'linux',
);
const KINDS: readonly EngineKind[] = [
  ...(hasDocker ? (['docker-buildkit', 'docker-classic'] as const) : []),
  ...(hasDocker && canRun('buildctl', ['--version'], () => true) ? (['buildctl'] as const) : []),
  ...(hasDocker && canRun('podman', ['--version'], () => true) ? (['podman'] as const) : []),
  ...(hasDocker && canRun('buildah', ['--version'], () => true) ? (['buildah'] as const) : []),
];

/** All of them take minutes. */
const ASKED = process.env['NIGHTLY'] === '1' ? KINDS : KINDS.slice(0, 1);

const work = mkdtempSync(join(tmpdir(), 'plimsoll-engines-'));
/** For podman and buildah: storage and limits that this machine allows. */
const CONTAINERS = {
  CONTAINERS_CONF: join(work, 'containers.conf'),
  CONTAINERS_STORAGE_CONF: join(work, 'storage.conf'),
};
const NO_TIME = { timeoutMs: 120_000, network: 'none' } as const;

describe.runIf(hasDocker)('an engine', () => {
  let buildKit: CurrentBuildKit | undefined;
  let engines: readonly Engine[] = [];
  let layout = '';

  beforeAll(async () => {
    const archive = join(work, 'base.tar');
    await must(DOCKER, ['save', '-o', archive, BASE]);
    writeFileSync(
      CONTAINERS.CONTAINERS_CONF,
      '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]\n[engine]\ncgroup_manager = "cgroupfs"\n',
    );
    writeFileSync(
      CONTAINERS.CONTAINERS_STORAGE_CONF,
      `[storage]\ndriver = "vfs"\ngraphroot = "${work}/root"\nrunroot = "${work}/run"\n`,
    );
    if (KINDS.includes('podman') || KINDS.includes('buildah'))
      await must('env', [
        ...Object.entries(CONTAINERS).map(([name, value]) => `${name}=${value}`),
        KINDS.includes('podman') ? 'podman' : 'buildah',
        'pull',
        '-q',
        `docker-archive:${archive}`,
      ]);
    if (KINDS.includes('buildctl')) {
      buildKit = await startBuildKit();
      await must('skopeo', ['copy', '-q', `docker-archive:${archive}`, `oci:${work}/layout:base`]);
      const inspected = JSON.parse(await must('skopeo', ['inspect', `oci:${work}/layout:base`])) as {
        Digest: string;
      };
      layout = `oci-layout://${work}/layout@${inspected.Digest}`;
    }
    rmSync(archive);
    ({ engines } = await findEngines({
      ...process.env,
      ...CONTAINERS,
      ...(buildKit === undefined ? {} : { BUILDKIT_HOST: buildKit.address }),
    }));
  });

  afterAll(async () => {
    await buildKit?.stop();
    rmSync(work, { recursive: true, force: true });
  });

  const engineOf = (kind: EngineKind): Engine =>
    engines.find(
      (engine) =>
        engine.kind === kind && (!kind.startsWith('docker') || engine.program !== '/usr/local/bin/docker'),
    )!;
  const baseFor = (kind: EngineKind): { readonly namedContexts?: Readonly<Record<string, string>> } =>
    kind === 'buildctl' ? { namedContexts: { [BASE]: layout } } : {};

  test('is found in each form that is here', () => {
    expect(new Set(engines.map(({ kind }) => kind))).toEqual(new Set([...KINDS, 'docker-classic']));
  });

  describe.each(ASKED)('%s', (kind) => {
    test('builds what it is told, and what it says is what it made', async () => {
      const engine = engineOf(kind);
      const folder = makeTree({
        Dockerfile: [
          `FROM ${BASE} AS first`,
          'ARG WORD',
          'RUN echo "$WORD" > /word',
          'FROM first AS second',
          'ENV PLACE=here',
          'WORKDIR /srv',
          'ENTRYPOINT ["false"]',
          'FROM first',
          'RUN echo never > /never',
          '',
        ].join('\n'),
      });
      const lines: string[] = [];
      const image = await buildImage(engine, {
        contextFolder: folder,
        dockerfilePath: join(folder, 'Dockerfile'),
        target: 'second',
        buildArgs: { WORD: 'a "b" $c; d' },
        labels: { mark: 'plimsoll' },
        network: 'host',
        onLine: (line) => lines.push(line),
        ...baseFor(kind),
      });
      expect(lines.length).toBeGreaterThan(2);

      const script = 'cat /word; echo "$PLACE $PWD"; ls /sys/class/net /never; echo "$1" >&2; exit 9';
      const outcome = await runCommand(image, ['sh', '-c', script, '-', 'x  y; z'], NO_TIME);
      expect(outcome.exitCode).toBe(9);
      // Without network there is nothing but what the kernel puts into every new one.
      expect(outcome.stdout.split('\n').slice(0, 2)).toEqual(['a "b" $c; d', 'here /srv']);
      expect(outcome.stdout).not.toMatch(/\b(?:eth|en[ops])\d/);
      expect(outcome.stderr).toContain('x  y; z');
      expect(outcome.stderr).toContain('/never');

      const path = join(work, `${kind}.tar`);
      await exportImage(image, path);
      const opened = await openImage(path, {});
      expect(opened.config.json['config']).toMatchObject({ Labels: { mark: 'plimsoll' } });
      await opened.close();
      rmSync(path);
      expect(await removeImage(image)).toBe(true);
      rmSync(folder, { recursive: true });
    });

    test('mounts a secret, and takes a folder as a named context, where it can', async () => {
      const { features } = engineOf(kind);
      const folder = makeTree({
        Dockerfile: [
          `FROM ${BASE}`,
          ...(features.mounts ? ['RUN --mount=type=secret,id=word wc -c < /run/secrets/word > /length'] : []),
          ...(features.namedContexts ? ['COPY --from=other note /note'] : []),
          '',
        ].join('\n'),
        word: 'twelve bytes',
        other: { note: 'of the other' },
      });
      const image = await buildImage(engineOf(kind), {
        contextFolder: folder,
        dockerfilePath: join(folder, 'Dockerfile'),
        network: 'host',
        ...(features.mounts ? { secrets: { word: join(folder, 'word') } } : {}),
        ...(features.namedContexts
          ? { namedContexts: { ...baseFor(kind).namedContexts, other: join(folder, 'other') } }
          : {}),
      });
      const outcome = await runCommand(image, ['sh', '-c', 'cat /length /note; true'], NO_TIME);
      expect(outcome.stdout).toBe(
        `${features.mounts ? '12\n' : ''}${features.namedContexts ? 'of the other' : ''}`,
      );
      await removeImage(image);
    });

    test('says why a build fails', async () => {
      const folder = makeTree({ Dockerfile: `FROM ${BASE}\nRUN echo this is why >&2; exit 42\n` });
      await expect(
        buildImage(engineOf(kind), {
          contextFolder: folder,
          dockerfilePath: join(folder, 'Dockerfile'),
          network: 'host',
          ...baseFor(kind),
        }),
      ).rejects.toMatchObject({
        code: 'BUILD_FAILED',
        message: expect.stringMatching(/42/),
        cause: expect.stringContaining('this is why'),
      });
    });

    test('stops', async () => {
      const folder = makeTree({ Dockerfile: `FROM ${BASE}\nRUN echo begun ${Date.now()}; sleep 300\n` });
      const stop = new AbortController();
      const begun = Date.now();
      await expect(
        buildImage(engineOf(kind), {
          contextFolder: folder,
          dockerfilePath: join(folder, 'Dockerfile'),
          network: 'host',
          signal: stop.signal,
          onLine: (line) => {
            if (line.includes('begun')) setTimeout(() => stop.abort(), 500);
          },
          ...baseFor(kind),
        }),
      ).rejects.toMatchObject({ code: 'ABORTED' });
      expect(Date.now() - begun).toBeLessThan(60_000);
    });

    test('ends a command that takes too long', async () => {
      const folder = makeTree({ Dockerfile: `FROM ${BASE}\nENV X=1\n` });
      const image = await buildImage(engineOf(kind), {
        contextFolder: folder,
        dockerfilePath: join(folder, 'Dockerfile'),
        ...baseFor(kind),
      });
      const outcome = await runCommand(image, ['sh', '-c', 'sleep 100'], {
        timeoutMs: 4000,
        network: 'none',
      });
      expect(outcome).toMatchObject({ exitCode: undefined, isTimedOut: true });
      await removeImage(image);
    });
  });
});
