// The proof of a repair: what is sent before and after is listed for every build under every builder that reads the file, and
// every path that is gone must be one that no instruction uses, or one that was listed and is only swept in.
import { PlimsollError } from '../../errors.ts';
import type { Engine } from '../engines/engine-rules.ts';
import type { ContextEntry } from '../walk/context-entry.ts';
import { isWithin, parentOf } from './context-tree.ts';
import type { LinePlan, PlanGround } from './plan-lines.ts';
import type { AnchoredBuild } from './repaired-build.ts';
import type { RepairKind } from './rules/repair-rule.ts';
import type { ServedPair } from './served-file.ts';

/** How much is sent. */
export interface SentAmount {
  readonly files: number;
  readonly bytes: number;
}

/** What was proven of one build under one builder. */
export interface ProvenPair {
  readonly build: AnchoredBuild;
  readonly engine: Engine;
  readonly before: SentAmount;
  readonly after: SentAmount;
}

/** A path that images will not have any more; of a folder all that lies in it, but for what is named. */
export interface ImageChange {
  readonly path: string;
  readonly isFolder: boolean;
  readonly kind: RepairKind;
  readonly files: number;
  readonly bytes: number;
  /** What stays of it. */
  readonly exceptPaths: readonly string[];
  /** Indices of uses, by build. */
  readonly uses: readonly { readonly build: AnchoredBuild; readonly use: number }[];
}

/** The result of a proof that holds. */
export interface Proof {
  readonly pairs: readonly ProvenPair[];
  readonly imageChanges: readonly ImageChange[];
}

/** Proves the plan; throws REPAIR_UNPROVEN with the first thing that speaks against it. */
export function proveRepair(ground: PlanGround, plan: LinePlan): Proof {
  const prover = new Prover(ground, plan);
  const pairs = ground.pairs.map((pair) => prover.prove(pair));
  return { pairs, imageChanges: prover.changes() };
}

interface Listed {
  readonly kind: RepairKind;
  readonly isFolder: boolean;
  readonly exceptPaths: readonly string[];
  readonly lost: Map<string, number>;
  readonly uses: Map<string, { build: AnchoredBuild; use: number }>;
}

class Prover {
  readonly #ground: PlanGround;
  readonly #plan: LinePlan;
  readonly #listed = new Map<string, Listed>();
  readonly #secrets: readonly string[];

  constructor(ground: PlanGround, plan: LinePlan) {
    this.#ground = ground;
    this.#plan = plan;
    for (const { candidate, namedPaths } of plan.givenUp)
      this.#list(candidate.path, candidate.kind, candidate.isFolder, namedPaths);
    const { contextPath } = ground.file;
    if (contextPath !== undefined && !this.#listed.has(contextPath))
      this.#list(contextPath, 'ignore-file', false, []);
    this.#secrets = [
      ...plan.givenUp.map(({ candidate }) => candidate),
      ...plan.kept.filter(({ reason }) => reason !== 'named').map(({ candidate }) => candidate),
    ]
      .filter(({ kind }) => kind === 'secret')
      .map(({ path }) => path);
  }

