// What something in a Dockerfile costs, and how that is known. Rules ask; who runs them has the indexes, the context, the image.
import type { EvaluatedStep } from '../../dockerfile/evaluation/evaluate-step.ts';
import type { ModelStage } from '../../dockerfile/model/dockerfile-model.ts';

/** Bytes, and where the number is from. What is not known has no price. */
export type Price =
  /** From a package index: what is installed, unpacked. */
  | { readonly kind: 'packages'; readonly bytes: number; readonly packages: readonly string[] }
  /** From the build context as it is now. */
  | { readonly kind: 'context'; readonly bytes: number; readonly files: number }
  /** By what the numbers in the instruction come to. */
  | { readonly kind: 'computed'; readonly bytes: number }
  /** From the layer that the instruction made in an image that was given, or from files in it. */
  | { readonly kind: 'layer'; readonly bytes: number; readonly layer: number };

/** What packages a question is about. */
export interface PackageQuestion {
  readonly stage: ModelStage;
  readonly names: readonly string[];
  readonly withRecommends: boolean;
  /** What is installed whatever becomes of these: what it brings is not counted. */
  readonly beside?: readonly string[];
  /** Whether only the named packages themselves count, as where others that came with them stay. */
  readonly isAlone?: boolean;
}

/** Answers what can be answered; undefined is "not known", never "nothing". */
export interface DockerfilePricing {
  /** What installing the packages brings to the stage's base; what is there already is not counted. */
  priceInstall(question: PackageQuestion): Price | undefined;
  /** What only comes with `--no-install-recommends` missing; what comes with those `beside` is not counted. */
  priceRecommends(question: Omit<PackageQuestion, 'withRecommends' | 'isAlone'>): Price | undefined;
  /** Files of the main context that a path or pattern takes, as far as they are sent. */
  priceContext(paths: readonly string[]): Price | undefined;
  /** The layer that an instruction made. */
  priceLayer(step: EvaluatedStep): Price | undefined;
  /** Files of the layer that an instruction made, by their absolute paths. */
  priceFiles(step: EvaluatedStep, isCounted: (path: string) => boolean): Price | undefined;
  /** What instructions wrote that later ones of them took away or wrote again: what one layer for all would not have. */
  priceHidden(steps: readonly EvaluatedStep[]): Price | undefined;
}

/** Knows nothing. */
export const NO_PRICING: DockerfilePricing = {
  priceInstall: () => undefined,
  priceRecommends: () => undefined,
  priceContext: () => undefined,
  priceLayer: () => undefined,
  priceFiles: () => undefined,
  priceHidden: () => undefined,
};
