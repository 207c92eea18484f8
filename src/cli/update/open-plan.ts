// All that a plan is made of, as the command line asks for it; `update run` begins with the same.
import { resolve } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { GraphIndex } from '../../fleet/update/graph/graph-index.ts';
import { computeSourceKeys } from '../../fleet/update/keys/compute-source-keys.ts';
import { createSourceResolver } from '../../fleet/update/keys/resolve-source.ts';
import { LOCK_FILE_NAME, readLockFile } from '../../fleet/update/lock/lock-file.ts';
import type { BaseResolution } from '../../fleet/update/planning/base-resolution.ts';
import { measureChangedBases } from '../../fleet/update/planning/measure-changed-bases.ts';
import type { PlanInputs } from '../../fleet/update/planning/plan-update.ts';
import { mayAskMirrors, readPackageIndexes } from '../../fleet/update/planning/read-package-indexes.ts';
import { listExternalBases, resolveBases } from '../../fleet/update/planning/resolve-bases.ts';
import type { CliIo } from '../cli-io.ts';
import type { StatusLine } from '../terminal/status-line.ts';
import { assumeChanges, findImages } from './assume-changes.ts';
import type { OpenedGraph } from './open-graph.ts';
import type { UpdatePlanFlags } from './update-flags.ts';

/** The inputs, and where the lock lies. */
export interface OpenedPlan {
  readonly inputs: PlanInputs;
  readonly lockPath: string;
}

/** Reads the lock and the files, and asks the registries. Throws LOCK_INVALID, USAGE and ABORTED; what else fails is told by the plan. */
export async function openPlan(
  { graph }: OpenedGraph,
  flags: Omit<UpdatePlanFlags, 'format'>,
  io: CliIo,
  status: StatusLine,
): Promise<OpenedPlan> {
  const { signal } = io;
  const lockPath = resolve(flags.lock ?? resolve(graph.root, LOCK_FILE_NAME));
  const lock = readLockFile(lockPath);
  const forced = new Set(
    (flags.force ?? []).flatMap((name) => {
      const found = findImages(new GraphIndex(graph), name);
      if (found.length === 0)
        throw new PlimsollError('USAGE', 'it is not built here, so it cannot be forced', { subject: name });
      return found.map(({ id }) => id);
    }),
  );
  const assumed = await assumeChanges(graph, { ...flags, format: 'text' }, io);
  const base = { graph, lock, forced, now: io.now };
  if (assumed !== undefined)
    return { inputs: { ...base, assumed, sourceKeys: new Map(), bases: new Map() }, lockPath };
  status.showStep('reading what is built');
  const resolveSource =
    flags.sources === true && flags.offline !== true
      ? createSourceResolver(io.env, (url, why) =>
          status.notice(`${url}: what it holds is not known: ${why}`),
        )
      : undefined;
  const sourceKeys = await computeSourceKeys(graph, {
    lock,
    lockPath,
    signal,
    ...(resolveSource === undefined ? {} : { resolveSource }),
  });
  status.showStep('asking for bases');
  const asking = {
    insecure: flags.insecure === true,
    signal,
    onNotice: (line: string) => status.notice(line),
  };
  const bases: ReadonlyMap<string, BaseResolution> =
    flags.offline === true
      ? new Map()
      : await measureChangedBases(graph, lock, await resolveBases(listExternalBases(graph), asking), asking);
  const packages =
    flags.packages === true && flags.offline !== true
      ? await readPackageIndexes(
          lock,
          signal,
          (url, why) => status.notice(`${url}: not read: ${why}`),
          mayAskMirrors(flags.mirror),
        )
      : undefined;
  status.clear();
  return {
    inputs: { ...base, sourceKeys, bases, ...(packages === undefined ? {} : { packages }) },
    lockPath,
  };
}
