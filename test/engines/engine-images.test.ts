// One image in real engines and in the archives that they write: everywhere the layers, the bytes and the instructions that
// it has as an OCI layout, and the same report with a cache and without.
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram as runPlimsoll } from '../cli/run-program.ts';
import { packPodmanSave } from '../support/docker-archives.ts';
import {
  describeImage,
  makeImage,
  makeLayer,
  packLayout,
  packTar,
  REF_NAME,
  toMembers,
  writeTree,
} from '../support/image-files.ts';
import { DOCKER } from './docker-overlay2.ts';
import { type Podman, startPodman } from './podman-service.ts';
import { canRun, type Outcome, runProgram } from './run-program.ts';

const base = makeLayer({ 'etc/base': 'base '.repeat(900_000), 'tmp/left': 'left '.repeat(50_000) });
const same = makeLayer({ 'root/.cache/pip/http/x': 'cached '.repeat(90_000) });
/** A layer that is there twice and one that is empty; which steps brought them the engines do not tell. */
const image = makeImage({
  layers: [base, same, makeLayer({}), same, makeLayer({ 'tmp/left': 'other' })],
  config: {
    history: [
      { created_by: '/bin/sh -c #(nop) ADD file:1 in / ' },
      { created_by: '/bin/sh -c #(nop) WORKDIR /', empty_layer: true },
      { created_by: '/bin/sh -c pip install one' },
      { created_by: '/bin/sh -c true' },
      { created_by: '/bin/sh -c pip install two', comment: 'a comment' },
      { created_by: '/bin/sh -c true', empty_layer: true },
      { created_by: '/bin/sh -c echo other > /tmp/left' },
      { created_by: '/bin/sh -c #(nop)  CMD ["sh"]', empty_layer: true },
    ],
  },
});
const other = makeImage({ layers: [base, makeLayer({ 'opt/other': 'other' })] });
const NAME = 'plimsoll.test/engine-images:1';
const OTHER = 'plimsoll.test/engine-images:2';

const work = join(tmpdir(), `plimsoll-engines-${randomBytes(6).toString('hex')}`);
const archive = join(work, 'loaded.tar');
const ociArchive = join(work, 'loaded-oci.tar');
const otherArchive = join(work, 'other.tar');
const cache = join(work, 'cache');

beforeAll(async () => {
  await mkdir(cache, { recursive: true });
  await writeFile(archive, packTar(packPodmanSave(image, [NAME])));
  // podman refuses a docker-archive that has a layer twice, which it writes itself.
  for (const [path, some, name] of [
    [ociArchive, image, NAME],
    [otherArchive, other, OTHER],
  ] as const) {
    const entry = describeImage(some, { annotations: { [REF_NAME]: name } });
    await writeFile(path, packTar(toMembers(packLayout([some], [entry]))));
  }
});
afterAll(() => rm(work, { recursive: true, force: true }));

async function report(reference: string, host: string, ...more: readonly string[]): Promise<string> {
  const args = [
    'image',
    reference,
    '--format',
    'json',
    '--fail-on',
    'never',
    '--platform',
    'linux/amd64',
    ...more,
  ];
  const { exitCode, stdout, stderr } = await runPlimsoll(args, {
    env: { DOCKER_HOST: host, XDG_CACHE_HOME: cache },
  });
  expect({ exitCode, stderr }, reference).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

/** What does not depend on how the layers are stored. */
function readFigures(json: string): object {
  const { bytes, layers } = JSON.parse(json) as { bytes: object; layers: object[] };
  const isAboutStorage = (key: string): boolean => /shipped|digest|compression/i.test(key);
  const keep = (figures: object): object =>
    Object.fromEntries(Object.entries(figures).filter(([key]) => !isAboutStorage(key)));
  return { bytes: keep(bytes), layers: layers.map(keep) };
}

/** Reads the image from the place twice and once without a cache, and from a layout. */
async function compare(reference: string, host = 'unix:///none'): Promise<void> {
  const layout = writeTree(join(work, 'layout'), packLayout([image]));
  const expected = await report(`oci:${layout}`, host);
  const first = await report(reference, host);
  expect(readFigures(first)).toEqual(readFigures(expected));
  expect(await report(reference, host)).toBe(first);
  expect(await report(reference, host, '--no-cache')).toBe(first);
}

/** Tells what a run with everything known takes beyond Node's own start. */
async function measureSecondRun(engine: string, host: string): Promise<void> {
  const time = async (run: () => Promise<unknown>): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      await run();
      times.push(performance.now() - start);
    }
    return Math.min(...times);
  };
  const known = await time(() => report(`docker-daemon:${NAME}`, host));
  const nothing = await time(() => runPlimsoll(['--version']));
  process.stdout.write(
    `\n${engine}: ${Math.round(known)} ms with all known, ${Math.round(nothing)} ms for --version\n`,
  );
  expect(known - nothing).toBeLessThan(500);
}

function requireDone({ isDone, complaint }: Outcome): void {
  if (!isDone) throw new Error(complaint);
}

const hasDocker = canRun(DOCKER, ['info', '--format', '{{.ServerVersion}}'], () => true);

describe.runIf(hasDocker)('Docker', () => {
  const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
  beforeAll(async () => requireDone(await runProgram(DOCKER, ['load', '--quiet', '--input', archive])));
  afterAll(async () => void (await runProgram(DOCKER, ['image', 'rm', NAME])));

  test('as an engine', async () => {
    await compare(`docker-daemon:${NAME}`, host);
    await measureSecondRun('Docker', host);
  });

  test('by docker save', async () => {
    const saved = join(work, 'docker-save.tar');
    requireDone(await runProgram(DOCKER, ['save', '--output', saved, NAME]));
    await compare(saved);
    await compare(`docker-archive:${saved}:${NAME}`);
  });
});

const hasPodman = canRun('podman', ['--version'], () => true);

describe.runIf(hasPodman)('podman', () => {
  let podman: Podman;
  beforeAll(async () => {
    podman = await startPodman(join(work, 'podman'));
    for (const file of [ociArchive, otherArchive])
      requireDone(await podman.run('load', '--quiet', '--input', file));
  });
  afterAll(() => podman.stop());

  test('as an engine', async () => {
    await compare(`docker-daemon:${NAME}`, podman.address);
    await measureSecondRun('podman', podman.address);
  });

  test.each(['docker-archive', 'oci-archive', 'oci-dir'] as const)(
    'by podman save --format %s',
    async (format) => {
      const saved = join(work, format);
      requireDone(await podman.run('save', '--quiet', '--format', format, '--output', saved, NAME));
      await compare(saved);
      await compare(`${format === 'oci-dir' ? 'oci' : format}:${saved}`);
    },
  );

  test('by podman save --multi-image-archive', async () => {
    const saved = join(work, 'multi.tar');
    requireDone(await podman.run('save', '--quiet', '--multi-image-archive', '--output', saved, OTHER, NAME));
    await compare(`docker-archive:${saved}:${NAME}`);
  });
});
