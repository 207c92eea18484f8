// A Dockerfile in an editor, judged as `check` judges the file: for the builds that bake and compose files beside it define, else for
// the one that it describes itself.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DockerfileFinding } from '../../checks/dockerfile/dockerfile-finding.ts';
import { fixDockerfile } from '../../checks/dockerfile/fixes/fix-dockerfile.ts';
import type { ModelInputs } from '../../dockerfile/model/model-dockerfile.ts';
import { chooseBuilds } from '../context/choose-builds.ts';
import type { ContextFlags } from '../context/context-flags.ts';
import { judgeText } from '../dockerfile/judge-text.ts';
import type { PreparedDockerfiles } from '../dockerfile/prepare-dockerfiles.ts';
import { reportFile } from '../dockerfile/report-file.ts';

/** What is said of a text. */
export interface JudgedDocument {
  readonly findings: readonly DockerfileFinding[];
  /** Whether all that fixes change is seen: with several builds, a fix for all of them is the user's to choose. */
  readonly isOneBuild: boolean;
}

const BAKE_FILES = ['docker-bake.hcl', 'docker-bake.json'];
const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/** Judges what the editor shows of the file; never throws for what is in it. */
export async function judgeDocument(
  path: string,
  text: string,
  { run }: PreparedDockerfiles,
): Promise<JudgedDocument> {
  const builds = await findBuilds(path);
  const { report } = reportFile({ file: path, text, builds }, { ...run, fixes: undefined });
  return { findings: report.findings, isOneBuild: builds.length === 1 };
}

/** The text with all safe fixes, as `--fix` writes it; throws DOCKERFILE_INVALID. */
export async function repairDocument(
  path: string,
  text: string,
  { run }: PreparedDockerfiles,
): Promise<string> {
  const around = { builds: await findBuilds(path), look: run.lookOf(path), ignores: run.ignores };
  const outcome = fixDockerfile(
    { text, encoding: 'utf8' },
    { judge: (changed) => judgeText(changed, around), permit: run.fixes!.permit },
  );
  return outcome.source.text;
}

/** The builds of the file; a definition that cannot be read says nothing of it. */
async function findBuilds(path: string): Promise<readonly ModelInputs[]> {
  const folder = dirname(path);
  const named = (names: readonly string[], option: 'bake' | 'compose') =>
    names
      .map((name) => join(folder, name))
      .filter((file) => existsSync(file))
      .map((file): Partial<ContextFlags> => ({ [option]: file }));
  const found: ModelInputs[] = [];
  for (const option of [...named(BAKE_FILES, 'bake'), ...named(COMPOSE_FILES, 'compose')]) {
    const builds = await chooseBuilds(folder, { ...NO_FLAGS, ...option }).catch(() => []);
    for (const { dockerfilePath, dockerfileText, inputs } of builds)
      if (dockerfileText === undefined && resolve(dockerfilePath) === resolve(path)) found.push(inputs);
  }
  return found.length > 0 ? found : [{}];
}

const NO_FLAGS: ContextFlags = {
  engine: 'buildkit',
  secrets: false,
  cache: false,
  format: 'text',
  color: false,
};
