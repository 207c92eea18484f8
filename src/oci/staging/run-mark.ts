// Who writes: a mark in the names of unfinished files, by which a later run tells whether their writer still lives.
// Process ids are used again, so on Linux the mark holds when the process started (proc(5), `starttime`), and ids mean
// nothing on other machines or in other containers, so it holds where it is.
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What writers elsewhere left is taken for abandoned when it was not touched for so long. */
const FOREIGN_LIMIT_MS = 24 * 3600 * 1000;
const MARK = /^(\d+)-(\d+)-([0-9a-f]{8})$/;

/** The form of every mark, for names that are made of it. */
export const MARK_PATTERN = String.raw`\d+-\d+-[0-9a-f]{8}`;

/** The mark of this process. */
export function ownMark(): string {
  return `${process.pid}-${startTime(process.pid) ?? 0}-${placeOf()}`;
}

/** Whether the writer with this mark is gone; `touchedMs` is when it last wrote. */
export function isWriterGone(mark: string, touchedMs: number): boolean {
  const [, pid, started, place] = MARK.exec(mark) ?? [];
  if (pid === undefined) return false;
  if (place !== placeOf()) return Date.now() - touchedMs > FOREIGN_LIMIT_MS;
  const now = startTime(Number(pid));
  return now === undefined ? !isAlive(Number(pid)) : now !== Number(started);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** 0 for a process that ended and was not waited for; undefined where there is none, or no way to ask. */
function startTime(pid: number): number | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in parentheses, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? 0 : Number(fields[19]);
}

let place: string | undefined;

function placeOf(): string {
  place ??= createHash('sha256')
    .update(`${hostname()}\n${readText('/proc/sys/kernel/random/boot_id')}\n${readNamespace()}`)
    .digest('hex')
    .slice(0, 8);
  return place;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
