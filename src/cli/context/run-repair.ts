// `plimsoll context --fix`: each ignore file of the builds is repaired, proven, and then written.
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { diffLines } from '../../context/repair/diff-lines.ts';
import { findBuilds, type LeftOutBuild } from '../../context/repair/find-builds.ts';
import type { RepairMode } from '../../context/repair/plan-lines.ts';
import { type Repair, repairIgnoreFile } from '../../context/repair/repair-ignore-file.ts';
import type { AnchoredBuild } from '../../context/repair/repaired-build.ts';
import { findServedFile } from '../../context/repair/served-file.ts';
import { writeIgnoreFile } from '../../context/repair/write-ignore-file.ts';
import type { ContextUse } from '../../dockerfile/evaluation/context-use.ts';
import { formatRepairJson } from '../../report/repair-json.ts';
import type { RepairReport, RepairUse } from '../../report/repair-report.ts';
import { formatRepairText } from '../../report/repair-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import { chooseBuilds } from './choose-builds.ts';
import type { ChosenBuild } from './chosen-build.ts';
import type { ContextFlags } from './context-flags.ts';

/** Repairs, writes where it is no dry run, and resolves to the exit code. Nothing is written where one proof fails. */
export async function runRepair(
  folder: string,
  mode: RepairMode,
  flags: ContextFlags,
  io: CliIo,
): Promise<number> {
  const repaired = groupBuilds(await chooseBuilds(folder, flags), flags).map((builds) =>
    repairOne(builds, mode, flags, io),
  );
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) for (const { repair } of repaired) if (repair.isChanged) writeIgnoreFile(repair);
  const reports = repaired.map(({ repair, leftOut }) => toReport(repair, leftOut, isDryRun));
  await writePieces(
    io.stdout,
    flags.format === 'json' ? formatRepairJson(reports) : formatRepairText(reports, chooseLayout(flags, io)),
  );
  return EXIT_CODE.clean;
}

/** Builds that read one ignore file of one folder. */
function groupBuilds(
  builds: readonly ChosenBuild[],
  { engine }: ContextFlags,
): readonly (readonly ChosenBuild[])[] {
  const groups = new Map<string, ChosenBuild[]>();
  for (const build of builds) {
    const folder = realFolder(build.folder);
    const key = findServedFile(folder, build.dockerfilePath, engine).path;
    groups.set(key, [...(groups.get(key) ?? []), build]);
  }
  return [...groups.values()];
}

function repairOne(
  builds: readonly ChosenBuild[],
  mode: RepairMode,
  { engine }: ContextFlags,
  { signal }: CliIo,
): { repair: Repair; leftOut: readonly LeftOutBuild[] } {
  const folder = realFolder(builds[0]!.folder);
  const served = findBuilds(folder, builds);
  return {
    repair: repairIgnoreFile({ folder, builds: served.builds, engine, mode, signal }),
    leftOut: served.leftOut,
  };
}

/** The real path; one that is not there is left for the repair to complain about. */
function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}

function toReport(repair: Repair, leftOut: readonly LeftOutBuild[], isDryRun: boolean): RepairReport {
  const { file, mode, isChanged, added, dead, kept, proof, failing } = repair;
  return {
    ignoreFile: file.path,
    isNew: file.bytes === undefined,
    mode,
    isDryRun,
    isChanged,
    added: isChanged ? added : [],
    removed: dead,
    lines: diffLines(repair),
    imageChanges: proof.imageChanges.map(({ uses, ...change }) => ({
      ...change,
      usedBy: uses.map(({ build, use }) => tellUse(build, build.uses[use]!)),
    })),
    kept: kept
      .filter(({ candidate, reason }) => reason !== 'named' || candidate.kind === 'secret')
      .map(({ candidate, reason, build, use }) => ({
        path: candidate.path,
        isFolder: candidate.isFolder,
        kind: candidate.kind,
        reason,
        usedBy: build === undefined || use === undefined ? [] : [tellUse(build, use)],
      })),
    proof: proof.pairs.map(({ build, engine, before, after }) => ({
      dockerfile: build.dockerfilePath,
      target: build.target ?? null,
      engine,
      before,
      after,
    })),
    notProven: [
      ...failing.map(({ build, engine, reason }) => ({
        dockerfile: build.dockerfilePath,
        target: build.target ?? null,
        engine,
        reason,
      })),
      ...leftOut.map(({ dockerfilePath, target, reason }) => ({
        dockerfile: dockerfilePath,
        target: target ?? null,
        engine: null,
        reason,
      })),
    ],
  };
}

function tellUse({ dockerfilePath }: AnchoredBuild, use: ContextUse): RepairUse {
  const { stageIndex, stageName, line, instruction } = use;
  return {
    dockerfile: dockerfilePath,
    stage: stageName ?? String(stageIndex),
    line,
    instruction: instruction.name,
  };
}
