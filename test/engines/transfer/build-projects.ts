// The engines that build projects: docker's BuildKit and classic builder, buildah, and a current buildkitd.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Engine } from '../../../src/context/engines/engine-rules.ts';
import { type Outcome, runProgram } from '../run-program.ts';
import { type ArrivedFiles, readFolder, readTars } from './arrived-files.ts';
import type { MadeProject } from './context-project.ts';

/** Debian's client, which is as old as its daemon: newer ones have no BuildKit of their own. */
export const DOCKER = process.env['PLIMSOLL_DOCKER'] ?? '/usr/bin/docker';

/** Whether a client is of a time before moby/patternmatcher and its walk by the results of parents (20.10). */
export function isOldDocker(client: string): boolean {
  const { status, stdout } = spawnSync(client, ['version', '--format', '{{.Client.Version}}'], {
    encoding: 'utf8',
  });
  return status === 0 && Number(stdout.split('.')[0]) < 23;
}

/** What came of a build. */
export type Built = { readonly files: ArrivedFiles } | { readonly refusal: string };

/** An engine as these tests use it. */
export interface BuildingEngine {
  readonly name: string;
  /** Whose rules `plimsoll context --engine` is asked for. */
  readonly rules: Engine;
  build(made: MadeProject): Promise<Built>;
}

/** docker build with the engine's own BuildKit. */
export const DOCKER_BUILDKIT: BuildingEngine = {
  name: 'an old BuildKit',
  rules: 'buildkit',
  build: async (made) => {
    const tar = join(newFolder(), 'root.tar');
    const outcome = await runProgram('env', [
      ...dockerCommand(made, '1'),
      '--output',
      `type=tar,dest=${tar}`,
      made.folder,
    ]);
    return take(outcome, () => readTars([tar], join(dirname(tar), 'root')));
  },
};

/** docker build with the classic builder; its layers are read from the saved image, because an export adds files. */
export function classicBuilder(client: string): BuildingEngine {
  return {
    name: isOldDocker(client) ? 'an old classic builder' : 'the classic builder',
    rules: 'classic',
    build: async (made) => {
      const folder = newFolder();
      const outcome = await runProgram('env', [...dockerCommand(made, '0', client), '--quiet', made.folder]);
      if (!outcome.isDone) return { refusal: outcome.complaint };
      const image = outcome.output.trim();
      const tar = join(folder, 'image.tar');
      const saved = await runProgram(client, ['save', '--output', tar, image]);
      await runProgram(client, ['image', 'rm', '--force', image]);
      if (!saved.isDone) return { refusal: saved.complaint };
      execFileSync('tar', ['-xf', tar, '-C', folder]);
      const [manifest] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
      const layers = (manifest.Layers as string[]).map((layer) => join(folder, layer));
      return { files: readTars(layers, join(folder, 'root')) };
    },
  };
}

/** buildah bud. */
export const BUILDAH: BuildingEngine = {
  name: 'buildah',
  rules: 'podman',
  build: async (made) => {
    const folder = newFolder();
    const store = ['--root', join(folder, 's'), '--runroot', join(folder, 'r'), '--storage-driver', 'vfs'];
    const bud = [...store, 'bud', '--quiet', '-f', made.dockerfilePath, ...buildOptions(made), made.folder];
    const outcome = await runProgram('buildah', bud);
    if (!outcome.isDone) return { refusal: outcome.complaint };
    const image = outcome.output.trim().split('\n').at(-1) as string;
    const container = execFileSync('buildah', [...store, 'from', image], { encoding: 'utf8' }).trim();
    const root = execFileSync('buildah', [...store, 'mount', container], { encoding: 'utf8' }).trim();
    const files = readFolder(root);
    execFileSync('buildah', [...store, 'umount', container], { stdio: 'pipe' });
    return { files };
  },
};

/** A current buildkitd, asked by buildctl at its address. */
export function currentBuildKit(address: string): BuildingEngine {
  return {
    name: 'a current buildkitd',
    rules: 'buildkit',
    build: async (made) => {
      const tar = join(newFolder(), 'root.tar');
      const outcome = await runProgram('buildctl', [
        ...buildctlArguments(address, made),
        '--output',
        `type=tar,dest=${tar}`,
      ]);
      return take(outcome, () => readTars([tar], join(dirname(tar), 'root')));
    },
  };
}

/** `env ... docker build` without its last argument, the context. */
export function dockerCommand(made: MadeProject, buildkit: '0' | '1', client = DOCKER): readonly string[] {
  const options = ['--no-cache', '-f', made.dockerfilePath, ...buildOptions(made)];
  return [`DOCKER_BUILDKIT=${buildkit}`, client, 'build', ...options];
}

/** All of buildctl's arguments but where the result goes. */
export function buildctlArguments(address: string, made: MadeProject): readonly string[] {
  const { folder, dockerfilePath, namedContexts, project } = made;
  const args = Object.entries(project.buildArgs ?? {}).map(([key, value]) => `build-arg:${key}=${value}`);
  const options = [
    `filename=${basename(dockerfilePath)}`,
    ...args,
    ...(project.target === undefined ? [] : [`target=${project.target}`]),
    ...Object.keys(namedContexts).map((name) => `context:${name}=local:${name}`),
  ];
  const locals = { context: folder, dockerfile: dirname(dockerfilePath), ...namedContexts };
  return [
    ...['--addr', address, 'build', '--no-cache', '--progress', 'plain', '--frontend', 'dockerfile.v0'],
    ...options.flatMap((option) => ['--opt', option]),
    ...Object.entries(locals).flatMap(([name, path]) => ['--local', `${name}=${path}`]),
  ];
}

function buildOptions({ project }: MadeProject): readonly string[] {
  const args = Object.entries(project.buildArgs ?? {});
  return [
    ...(project.target === undefined ? [] : ['--target', project.target]),
    ...args.flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
  ];
}

function take(outcome: Outcome, read: () => ArrivedFiles): Built {
  return outcome.isDone ? { files: read() } : { refusal: outcome.complaint };
}

/** buildah makes a name of the path and takes no capital letters in it. */
function newFolder(): string {
  const folder = join(
    realpathSync(tmpdir()),
    `plimsoll-build-${Date.now()}-${Math.random().toString(36).slice(2)}`,
  );
  mkdirSync(folder);
  return folder;
}
