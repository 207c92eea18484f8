// Why a package stays by itself, whoever else needs it: the roots of what apt, apk and dnf remove around.
import type { GraphPackage, RelationGraph } from '../relations/relation-graph.ts';
import type { AptSettings } from './apt-settings.ts';

/** `manual`: asked for by name, or nobody noted that it was not. `pattern`: apt's configuration keeps it. */
export type KeepReason = 'essential' | 'required' | 'protected' | 'held' | 'manual' | 'pattern';

/** apt counts itself among the essential ones. */
export function isEssential({ name, fields }: GraphPackage): boolean {
  return (
    isYes(fields['Essential']) || isYes(fields['Protected']) || isYes(fields['Important']) || name === 'apt'
  );
}

/** The first reason that a package has of its own, or null where it stays for others only. */
export function findKeepReason(
  { type }: RelationGraph,
  found: GraphPackage,
  settings: AptSettings,
): KeepReason | null {
  if (type === 'deb') {
    if (isYes(found.fields['Essential']) || found.name === 'apt') return 'essential';
    if (isEssential(found)) return 'protected';
    if (found.fields['Priority'] === 'required') return 'required';
    if (found.fields['Status']?.startsWith('hold ')) return 'held';
  }
  if (!found.isAutomatic) return 'manual';
  return settings.neverAutoRemove.some((pattern) => pattern.test(found.name)) ? 'pattern' : null;
}

function isYes(value: string | undefined): boolean {
  return value?.toLowerCase() === 'yes';
}
