// A project to build: its folder, its Dockerfile, and how the build is asked for.
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeTree, type Tree } from '../../support/context-trees.ts';

/** One project, made in code. */
export interface ContextProject {
  readonly name: string;
  readonly tree: Tree;
  /** Adds what a tree cannot tell: odd names, hard links, sockets, modes. Called in the folder's real path. */
  readonly fill?: (folder: string) => void | Promise<void>;
  /** `FROM scratch`, `COPY . /` where it is left out. */
  readonly dockerfile?: string;
  /** The Dockerfile's path from the context; beside it, in a folder of its own, where it is left out. */
  readonly dockerfilePath?: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Trees of named contexts, which old engines do not know. */
  readonly namedContexts?: Readonly<Record<string, Tree>>;
  /** What needs a current BuildKit: `--parents`, `--exclude`, named contexts. */
  readonly isNew?: true;
}

/** A project on disk. */
export interface MadeProject {
  readonly project: ContextProject;
  readonly folder: string;
  readonly dockerfilePath: string;
  readonly namedContexts: Readonly<Record<string, string>>;
}

/** The name that projects use for a base image in which `/bin/true` runs. */
export const BASE = 'plimsoll-context-base';

/** Puts a project on disk. */
export async function makeProject(project: ContextProject): Promise<MadeProject> {
  const folder = makeTree(project.tree);
  await project.fill?.(folder);
  const dockerfilePath =
    project.dockerfilePath === undefined
      ? join(realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-dockerfile-'))), 'Dockerfile')
      : join(folder, project.dockerfilePath);
  mkdirSync(dirname(dockerfilePath), { recursive: true });
  writeFileSync(dockerfilePath, project.dockerfile ?? 'FROM scratch\nCOPY . /\n');
  const namedContexts = Object.fromEntries(
    Object.entries(project.namedContexts ?? {}).map(([name, tree]) => [name, makeTree(tree)]),
  );
  return { project, folder, dockerfilePath, namedContexts };
}

/** A path below a folder whose name is bytes, each character one. */
export function rawPath(folder: string, bytes: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(bytes, 'latin1')]);
}
