// `plimsoll context --list` against the engines: what arrives by COPY . /, and which files their clients open for reading where
// a build uses parts of its folder. The current BuildKit is asked where `buildkitd`, `buildctl` and `runc` are on the PATH.
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparePaths } from '../../src/context/path-text.ts';
import { canRun } from './run-program.ts';
import { askPlimsoll, type Listed, type ListedPath } from './transfer/ask-plimsoll.ts';
import { HAS_BASE, importBase, makeBaseFolder } from './transfer/base-image.ts';
import {
  BUILDAH,
  type BuildingEngine,
  type Built,
  buildctlArguments,
  classicBuilder,
  currentBuildKit,
  DOCKER,
  DOCKER_BUILDKIT,
  dockerCommand,
} from './transfer/build-projects.ts';
import { BASE, type ContextProject, type MadeProject, makeProject } from './transfer/context-project.ts';
import { COPIED_PROJECTS } from './transfer/copied-projects.ts';
import { type CurrentBuildKit, startBuildKit } from './transfer/current-buildkit.ts';
import { EXPLAINED_DIFFERENCES } from './transfer/explained-differences.ts';
import { OPENED_PROJECTS } from './transfer/opened-projects.ts';
import { type Traced, traceOpened } from './transfer/trace-opened.ts';

const CLIENT_VERSION = ['version', '--format', '{{.Server.Version}}'];
const hasDocker = canRun(DOCKER, CLIENT_VERSION, (version) => version.trim() !== '');
const hasOtherDocker = canRun('docker', CLIENT_VERSION, (version) => version.trim() !== '');
const hasBuildah = canRun('buildah', ['--version'], () => true);
const hasBuildKit = ['buildkitd', 'buildctl', 'runc'].every((name) =>
  canRun(name, ['--version'], () => true),
);
const hasTracer = canRun('strace', ['--version'], () => true) && HAS_BASE;

/** The list in the words of `arrived-files.ts`. */
function tellListed(listed: Listed): ReadonlyMap<string, string> {
  if ('refusal' in listed) return new Map([['the build', 'refused']]);
  const tell = ({ kind, bytes }: ListedPath): string =>
    kind === 'file' ? `f ${bytes}` : kind === 'folder' ? 'd' : kind === 'symlink' ? 'l' : 's';
  return new Map([['the build', 'done'], ...listed.main.map((one) => [one.path, tell(one)] as const)]);
}

function tellBuilt(built: Built): ReadonlyMap<string, string> {
  if ('refusal' in built) return new Map([['the build', 'refused']]);
  const special = [...built.files].map(([path, kind]) => [path, /^[pcb]$/.test(kind) ? 's' : kind] as const);
  return new Map([['the build', 'done'], ...special]);
}

function findDifferences(listed: Listed, built: Built): readonly string[] {
  const [said, arrived] = [tellListed(listed), tellBuilt(built)];
  return [...new Set([...said.keys(), ...arrived.keys()])]
    .sort(comparePaths)
    .filter((path) => said.get(path) !== arrived.get(path))
    .map((path) => `${path}: ${said.get(path) ?? 'none'} / ${arrived.get(path) ?? 'none'}`);
}

async function compareArrived(project: ContextProject, engine: BuildingEngine): Promise<void> {
  const made = await makeProject(project);
  const differences = findDifferences(await askPlimsoll(made, engine.rules), await engine.build(made));
  const explained = EXPLAINED_DIFFERENCES[engine.name]?.[project.name];
  if (explained?.differences === 'any') expect(differences, explained.why).not.toEqual([]);
  else {
    const bare =
      explained === undefined ? differences : differences.map((line) => line.replace(/f \d\d+/, 'f N'));
    expect(bare).toEqual(explained?.differences ?? []);
  }
}

/** Files that the client reads for the builder and not for the build are left out, unless they are sent too. */
function isForBuild(path: string, listed: ReadonlySet<string>, made: MadeProject): boolean {
  const name = basename(made.dockerfilePath);
  return listed.has(path) || ![name, `${name}.dockerignore`, '.dockerignore'].includes(basename(path));
}

async function compareOpened(
  project: ContextProject,
  trace: (made: MadeProject) => Promise<Traced>,
): Promise<void> {
  const made = await makeProject(project);
  const listed = await askPlimsoll(made, 'buildkit');
  if ('refusal' in listed) throw new Error(listed.refusal);
  const { outcome, openedIn } = await trace(made);
  expect(outcome.isDone, outcome.complaint).toBe(true);
  const compare = (folder: string, list: readonly ListedPath[]): void => {
    const paths = list.filter(({ kind, bytes }) => kind === 'file' && bytes > 0).map(({ path }) => path);
    const known = new Set(paths);
    const opened = openedIn(folder).filter((path) => isForBuild(path, known, made));
    expect(opened).toEqual(paths.sort(comparePaths));
  };
  compare(made.folder, listed.main);
  for (const [name, folder] of Object.entries(made.namedContexts)) compare(folder, listed.named[name] ?? []);
}

for (const [engine, isThere] of [
  [DOCKER_BUILDKIT, hasDocker],
  [classicBuilder(DOCKER), hasDocker],
  // Another client, where one comes first on the PATH.
  ...(hasOtherDocker && classicBuilder('docker').name !== classicBuilder(DOCKER).name
    ? [[classicBuilder('docker'), true] as const]
    : []),
  [BUILDAH, hasBuildah],
] as const)
  describe.runIf(isThere)(`what arrives by COPY . / with ${engine.name}`, () => {
    test.each(COPIED_PROJECTS)('$name', (project) => compareArrived(project, engine));
  });

describe.runIf(hasDocker && hasTracer)('what the client of an old BuildKit opens', () => {
  beforeAll(() => importBase(DOCKER, makeBaseFolder()));
  test.each(OPENED_PROJECTS.filter(({ isNew }) => isNew !== true))('$name', (project) =>
    compareOpened(project, (made) =>
      traceOpened('env', [...dockerCommand(made, '1'), '--quiet', made.folder]),
    ),
  );
});

describe.runIf(hasBuildKit)('a current buildkitd', () => {
  let daemon: CurrentBuildKit;
  beforeAll(async () => {
    daemon = await startBuildKit();
  });
  afterAll(() => daemon?.stop());
  test.each(COPIED_PROJECTS)('arrives by COPY . /: $name', (project) =>
    compareArrived(project, currentBuildKit(daemon.address)),
  );
  test.runIf(hasTracer).each(OPENED_PROJECTS)('is opened: $name', (project) =>
    compareOpened(project, (made) => {
      const base = { ...made, namedContexts: { ...made.namedContexts, [BASE]: makeBaseFolder() } };
      return traceOpened('buildctl', buildctlArguments(daemon.address, base));
    }),
  );
});
