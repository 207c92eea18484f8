// Judges the context of a project that is made from a description, as `plimsoll context` does.
import { join } from 'node:path';
import type { ContextFinding } from '../../src/checks/context/context-finding.ts';
import { judgeBuild } from '../../src/cli/context/judge-build.ts';
import { ContextsSearch } from '../../src/cli/context/search-contexts.ts';
import { ContextCrew } from '../../src/context/crew/context-crew.ts';
import type { Engine } from '../../src/context/engines/engine-rules.ts';
import type { BuildInputs } from '../../src/dockerfile/evaluation/build-inputs.ts';
import { makeTree, type Tree } from './context-trees.ts';

export interface ProjectOptions {
  readonly engine?: Engine;
  readonly inputs?: BuildInputs;
  readonly isSearched?: boolean;
}

/** All findings about the main context; the tree must have a Dockerfile. */
export async function judgeProject(
  tree: Tree,
  options: ProjectOptions = {},
): Promise<readonly ContextFinding[]> {
  const folder = makeTree(tree);
  const { signal } = new AbortController();
  const search =
    options.isSearched === true ? new ContextsSearch({ addedRules: '', cacheFolder: undefined }) : undefined;
  const build = {
    name: null,
    folder,
    dockerfilePath: join(folder, 'Dockerfile'),
    inputs: options.inputs ?? {},
  };
  const crew = new ContextCrew(signal, 0);
  const judged = await judgeBuild(build, { engine: options.engine ?? 'buildkit' }, crew, search, signal);
  return judged.flatMap(({ findings }) => findings);
}

/** Those of one rule. */
export async function judgeRule(
  rule: string,
  tree: Tree,
  options: ProjectOptions = {},
): Promise<readonly ContextFinding[]> {
  return (await judgeProject(tree, options)).filter((finding) => finding.rule === rule);
}

/** A text of so many bytes. */
export function fill(sizeBytes: number): string {
  return 'x'.repeat(sizeBytes);
}

/** The paths of findings. */
export function pathsOf(findings: readonly ContextFinding[]): readonly string[] {
  return findings.flatMap(({ paths }) => paths.map(({ path }) => path));
}
