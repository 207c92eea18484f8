// The stages of one build while they are linked and evaluated (dispatchState of BuildKit).
import type { StageInstruction } from '../stages/checked-instruction.ts';
import type { Stage } from '../stages/read-stages.ts';
import type { BaseConfig } from './build-inputs.ts';

/** What a stage begins with. */
export type StageBase =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'stage'; readonly index: number }
  /** The reference is empty, or without its tag, where an argument without a value gives the rest (`takesOpenBases`). */
  | { readonly kind: 'image'; readonly reference: string }
  | { readonly kind: 'named-context'; readonly name: string };

/** One instruction in the order in which a stage runs it. */
export interface StageStep {
  readonly checked: StageInstruction;
  /** What its COPY --from and its mounts name; in the place of each mount. */
  readonly sources: readonly (StageState | undefined)[];
  /** Set where an ONBUILD of the base brought it. */
  readonly isTriggered: boolean;
}

/** A stage, or an image or context that COPY --from or a mount names. */
export interface StageState {
  /** Undefined for what is no stage of the file. */
  readonly stage?: Stage;
  readonly baseName: string;
  readonly platform?: string;
  /** The stage that it is built on. */
  base?: StageState;
  /** Set where a named context stands in the stage's place, or is its base. */
  namedContext?: string;
  /** Whether the named context takes the place of the whole stage. */
  isReplaced: boolean;
  imageReference?: string;
  readonly needs: Set<StageState>;
  steps: StageStep[];
  hasTriggers: boolean;
  /** Config of the base image; undefined where it is not known. */
  config?: BaseConfig;
}

/** What a state is built on. */
export function baseOf({ base, baseName, namedContext, imageReference }: StageState): StageBase {
  if (base !== undefined) return toBase(base);
  if (namedContext !== undefined) return { kind: 'named-context', name: namedContext };
  if (imageReference === undefined || baseName === 'scratch') return { kind: 'scratch' };
  return { kind: 'image', reference: imageReference };
}

/** A state as others are built on it, or take files of it. */
export function toBase(state: StageState): StageBase {
  if (state.isReplaced) return { kind: 'named-context', name: state.namedContext! };
  return state.stage === undefined ? baseOf(state) : { kind: 'stage', index: state.stage.index };
}
