// The repair of an ignore file: planned, proven, and proven to have nothing left to do. Nothing is written here.
import { realpathSync } from 'node:fs';
import { PlimsollError } from '../../errors.ts';
import type { Engine } from '../engines/engine-rules.ts';
import type { AddedLine } from './choose-lines.ts';
import { ContextTree } from './context-tree.ts';
import type { DeadLine } from './find-dead-lines.ts';
import type { KeptCandidate } from './judge-candidates.ts';
import { type PlanGround, planLines, type RepairMode } from './plan-lines.ts';
import { type Proof, proveRepair } from './prove-repair.ts';
import { anchorBuild, type RepairedBuild } from './repaired-build.ts';
import {
  findServedFile,
  PairLister,
  PROVEN_ENGINES,
  type ServedFile,
  type ServedPair,
} from './served-file.ts';

/** What to repair. */
export interface RepairRequest {
  readonly folder: string;
  /** All builds that may read the file; the file that counts for the first is repaired. */
  readonly builds: readonly RepairedBuild[];
  readonly engine: Engine;
  readonly mode: RepairMode;
  readonly signal?: AbortSignal;
}

/** A build under a builder that is not part of the proof, because it fails already. */
export interface FailingPair extends ServedPair {
  readonly reason: string;
}

/** A repair that is proven. */
export interface Repair {
  readonly folder: string;
  readonly file: ServedFile;
  readonly mode: RepairMode;
  readonly isChanged: boolean;
  readonly bytes: Uint8Array;
  readonly added: readonly AddedLine[];
  readonly dead: readonly DeadLine[];
  readonly kept: readonly KeptCandidate[];
  readonly proof: Proof;
  readonly failing: readonly FailingPair[];
}

/** Plans and proves. Throws REPAIR_UNPROVEN, and what `listContext` throws for the first build. */
export function repairIgnoreFile({
  folder: given,
  builds: all,
  engine,
  mode,
  signal,
}: RepairRequest): Repair {
  const folder = openFolder(given);
  const file = findServedFile(folder, all[0]!.dockerfilePath, engine);
  const lister = new PairLister(folder, file, signal);
  const builds = all.map((build) => anchorBuild(build, folder));
  const engines = PROVEN_ENGINES.includes(engine) ? PROVEN_ENGINES : [...PROVEN_ENGINES, engine];
  const failing: FailingPair[] = [];
  const pairs = builds
    .flatMap((build) => engines.map((each) => ({ build, engine: each })))
    .filter((pair) => lister.reads(pair))
    .filter((pair) => {
      const reason = whyFailing(lister, pair, file);
      if (reason === undefined) return true;
      if (pair.build === builds[0] && pair.engine === engine) throw reason;
      failing.push({ ...pair, reason: reason.message });
      return false;
    });
  const ground: PlanGround = {
    tree: new ContextTree(folder, signal),
    file,
    builds: builds.filter((build) => pairs.some((pair) => pair.build === build)),
    pairs,
    lister,
    mode,
  };
  const plan = planLines(ground, file.bytes);
  const proof = proveRepair(ground, plan);
  const isChanged = !Buffer.from(plan.bytes).equals(file.bytes ?? new Uint8Array());
  if (isChanged && !Buffer.from(planLines(ground, plan.bytes).bytes).equals(plan.bytes))
    throw new PlimsollError(
      'REPAIR_UNPROVEN',
      'the repair cannot be proven: a second one would change the file again',
      {
        subject: file.path,
        hint: 'Nothing was written.',
      },
    );
  const added = [...plan.top.map((text) => ({ text, kind: 'allowed' as const })), ...plan.bottom];
  return {
    folder,
    file,
    mode,
    isChanged,
    bytes: plan.bytes,
    added,
    dead: plan.dead,
    kept: plan.kept,
    proof,
    failing,
  };
}

function whyFailing(lister: PairLister, pair: ServedPair, { bytes }: ServedFile): PlimsollError | undefined {
  try {
    lister.list(pair, bytes);
    return undefined;
  } catch (error) {
    if (error instanceof PlimsollError) return error;
    throw error;
  }
}

function openFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (cause) {
    throw new PlimsollError('CONTEXT_NOT_FOUND', 'there is no such folder', { subject: folder, cause });
  }
}
