// Whether a local file is still the very file that it was, told by its stat alone.
import type { BigIntStats } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { PlimsollError } from '../../errors.ts';

/** What tells that a local file is the very file read before; a change of content changes at least one of them. */
export interface FileIdentity {
  readonly device: string;
  readonly inode: string;
  readonly sizeBytes: number;
  readonly mtimeNs: string;
  readonly ctimeNs: string;
}

/** Kernels stamp files with the time of their last tick, at most 10 ms ago; two changes within one look like one. */
const TICK_MS = 20;

/** The identity of a file from its bigint stat. */
export function identifyFile(stat: BigIntStats): FileIdentity {
  return {
    device: String(stat.dev),
    inode: String(stat.ino),
    sizeBytes: Number(stat.size),
    mtimeNs: String(stat.mtimeNs),
    ctimeNs: String(stat.ctimeNs),
  };
}

/** Whether the file did not change between two stats. */
export function isSameFile(a: FileIdentity, b: FileIdentity): boolean {
  return (
    a.device === b.device &&
    a.inode === b.inode &&
    a.sizeBytes === b.sizeBytes &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs
  );
}

/** To be awaited before files are read whose identity is to be believed later: a change from now on will show in it. */
export async function waitForTick(identities: readonly FileIdentity[]): Promise<void> {
  const now = Date.now();
  const isYoung = ({ ctimeNs }: FileIdentity): boolean => Math.abs(now - Number(ctimeNs) / 1e6) < TICK_MS;
  if (identities.some(isYoung)) await wait(TICK_MS);
}

/** The error for a file that changed under our eyes. */
export function fileChanged(path: string, cause?: unknown): PlimsollError {
  return new PlimsollError('FILE_UNREADABLE', 'it changed while it was read', {
    subject: path,
    hint: 'Run it again when nothing writes to the file any more.',
    cause,
  });
}
