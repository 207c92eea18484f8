// The steps of a plan: what may be made of one package, and making it so (apt's IsModeChangeOk, MarkKeep, MarkDelete).
import type { PlanMode, PlanPackage } from './plan-package.ts';

/** apt goes to 3000; Debian's own chains stay far below this, and the stack has to hold it. */
const MOST_DEPTH = 600;

/** Who asks, and how deep in the search. */
export interface Call {
  readonly depth: number;
  /** By name, on the command line. */
  readonly isUser: boolean;
}

/** Whether a package may be planned for something else (apt's IsModeChangeOk): the user always may. */
export function mayChange(found: PlanPackage, mode: PlanMode, { depth, isUser }: Call): boolean {
  if (depth > MOST_DEPTH) return false;
  if (isUser || found.mode === mode) return true;
  if (found.isProtected || (mode !== 'keep' && found.isHeld)) return false;
  return mode !== 'delete' || !(found.current ?? found.offered)?.isEssential;
}

/** Plans the candidate, and notes whether it came by name. */
export function changeState(found: PlanPackage, { isUser }: Call): void {
  if (found.isProtected && found.install === found.candidate) return;
  if (found.current === null) found.isAutomatic = !isUser;
  else if (isUser) found.isAutomatic = false;
  found.install = found.candidate;
  found.mode = found.candidate === found.current ? 'keep' : 'install';
}

/** Plans that all stays as it is; false where that is not allowed. */
export function keep(found: PlanPackage, call: Call): boolean {
  if (!mayChange(found, 'keep', call)) return false;
  found.mode = 'keep';
  found.install = found.current;
  return true;
}

/** Plans that it goes; false where that is not allowed. */
export function remove(found: PlanPackage, call: Call): boolean {
  if (!mayChange(found, 'delete', call)) return false;
  // What the user asked for anew is not given up for another.
  if (found.current === null && found.install !== null && !found.isAutomatic) return false;
  found.mode = found.current === null ? 'keep' : 'delete';
  found.install = null;
  return true;
}

/** Takes back a plan that failed: the candidate is not tried again. */
export function discard(found: PlanPackage): void {
  if (found.mode === 'keep' && found.install === found.candidate && found.candidate === found.current) return;
  found.install = found.current;
  found.mode = 'keep';
  found.candidate = found.install;
}