  prove(pair: ServedPair): ProvenPair {
    const { lister, file } = this.#ground;
    const before = lister.list(pair, file.bytes);
    const after = lister.list(pair, this.#plan.bytes);
    const left = new Set(after.entries.map(({ path }) => path));
    const was = new Set(before.entries.map(({ path }) => path));
    const gained = after.entries.find(({ path }) => !was.has(path));
    if (gained !== undefined) throw unproven(`'${gained.path}' would be sent, which is ignored now`, pair);
    const lost = before.entries.filter(({ path }) => !left.has(path));
    const emptyFolders: ContextEntry[] = [];
    for (const entry of lost) if (!this.#lose(entry, pair)) emptyFolders.push(entry);
    this.#loseFolders(emptyFolders, lost, pair);
    const wasEmptied = new Set(before.emptiedPaths);
    const emptied = after.emptiedPaths.find((path) => !wasEmptied.has(path) && isUsed(pair.build, path));
    if (emptied !== undefined) throw unproven(`'${emptied}' would arrive empty`, pair);
    // A secret folder of which an instruction names something is sent for that.
    const secret = this.#secrets.find(
      (path) => left.has(path) && (this.#listed.get(path)?.exceptPaths.length ?? 0) === 0,
    );
    if (secret !== undefined) throw unproven(`the secret '${secret}' would still be sent`, pair);
    return {
      ...pair,
      before: { files: before.fileCount, bytes: before.sizeBytes },
      after: { files: after.fileCount, bytes: after.sizeBytes },
    };
  }

  changes(): readonly ImageChange[] {
    return [...this.#listed]
      .filter(([, { uses }]) => uses.size > 0)
      .map(([path, { kind, isFolder, exceptPaths, lost, uses }]) => ({
        path,
        isFolder,
        kind,
        exceptPaths,
        files: lost.size,
        bytes: [...lost.values()].reduce((sum, bytes) => sum + bytes, 0),
        uses: [...uses.values()],
      }));
  }

  #list(path: string, kind: RepairKind, isFolder: boolean, exceptPaths: readonly string[]): Listed {
    const listed: Listed = { kind, isFolder, exceptPaths, lost: new Map(), uses: new Map() };
    this.#listed.set(path, listed);
    return listed;
  }

  /** Notes a lost path; false for a folder that is lost only with all that was in it. */
  #lose(entry: ContextEntry, { build, engine }: ServedPair): boolean {
    const uses = build.anchors.of(entry.path);
    if (uses.length === 0) return true;
    const [path, listed] = this.#findListed(entry.path) ?? [];
    if (path === undefined || listed === undefined) {
      if (entry.kind === 'folder') return false;
      throw unproven(`'${entry.path}' would be lost, which ${tellUse(build, uses[0]!.use)} uses`, {
        build,
        engine,
      });
    }
    const naming = uses.find(({ anchor }) => isWithin(anchor, path));
    if (naming !== undefined)
      throw unproven(`'${entry.path}' would be lost, which ${tellUse(build, naming.use)} names`, {
        build,
        engine,
      });
    if (entry.kind !== 'folder') listed.lost.set(entry.path, entry.sizeBytes);
    for (const { use } of uses)
      listed.uses.set(JSON.stringify([build.dockerfilePath, build.target, use]), { build, use });
    return true;
  }

  /** Folders that were only sent for what was listed in them go with it. */
  #loseFolders(folders: readonly ContextEntry[], lost: readonly ContextEntry[], pair: ServedPair): void {
    for (const { path } of folders) {
      const below = lost.filter((entry) => entry.kind !== 'folder' && isWithin(entry.path, path));
      const listed = below.map((entry) => this.#findListed(entry.path)?.[1]);
      const first = listed[0];
      if (first === undefined || listed.some((each) => each === undefined))
        throw unproven(`the folder '${path}' would be lost`, pair);
      const uses = pair.build.anchors.of(path);
      if (uses.some(({ anchor }) => anchor === path))
        throw unproven(`the folder '${path}' would be lost`, pair);
      const own = this.#listed.get(path) ?? this.#list(path, first.kind, true, []);
      for (const { use } of uses)
        own.uses.set(JSON.stringify([pair.build.dockerfilePath, pair.build.target, use]), {
          build: pair.build,
          use,
        });
    }
  }

  #findListed(path: string): readonly [string, Listed] | undefined {
    for (let at = path; at !== ''; at = parentOf(at)) {
      const listed = this.#listed.get(at);
      if (listed !== undefined) return [at, listed];
    }
    return undefined;
  }
}

function isUsed({ anchors }: AnchoredBuild, path: string): boolean {
  return anchors.of(path).length > 0;
}

function tellUse({ uses }: AnchoredBuild, index: number): string {
  const { instruction, line } = uses[index]!;
  return `${instruction.name} in line ${line}`;
}

function unproven(message: string, { build, engine }: ServedPair): PlimsollError {
  const target = build.target === undefined ? '' : `, target ${build.target}`;
  return new PlimsollError(
    'REPAIR_UNPROVEN',
    `the repair cannot be proven: ${message} (${engine}${target})`,
    {
      subject: build.dockerfilePath,
      hint: 'Nothing was written. Change the ignore file by hand, or the instruction.',
    },
  );
}
