// All that is told of an image, as plain data: a pure function of its layers, its config and the options, so that it can be
// kept and told again without the layers' facts.
import { alignHistory, type ImageContents } from '../../contents/image-contents.ts';
import { findFreed } from '../../contents/packages/closures/find-freed.ts';
import { type InventorySummary, summarisePackage } from '../../contents/packages/package-summary.ts';
import type { Rule } from '../rule.ts';
import { type Judgement, type JudgeOptions, judgeImage } from './judge-image.ts';

/** What is known of one layer beside its bytes. */
export interface AnalysedLayer {
  readonly compression: ImageContents['layers'][number]['compression'];
  readonly entryCount: number;
  /** The history's `created_by` with secrets masked, or null. */
  readonly createdBy: string | null;
}

/** What an image carries and what is to be said of it. */
export interface ImageAnalysis {
  readonly judgement: Judgement;
  readonly layers: readonly AnalysedLayer[];
  readonly inventory: InventorySummary;
}

/** What is asked of an image beside its findings. */
export interface AnalyseOptions extends JudgeOptions {
  /** Whether to work out what removing each package would free; it is null for all where nobody asks. */
  readonly wantsFreed?: boolean;
}

/** Analyses an image by rules in their published order. */
export function analyseImage(
  contents: ImageContents,
  rules: readonly Rule[],
  options: AnalyseOptions = {},
): ImageAnalysis {
  const { distribution, packages, unread } = contents.inventory;
  const history = alignHistory(contents.config);
  const freed = options.wantsFreed === true ? findFreed(contents.inventory) : undefined;
  return {
    judgement: judgeImage(contents, rules, options),
    layers: contents.layers.map(({ compression, facts }, index) => ({
      compression,
      entryCount: facts.entryCount,
      createdBy: history[index]?.createdBy ?? null,
    })),
    inventory: {
      distribution: distribution === null ? null : { id: distribution.id, versionId: distribution.versionId },
      packages: packages.map((item, position) => summarisePackage(item, freed?.[position] ?? null)),
      unread,
    },
  };
}
