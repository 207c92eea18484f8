// The builds that an ignore file serves beside the one that was asked about: the other targets of its Dockerfile, and other
// Dockerfiles that lie where it lies or at the root of the context.
import { readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { BuildInputs } from '../../dockerfile/evaluation/build-inputs.ts';
import { evaluateBuild } from '../../dockerfile/evaluation/evaluate-build.ts';
import type { StagedDockerfile } from '../../dockerfile/stages/read-stages.ts';
import { PlimsollError } from '../../errors.ts';
import { type ReadBuild, readBuild } from '../inspection/read-build.ts';
import type { RepairedBuild } from './repaired-build.ts';

/** A build that was asked about. */
export interface AskedBuild {
  readonly dockerfilePath: string;
  readonly inputs: BuildInputs;
}

/** A build that could not be evaluated, and is not part of the proof. */
export interface LeftOutBuild {
  readonly dockerfilePath: string;
  readonly target: string | undefined;
  readonly reason: string;
}

/** The builds, those that were asked about first. */
export interface ServedBuilds {
  readonly builds: readonly RepairedBuild[];
  readonly leftOut: readonly LeftOutBuild[];
}

const DOCKERFILE = /^(?:Dockerfile|dockerfile|Containerfile)(?:[._-].+)?$|\.(?:[Dd]ockerfile|Containerfile)$/;
const IGNORE_FILE = /\.(?:docker|container)ignore$/;

/** Finds them; throws what `readBuild` throws for those that were asked about. */
export function findBuilds(folder: string, asked: readonly AskedBuild[]): ServedBuilds {
  const builds: RepairedBuild[] = [];
  const leftOut: LeftOutBuild[] = [];
  const reads: { readonly read: ReadBuild; readonly inputs: BuildInputs }[] = [];
  for (const { dockerfilePath, inputs } of asked) {
    const read = readBuild(dockerfilePath, inputs);
    builds.push({ dockerfilePath, target: inputs.target, build: read.build });
    reads.push({ read, inputs });
  }
  const known = new Set(asked.map(({ dockerfilePath }) => realPath(dockerfilePath)));
  const inputs = asked[0]!.inputs;
  for (const path of findDockerfiles(folder, asked)) {
    if (known.has(realPath(path))) continue;
    known.add(realPath(path));
    try {
      const { target: _, ...rest } = inputs;
      const read = readBuild(path, rest);
      builds.push({ dockerfilePath: path, target: undefined, build: read.build });
      reads.push({ read, inputs: rest });
    } catch (error) {
      leftOut.push(leaveOut(error, path, undefined));
    }
  }
  for (const each of reads) addTargets(each.read, each.inputs, builds, leftOut);
  return { builds, leftOut };
}

function addTargets(
  { staged, dockerfilePath }: ReadBuild,
  inputs: BuildInputs,
  builds: RepairedBuild[],
  leftOut: LeftOutBuild[],
): void {
  for (const { index, name } of staged.stages) {
    // A target is a stage's name, or the last stage of that name. The classic builder builds the others all the same.
    const isTarget =
      name !== undefined && staged.stages.findLast((stage) => stage.name === name)!.index === index;
    const target = isTarget ? name : `stage ${index}`;
    const isLast = index === staged.stages.length - 1;
    const isKnown = builds.some(
      (each) =>
        each.dockerfilePath === dockerfilePath &&
        (each.target === undefined ? isLast : each.target.toLowerCase() === target),
    );
    if (isKnown) continue;
    try {
      const named = isTarget ? staged : renameStage(staged, index, target);
      builds.push({ dockerfilePath, target, build: evaluateBuild(named, { ...inputs, target }) });
    } catch (error) {
      leftOut.push(leaveOut(error, dockerfilePath, target));
    }
  }
}

function renameStage(staged: StagedDockerfile, index: number, name: string): StagedDockerfile {
  const stages = staged.stages.map((stage) => (stage.index === index ? { ...stage, name } : stage));
  return { ...staged, stages };
}

function leaveOut(error: unknown, dockerfilePath: string, target: string | undefined): LeftOutBuild {
  if (!(error instanceof PlimsollError)) throw error;
  return { dockerfilePath, target, reason: error.message };
}

function findDockerfiles(folder: string, asked: readonly AskedBuild[]): readonly string[] {
  const folders = new Map(
    [folder, ...asked.map((each) => dirname(each.dockerfilePath))].map((path) => [realPath(path), path]),
  );
  return [...folders.values()].flatMap((path) =>
    readNames(path)
      .filter((name) => DOCKERFILE.test(name) && !IGNORE_FILE.test(name))
      .sort()
      .map((name) => join(path, name)),
  );
}

function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
