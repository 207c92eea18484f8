// Why an installed package cannot simply go: its own reason to stay, who needs it, and the way from a package that was asked for.
import { isBinding, type NeedKind, type RelationGraph } from '../relations/relation-graph.ts';
import { type AptSettings, DEFAULT_APT_SETTINGS } from './apt-settings.ts';
import { findKeepReason, type KeepReason } from './keep-reason.ts';
import { type KeptBy, markKept } from './sweep-packages.ts';

/** A package that needs another. */
export interface Needer {
  readonly by: number;
  readonly kind: NeedKind;
  /** The need as its package states it. */
  readonly text: string;
  /** Whether nothing else that is installed meets it. */
  readonly isOnly: boolean;
}

/** Positions are those in `RelationGraph.packages`. */
export interface WhyKept {
  /** The package's own reason, or null where it stays for others only. */
  readonly own: KeepReason | null;
  /** Kept packages that need it: those that cannot be without it first. */
  readonly neededBy: readonly Needer[];
  /** From a package that stays by itself to this one, both included; empty where nothing leads to it (autoremove takes it). */
  readonly path: readonly number[];
}

/** Tells what still needs a package. */
export function whyKept(
  graph: RelationGraph,
  target: number,
  settings: AptSettings = DEFAULT_APT_SETTINGS,
): WhyKept {
  const kept = markKept(graph, settings, { removed: new Set(), madeManual: new Set() });
  const neededBy: Needer[] = [];
  for (const [by, { needs }] of graph.packages.entries()) {
    if (by === target || !kept.has(by)) continue;
    for (const { kind, text, alternatives } of needs) {
      const providers = alternatives.flat();
      if (!providers.includes(target)) continue;
      neededBy.push({ by, kind, text, isOnly: providers.every((provider) => provider === target) });
    }
  }
  const weight = (needer: Needer): number =>
    isBinding({ ...needer, alternatives: [] }) ? (needer.isOnly ? 0 : 1) : 2;
  return {
    own: findKeepReason(graph, graph.packages[target]!, settings),
    neededBy: neededBy.sort((a, b) => weight(a) - weight(b) || a.by - b.by),
    path: traceBack(kept, target),
  };
}

function traceBack(kept: ReadonlyMap<number, KeptBy>, target: number): readonly number[] {
  const path: number[] = [];
  for (let at: number | undefined = kept.has(target) ? target : undefined; at !== undefined; ) {
    path.unshift(at);
    at = kept.get(at)?.by;
  }
  return path;
}
