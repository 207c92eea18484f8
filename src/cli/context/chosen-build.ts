// A build that `plimsoll context` looks at.
import type { BuildInputs } from '../../dockerfile/evaluation/build-inputs.ts';

/** A build: where its context and its Dockerfile are, and what it is given. */
export interface ChosenBuild {
  /** Null where the options alone describe it. */
  readonly name: string | null;
  readonly folder: string;
  readonly dockerfilePath: string;
  /** The Dockerfile itself, where a definition holds it; the path is the definition's then. */
  readonly dockerfileText?: string;
  readonly inputs: BuildInputs;
}
