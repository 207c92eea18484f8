// Which lines an ignore file needs and which it does not, planned from the folder, the builds and the file as it is. Nothing is
// proven here.
import { explainPath } from '../explain-path.ts';
import { hasWildcards } from '../go-rules/match-glob.ts';
import { readIgnoreFile } from '../ignore/read-ignore-file.ts';
import { allowLines } from './allow-lines.ts';
import { type AddedLine, chooseLines } from './choose-lines.ts';
import type { ContextTree } from './context-tree.ts';
import { type Candidate, findCandidates } from './find-candidates.ts';
import { type DeadLine, findDeadLines } from './find-dead-lines.ts';
import { findUnused } from './find-unused.ts';
import { editIgnoreText } from './ignore-text.ts';
import { type GivenUpCandidate, judgeCandidate, type KeptCandidate } from './judge-candidates.ts';
import type { AnchoredBuild, RepairedBuild } from './repaired-build.ts';
import type { PairLister, ServedFile, ServedPair } from './served-file.ts';
import { StageCommands } from './stage-commands.ts';
import { writePattern } from './write-pattern.ts';

/** How strict the file is to be: lines for what is not needed, or everything ignored but what is used. */
export type RepairMode = 'minimal' | 'allowlist';

/** What plans are made from. */
export interface PlanGround {
  readonly tree: ContextTree;
  readonly file: ServedFile;
  readonly builds: readonly AnchoredBuild[];
  readonly pairs: readonly ServedPair[];
  readonly lister: PairLister;
  readonly mode: RepairMode;
}

/** The lines to change, and why each path goes or stays. */
export interface LinePlan {
  readonly bytes: Uint8Array;
  readonly top: readonly string[];
  readonly bottom: readonly AddedLine[];
  readonly dead: readonly DeadLine[];
  readonly givenUp: readonly GivenUpCandidate[];
  readonly kept: readonly KeptCandidate[];
}

const EVERYTHING: ReadonlySet<string> = new Set(['*', '**', '**/*']);
const NOTHING = new Uint8Array();

/** Plans the change of a file with these bytes; undefined for no file. */
export function planLines(ground: PlanGround, bytes: Uint8Array | undefined): LinePlan {
  const sent = collectSent(ground, bytes);
  const { givenUp, kept } = judgeAll(ground, bytes ?? NOTHING, sent);
  const top = planTop(ground, bytes ?? NOTHING, givenUp, sent);
  const chosen = chooseLines(stillSent(ground, bytes ?? NOTHING, top, givenUp), ground.tree, ground.builds);
  const isException = ({ text }: AddedLine): boolean => text.startsWith('!');
  const lines = [...chosen.filter((line) => !isException(line)), ...chosen.filter(isException)];
  const edited = edit(bytes ?? NOTHING, top, lines);
  const unused = findUnused(ground, edited).filter((path) => writePattern(path) !== undefined);
  const bottom = withIgnoreFile(ground, bytes ?? NOTHING, top, [
    ...lines.filter((line) => !isException(line)),
    ...unused.map((path) => ({ text: writePattern(path)!, kind: 'unused' as const })),
    ...lines.filter(isException),
  ]);
  const withoutDead = edit(bytes ?? NOTHING, top, bottom);
  const dead = findDead(withoutDead, top.length, bytes ?? NOTHING);
  return {
    bytes: edit(bytes ?? NOTHING, top, bottom, new Set(dead.map(({ line }) => line))),
    top,
    bottom,
    dead,
    givenUp,
    kept,
  };
}

function edit(
  bytes: Uint8Array,
  top: readonly string[],
  bottom: readonly AddedLine[],
  removed: ReadonlySet<number> = new Set(),
): Uint8Array {
  return editIgnoreText(bytes, { top, removed, bottom: bottom.map(({ text }) => text) });
}

/** Paths that some build sends under some builder, and the folders around them. */
function collectSent({ pairs, lister }: PlanGround, bytes: Uint8Array | undefined): ReadonlySet<string> {
  const sent = new Set<string>();
  const seen = new Set<unknown>();
  for (const pair of pairs) {
    const listing = lister.list(pair, bytes);
    if (seen.has(listing)) continue;
    seen.add(listing);
    for (const { path } of listing.entries) sent.add(path);
  }
  return sent;
}

