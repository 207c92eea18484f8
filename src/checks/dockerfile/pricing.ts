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
  /** From the layer that the instruction made in an image that was given. */
  | { readonly kind: 'layer'; readonly bytes: number; readonly layer: number };

/** What packages a question is about. */
export interface PackageQuestion {
  readonly stage: ModelStage;
  readonly names: readonly string[];
  readonly withRecommends: boolean;
}

/** Answers what can be answered; undefined is "not known", never "nothing". */
export interface DockerfilePricing {
  /** What installing the packages brings to the stage's base; what is there already is not counted. */
  priceInstall(question: PackageQuestion): Price | undefined;
  /** What only comes with `--no-install-recommends` missing. */
  priceRecommends(question: Omit<PackageQuestion, 'withRecommends'>): Price | undefined;
  /** Files of the main context that a path or pattern takes, as far as they are sent. */
  priceContext(paths: readonly string[]): Price | undefined;
  /** The layer that an instruction made. */
  priceLayer(step: EvaluatedStep): Price | undefined;
}

/** Knows nothing. */
export const NO_PRICING: DockerfilePricing = {
  priceInstall: () => undefined,
  priceRecommends: () => undefined,
  priceContext: () => undefined,
  priceLayer: () => undefined,
};
