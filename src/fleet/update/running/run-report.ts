// What a run has done, image by image.
import type { ReasonChain } from '../planning/update-plan.ts';
import type { MadeImage } from './made-image.ts';

/** How one image of one platform ended. */
export type ImageEnd =
  | { readonly kind: 'made'; readonly made: MadeImage }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  /** Images below it that failed, each with its platform. */
  | { readonly kind: 'skipped'; readonly because: readonly string[] };

/** One image for one platform. */
export interface RunImage {
  readonly id: string;
  readonly platform: string;
  /** Why it was taken up; empty where it was left. */
  readonly because: readonly ReasonChain[];
  readonly end: ImageEnd;
  /** Its place among those that ended, from 0; null for what the plan left. */
  readonly order: number | null;
}

/** All platforms of an image as one. */
export interface JoinedImage {
  readonly id: string;
  readonly references: readonly string[];
  /** `REPOSITORY@DIGEST` of the index, or of the manifest where there is one platform. */
  readonly reference: string;
}

/** The whole run. */
export interface RunReport {
  readonly kind: 'update-run';
  /** In dependency order. */
  readonly images: readonly RunImage[];
  /** Those whose platforms are all there. */
  readonly joined: readonly JoinedImage[];
  readonly seconds: number;
  readonly pushedBytes: number;
  /** Dockerfiles that `--write` changed. */
  readonly written: readonly string[];
}
