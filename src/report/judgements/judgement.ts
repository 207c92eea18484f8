// One finding in the form that tools of others take (SARIF, annotations, JUnit): it points at a line of a file in the repository,
// whatever it is about.
import type { Severity } from '../../checks/finding.ts';

/** A change of the file that the judgement points at; offsets count UTF-16 units of its text. */
export interface JudgementEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One finding. */
export interface Judgement {
  readonly kind: 'judgement';
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence without the place. */
  readonly message: string;
  /** What is behind it, for people: the image and its layer, the first paths; empty where the line says it all. */
  readonly details: readonly string[];
  /** The file to point at, as the report names it; never empty. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly endLine: number;
  /** From 1, in UTF-16 units; `end` is the one behind the last. Null where whole lines are meant. */
  readonly columns: { readonly start: number; readonly end: number } | null;
  /** The image or the build it is about, for people. */
  readonly subject: string;
  /** 0 where there is no size, or it is not known. */
  readonly bytes: number;
  readonly fix: string | null;
  /** Empty where no change is ready. */
  readonly edits: readonly JudgementEdit[];
  /** What makes the change, for people: `--fix does it`. */
  readonly editNote: string | null;
  /** The same for the same problem in the next run, though lines and sizes change; unique in its list. */
  readonly fingerprint: string;
  /** Why it does not count, or null where it counts. */
  readonly acceptedBecause: string | null;
  /** Whether it makes the run fail. */
  readonly fails: boolean;
}

/** Where an instruction of an image's history stands in a Dockerfile. */
export interface InstructionPlace {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
}
