// Reports of an engine's images by the built program: the same bytes with a cache, without, and whatever is in it.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startContainerdEngine } from '../support/containerd-engine.ts';
import { packLegacySave, packModernSave, packPodmanSave } from '../support/docker-archives.ts';
import { type FakeEngine, startEngine } from '../support/fake-engine.ts';
import {
  type MadeImage,
  makeImage,
  makeLayer,
  makeTemporaryFolder,
  packLayout,
  packTar,
  writeTree,
} from '../support/image-files.ts';
import { runProgram } from './run-program.ts';

const base = makeLayer({ 'etc/base': 'base '.repeat(9000), 'tmp/left': 'left '.repeat(5000) });
const empty = makeLayer({});
const top = makeLayer({ 'root/.cache/pip/http/x': 'cached '.repeat(90_000) });
/** As Docker's first builder has it: some steps without a size brought a layer, some did not. */
const steps = [
  { created_by: '/bin/sh -c #(nop) ADD file:1 in / ' },
  { created_by: '/bin/sh -c #(nop) WORKDIR /', empty_layer: true },
  { created_by: '/bin/sh -c rm /gone' },
  { created_by: '/bin/sh -c pip install x' },
  { created_by: '/bin/sh -c #(nop)  CMD ["sh"]', empty_layer: true },
];
const image = makeImage({ layers: [base, empty, top], config: { history: steps } });
const relabelled = makeImage({
  layers: [base, empty, top],
  config: { history: steps, config: { Labels: { version: '2' } } },
});
const sizes = [90_000, 0, 0, 630_000, 0];
const history = steps
  .map(({ created_by }, i) => ({
    CreatedBy: created_by,
    Size: sizes[i],
    Comment: '',
    Created: 1_700_000_000,
  }))
  .toReversed();

type Run = (name: string, ...more: string[]) => Promise<string>;

/** Runs `plimsoll image NAME --format json`, each with the same cache, against the engine. */
function against(engine: FakeEngine): Run {
  const XDG_CACHE_HOME = makeTemporaryFolder();
  return async (name, ...more) => {
    const args = ['image', `docker-daemon:${name}`, '--format', 'json', '--fail-on', 'never', ...more];
    const { stdout, stderr, exitCode } = await runProgram(args, {
      env: { XDG_CACHE_HOME, DOCKER_HOST: engine.address },
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringMatching(/^$|the only image/) });
    return stdout;
  };
}

const countExports = (engine: FakeEngine): number =>
  engine.requests.filter((url) => url.includes('/get')).length;

const instructions = (json: string): unknown[] =>
  (JSON.parse(json) as { layers: { createdBy: unknown }[] }).layers.map(({ createdBy }) => createdBy);

describe.each([
  ['Docker to 24', packLegacySave],
  ['Docker from 25', packModernSave],
  ['podman', packPodmanSave],
])('an engine that exports as %s', (_, pack) => {
  const start = (): Promise<FakeEngine> =>
    startEngine({
      names: {
        one: { image, exported: packTar(pack(image)), history },
        two: { image: relabelled, exported: packTar(pack(relabelled)), history },
      },
    });

  test('has one report of an image, whose instructions are those of the config', async () => {
    const engine = await start();
    const run = against(engine);
    const first = await run('one');
    expect(instructions(first)).toEqual([0, 2, 3].map((i) => steps[i]!.created_by));
    expect(countExports(engine)).toBe(1);
    expect(await run('one')).toBe(first);
    expect(countExports(engine)).toBe(1);
    expect(await run('one', '--no-cache')).toBe(first);
  });

  test('has it too where all layers are known from another image, and the config is not', async () => {
    const engine = await start();
    const run = against(engine);
    await run('one');
    const second = await run('two');
    expect(await run('two')).toBe(second);
    expect(countExports(engine)).toBe(2);
    expect(await run('two', '--no-cache')).toBe(second);
  });
});

test("an engine with containerd's store has the report that the image has as an OCI layout", async () => {
  const arm64 = makeImage({
    layers: [base, empty, makeLayer({ 'tmp/other': 'other' })],
    platform: { os: 'linux', architecture: 'arm64' },
  });
  const store = (some: MadeImage, architecture: string) => ({
    image: some,
    platform: { os: 'linux', architecture },
  });
  const engine = await startContainerdEngine({ platforms: [store(arm64, 'arm64'), store(image, 'amd64')] });
  const run = against(engine);
  for (const [platform, some] of [
    ['linux/amd64', image],
    ['linux/arm64', arm64],
  ] as const) {
    const first = await run('app:1', '--platform', platform);
    const exports = countExports(engine);
    expect(await run('app:1', '--platform', platform)).toBe(first);
    expect(countExports(engine)).toBe(exports);
    expect(await run('app:1', '--platform', platform, '--no-cache')).toBe(first);
    const layout = writeTree(join(makeTemporaryFolder(), 'layout'), packLayout([some]));
    const { stdout } = await runProgram([
      'image',
      `oci:${layout}`,
      '--format',
      'json',
      '--platform',
      platform,
      '--fail-on',
      'never',
    ]);
    expect(first.replace('docker-daemon:app:1', `oci:${layout}`)).toBe(stdout);
  }
});
