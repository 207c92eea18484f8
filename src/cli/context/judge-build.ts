// One build: its contexts listed, searched for secrets, and judged.
import { lstatSync, readdirSync } from 'node:fs';
import type { ContextFinding } from '../../checks/context/context-finding.ts';
import { judgeContext } from '../../checks/context/judge-context.ts';
import type { ContextCrew } from '../../context/crew/context-crew.ts';
import { engineRules } from '../../context/engines/engine-rules.ts';
import { hasWildcards, matchGlob } from '../../context/go-rules/match-glob.ts';
import { compareEngines } from '../../context/inspection/compare-engines.ts';
import { type InspectedContext, inspectContexts } from '../../context/inspection/inspect-context.ts';
import { type ReadBuild, readBuild } from '../../context/inspection/read-build.ts';
import { readOtherLists } from '../../context/inspection/read-other-lists.ts';
import { asFilePath } from '../../context/path-text.ts';
import type { FileSecrets } from '../../context/secrets/file-secrets.ts';
import type { ChosenBuild } from './chosen-build.ts';
import type { ContextFlags } from './context-flags.ts';
import type { ContextsSearch } from './search-contexts.ts';

/** A context with what was found about it. */
export interface JudgedBuildContext {
  readonly context: InspectedContext;
  readonly findings: readonly ContextFinding[];
}

/** Judges all contexts of a build; without a `search`, contents are not looked at. */
export async function judgeBuild(
  { folder, dockerfilePath, dockerfileText, inputs }: ChosenBuild,
  { engine }: Pick<ContextFlags, 'engine'>,
  crew: ContextCrew,
  search: ContextsSearch | undefined,
  signal: AbortSignal,
): Promise<readonly JudgedBuildContext[]> {
  const read = readBuild(dockerfilePath, inputs, dockerfileText);
  const contexts = await inspectContexts(
    read,
    { folder, engine, withIgnored: true },
    { crew, ...(search === undefined ? {} : { searchOf: (context) => search.of(context) }) },
  );
  const judged: JudgedBuildContext[] = [];
  for (const { context, secrets } of contexts) {
    const found = search === undefined ? undefined : secrets;
    judged.push({ context, findings: await judge(read, context, found, search, signal) });
  }
  return judged;
}

async function judge(
  read: ReadBuild,
  context: InspectedContext,
  secrets: readonly FileSecrets[] | undefined,
  search: ContextsSearch | undefined,
  signal: AbortSignal,
): Promise<readonly ContextFinding[]> {
  const { listing, name } = context;
  const { rules } = listing.filter;
  const isNamed = name !== null;
  return judgeContext({
    engine: rules.engine,
    read,
    context,
    isThere: (path) => isThere(`${listing.folder}/${path}`),
    holds: makeHolds(listing.folder),
    otherIgnoreFiles: readOtherLists(listing.folder, read.dockerfilePath, engineRules(rules.engine), isNamed),
    engineDifferences:
      listing.narrowing.kind === 'nothing'
        ? []
        : compareEngines(listing, read.dockerfilePath, isNamed, signal),
    secrets,
    secretKinds: secrets === undefined || secrets.length === 0 ? new Map() : await search!.kinds(),
  });
}

function isThere(path: string): boolean {
  try {
    return lstatSync(asFilePath(path), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** Folders are read when they are asked about, once each. */
function makeHolds(root: string): (folder: string, patterns: readonly string[]) => boolean {
  const namesIn = new Map<string, readonly string[]>();
  return (folder, patterns) => {
    let names = namesIn.get(folder);
    if (names === undefined) {
      names = readNames(`${root}/${folder}`);
      namesIn.set(folder, names);
    }
    return patterns.some((pattern) =>
      hasWildcards(pattern)
        ? names.some((name) => matchGlob(pattern, name) === true)
        : names.includes(pattern),
    );
  };
}

function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(asFilePath(folder));
  } catch {
    return [];
  }
}