function judgeAll(
  { tree, builds }: PlanGround,
  bytes: Uint8Array,
  sent: ReadonlySet<string>,
): { givenUp: GivenUpCandidate[]; kept: KeptCandidate[] } {
  const byDockerfile = new Map<string, StageCommands>();
  const judged = builds.map((anchored) => {
    const { dockerfilePath } = anchored;
    const commands = byDockerfile.get(dockerfilePath) ?? commandsOf(builds, dockerfilePath);
    byDockerfile.set(dockerfilePath, commands);
    return { anchored, commands };
  });
  const exceptions = readIgnoreFile(bytes, 'ignorefile')
    .filter(({ pattern }) => pattern.startsWith('!'))
    .map(({ pattern }) => pattern.slice(1))
    .filter((path) => !hasWildcards(path));
  const givenUp: GivenUpCandidate[] = [];
  const kept: KeptCandidate[] = [];
  for (const candidate of findCandidates(tree)) {
    if (!tree.within(candidate.path).some(({ path }) => sent.has(path))) continue;
    const judgement = judgeCandidate(candidate, tree, judged, exceptions);
    if ('reason' in judgement) kept.push(judgement);
    else if (isMoreThanNamed(candidate, judgement.namedPaths, tree, sent)) givenUp.push(judgement);
  }
  return { givenUp, kept };
}

/** What is only sent because an instruction names it needs no line. */
function isMoreThanNamed(
  { path }: Candidate,
  named: readonly string[],
  tree: ContextTree,
  sent: ReadonlySet<string>,
): boolean {
  return tree
    .within(path)
    .some(
      (entry) =>
        sent.has(entry.path) &&
        !named.some(
          (each) => `${entry.path}/`.startsWith(`${each}/`) || `${each}/`.startsWith(`${entry.path}/`),
        ),
    );
}

function commandsOf(builds: readonly RepairedBuild[], dockerfilePath: string): StageCommands {
  return new StageCommands(builds.filter((build) => build.dockerfilePath === dockerfilePath));
}

function planTop(
  { mode, tree, builds, file }: PlanGround,
  bytes: Uint8Array,
  givenUp: readonly GivenUpCandidate[],
  sent: ReadonlySet<string>,
): readonly string[] {
  if (mode === 'minimal') return [];
  const [first] = readIgnoreFile(bytes, 'ignorefile');
  if (first !== undefined && EVERYTHING.has(first.pattern)) return [];
  const whole = new Set(
    givenUp.filter(({ namedPaths }) => namedPaths.length === 0).map(({ candidate }) => candidate.path),
  );
  return allowLines({
    tree,
    builds,
    isSent: (path) => tree.within(path).some((entry) => sent.has(entry.path)),
    isGivenUp: (path) => whole.has(path),
    ownPath: file.contextPath,
  });
}

/** What the strict form leaves out anyway needs no line of its own. */
function stillSent(
  ground: PlanGround,
  bytes: Uint8Array,
  top: readonly string[],
  givenUp: readonly GivenUpCandidate[],
): readonly GivenUpCandidate[] {
  if (top.length === 0) return givenUp;
  const sent = collectSent(ground, edit(bytes, top, []));
  return givenUp.filter(({ candidate, namedPaths }) =>
    isMoreThanNamed(candidate, namedPaths, ground.tree, sent),
  );
}

/** The file itself goes along with everything: what it says would change the image. */
function withIgnoreFile(
  { file, builds, lister, pairs }: PlanGround,
  bytes: Uint8Array,
  top: readonly string[],
  lines: readonly AddedLine[],
): readonly AddedLine[] {
  const path = file.contextPath;
  const text = path === undefined ? undefined : writePattern(path);
  if (path === undefined || text === undefined || (lines.length === 0 && top.length === 0)) return lines;
  const isSwept = builds.some(({ anchors }) => anchors.of(path).some(({ anchor }) => anchor !== path));
  const isNamed = builds.some(({ anchors }) => anchors.of(path).some(({ anchor }) => anchor === path));
  if (!isSwept || isNamed || readIgnoreFile(bytes, 'ignorefile').some((line) => line.pattern === text))
    return lines;
  const isIgnored = pairs
    .filter(({ engine }) => engine !== 'classic')
    .every((pair) => {
      const { filter } = lister.list(pair, edit(bytes, top, lines));
      return explainPath(filter, path).kind !== 'sent';
    });
  if (isIgnored && pairs.some(({ engine }) => engine !== 'classic')) return lines;
  return [{ text, kind: 'ignore-file' }, ...lines];
}

/** Dead lines of the user's own, numbered as in the file as it is. */
function findDead(edited: Uint8Array, topCount: number, bytes: Uint8Array): readonly DeadLine[] {
  const ownCount = readIgnoreFile(bytes, 'ignorefile').at(-1)?.line ?? 0;
  return findDeadLines(readIgnoreFile(edited, 'ignorefile'))
    .map((dead) => ({ ...dead, line: dead.line - topCount }))
    .filter(({ line }) => line >= 1 && line <= ownCount);
}
