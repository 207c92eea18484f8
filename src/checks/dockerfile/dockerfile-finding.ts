// A finding about a Dockerfile: one judgement about what its build will leave in the image, beside those about images and contexts.
import type { Severity } from '../finding.ts';
import type { DockerfileFix } from './dockerfile-rule.ts';
import type { Price } from './pricing.ts';

/** One judgement about a Dockerfile. */
export interface DockerfileFinding {
  readonly kind: 'dockerfile-finding';
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence without the place. */
  readonly message: string;
  readonly file: string;
  /** From 1; null where it is about no line. */
  readonly line: number | null;
  readonly endLine: number | null;
  /** Offsets in the Dockerfile's text; null where it is about no line. */
  readonly range: { readonly start: number; readonly end: number } | null;
  /** The stage's name, or its number; null where it is about no stage. */
  readonly stage: string | null;
  /** Null where it is not known. */
  readonly price: Price | null;
  /** What to change; null where there is nothing to do. */
  readonly fix: string | null;
  /** What `--fix` would do; null where it does nothing here. */
  readonly edit: DockerfileFix | null;
}
