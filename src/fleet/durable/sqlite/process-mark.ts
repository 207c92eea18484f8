// Which process holds something, told so that others on the same machine see at once when it is gone: its pid, the time at
// which it started (a pid is used again), and the boot and the pid namespace in which that pid means anything.
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** One process. */
export interface ProcessMark {
  /** Pids can be compared only where this is the same; never the same where the system does not tell it. */
  readonly machine: string;
  readonly pid: number;
  /** In the system's own count; empty where it does not tell. */
  readonly started: string;
}

/** Marks the process that runs. */
export function markProcess(): ProcessMark {
  return { machine: MACHINE, pid: process.pid, started: readStart(process.pid) ?? '' };
}

/** Whether a process runs; undefined where it is another machine's, so that only its heart-beat can tell. */
export function isRunning({ machine, pid, started }: ProcessMark): boolean | undefined {
  if (machine !== MACHINE || started === '') return undefined;
  return readStart(pid) === started;
}

const MACHINE = nameMachine();

function nameMachine(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return `${hostname()} ${randomUUID()}`;
  }
}

/** Field 22 of /proc/PID/stat; undefined where there is no such process, or it has ended and waits for its parent to notice. */
function readStart(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The program's name stands in parentheses and may hold spaces and parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
