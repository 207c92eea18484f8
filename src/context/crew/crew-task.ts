// What the threads of a crew do, and what they tell of it.
import type { Engine } from '../engines/engine-rules.ts';
import type { PlainPattern } from '../ignore/pattern-list.ts';
import type { SecretReading } from '../secrets/file-secrets.ts';
import type { KnownRows } from '../secrets/known-rows.ts';
import type { WalkPart } from '../walk/walk-context.ts';
import type { PackedParts } from './pack-parts.ts';
import type { PartBudget, WalkedPart } from './part-walker.ts';

/** How contents are searched: by which rules beside our own, and what is known already. */
export interface TaskSearch {
  /** As `loadRuleSet` takes it. */
  readonly addedRules: string;
  readonly known: KnownRows;
}

/** A walk as a thread is told of it before its first task. */
export interface CrewWalk {
  readonly folder: string;
  readonly engine: Engine;
  readonly excludes: readonly PlainPattern[] | undefined;
  readonly includes: readonly PlainPattern[] | undefined;
  readonly withIgnored: boolean;
  readonly search: TaskSearch | undefined;
}

/** One piece of work. */
export type CrewTask =
  | {
      readonly kind: 'walk';
      readonly parts: readonly (WalkPart | undefined)[];
      readonly budget: PartBudget;
      readonly searches: boolean;
    }
  | { readonly kind: 'search'; readonly paths: readonly string[] };

/** What was found in the files of a task, by the file's number: of a search among its paths, of a walk among all fresh ones. */
export type TaskReadings = readonly (readonly [file: number, reading: SecretReading])[];

/** What came of a task. */
export type CrewResult =
  | {
      readonly kind: 'walked';
      /** Fewer than asked where the first ones were enough. */
      readonly parts: readonly WalkedPart[];
      /** How many of the fresh files, in order, were searched. */
      readonly searched: number;
      readonly readings: TaskReadings;
    }
  | { readonly kind: 'searched'; readonly readings: TaskReadings };

/** What goes to a thread. */
export type CrewMessage =
  | { readonly kind: 'begin'; readonly walk: CrewWalk }
  | { readonly kind: 'task'; readonly task: CrewTask };

/** What a thread answers to a task; parts from one on that could not be walked are for the main thread, which tells why. */
export type CrewReply =
  | {
      readonly kind: 'walked';
      readonly packed: PackedParts;
      readonly hasFailed: boolean;
      readonly searched: number;
      readonly readings: TaskReadings;
    }
  | { readonly kind: 'searched'; readonly readings: TaskReadings }
  | { readonly kind: 'failed'; readonly message: string };
