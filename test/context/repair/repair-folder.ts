// Repairs the ignore file of a made folder, as the command does.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../../src/context/engines/engine-rules.ts';
import { findBuilds } from '../../../src/context/repair/find-builds.ts';
import type { RepairMode } from '../../../src/context/repair/plan-lines.ts';
import { type Repair, repairIgnoreFile } from '../../../src/context/repair/repair-ignore-file.ts';
import { writeIgnoreFile } from '../../../src/context/repair/write-ignore-file.ts';

export interface RepairOptions {
  readonly mode?: RepairMode;
  readonly engine?: Engine;
  readonly dockerfile?: string;
}

/** Plans and proves; nothing is written. */
export function repairFolder(folder: string, options: RepairOptions = {}): Repair {
  const { mode = 'minimal', engine = 'buildkit', dockerfile = 'Dockerfile' } = options;
  const { builds } = findBuilds(folder, [{ dockerfilePath: join(folder, dockerfile), inputs: {} }]);
  return repairIgnoreFile({ folder, builds, engine, mode });
}

/** Repairs and writes; the file's lines. */
export function fixFolder(folder: string, options: RepairOptions = {}): readonly string[] {
  const repair = repairFolder(folder, options);
  if (repair.isChanged) writeIgnoreFile(repair);
  return existsSync(repair.file.path) ? readFileSync(repair.file.path, 'utf8').split('\n').slice(0, -1) : [];
}

/** What the file would say. */
export function repairedLines(folder: string, options: RepairOptions = {}): readonly string[] {
  return Buffer.from(repairFolder(folder, options).bytes).toString('utf8').split('\n').slice(0, -1);
}
