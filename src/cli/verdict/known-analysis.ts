// An image that was analysed before is told again from what is kept: where all its layers are proven to be what they were,
// and program, config and options are the same, the analysis is too.
import { createHash } from 'node:crypto';
import type { ImageAnalysis } from '../../checks/judging/analyse-image.ts';
import type { Profile } from '../../checks/profile.ts';
import type { RuleGroup } from '../../checks/rule-group.ts';
import { BUILD_ID } from '../../contents/cache/build-id.ts';
import type { FactsCache } from '../../contents/cache/facts-cache.ts';
import { findProofs } from '../../contents/cache/find-proof.ts';
import { type BlobProof, encodeProof } from '../../contents/cache/proof-format.ts';
import type { OpenedImage } from '../../oci/image/image.ts';
import { nameRuleSet } from '../../secrets/name-rule-set.ts';

/** All beside the image and the program that an analysis depends on. */
export interface AnalysisOptions {
  readonly baseLayerCount: number;
  readonly profile: Profile;
  readonly pathsPerFinding: number;
  readonly wantsFreed: boolean;
  /** Which groups of rules judge. */
  readonly groups: readonly RuleGroup[];
  /** The text of the user's own rules for secrets; empty where there are none. */
  readonly secretRules: string;
}

/** With all paths of a hostile image an analysis can be larger than the image; such a one is made anew each time. */
const KEPT_LIMIT_CHARACTERS = 64 * 2 ** 20;

/** The analyses of earlier runs in a cache. */
export class KnownAnalyses {
  readonly #cache: FactsCache;
  readonly #buildId: string;

  /** `buildId` names the program; nothing is kept and nothing known where it is empty. */
  constructor(cache: FactsCache, buildId: string = BUILD_ID) {
    this.#cache = cache;
    this.#buildId = buildId;
  }

  /** What is kept of an image that is just opened; undefined where anything of it is new. */
  recall(image: OpenedImage, options: AnalysisOptions): ImageAnalysis | undefined {
    if (this.#buildId === '') return undefined;
    const proofs = findProofs(image, this.#cache);
    const key = proofs && this.#keyOf(image, proofs, options);
    const block = key === undefined ? undefined : this.#cache.readBlock(key);
    return block && readAnalysis(block, image.layers.length);
  }

  /** Keeps the analysis of an image that was just read. */
  keep(
    image: OpenedImage,
    proofs: readonly BlobProof[],
    options: AnalysisOptions,
    analysis: ImageAnalysis,
  ): void {
    if (this.#buildId === '') return;
    const key = this.#keyOf(image, proofs, options);
    const text = toJson(analysis);
    if (key === undefined || text === undefined || text.length > KEPT_LIMIT_CHARACTERS) return;
    this.#cache.writeBlock(key, Buffer.from(text));
    this.#cache.clean();
  }

  /** Of the image all but its name, which an analysis does not have; undefined where its config cannot be written down. */
  #keyOf(
    { config, annotations }: OpenedImage,
    proofs: readonly BlobProof[],
    { baseLayerCount, profile, pathsPerFinding, wantsFreed, groups, secretRules }: AnalysisOptions,
  ): string | undefined {
    const rules = [[...groups].sort(), groups.includes('secrets') ? nameRuleSet(secretRules) : ''];
    const options = [baseLayerCount, profile, pathsPerFinding, wantsFreed, rules];
    const head = toJson([this.#buildId, config, annotations, options, proofs.length]);
    if (head === undefined) return undefined;
    const hash = createHash('sha256').update(head);
    for (const proof of proofs) hash.update(new Uint8Array(encodeProof(proof)));
    return `analysis ${hash.digest('hex')}`;
  }
}

/** Undefined where a config is nested too deep, or the text would be longer than a string can be. */
function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** The seal of the cache's file proves that it was written whole; a block that is no analysis of such an image is none. */
function readAnalysis(block: Uint8Array, layerCount: number): ImageAnalysis | undefined {
  try {
    const analysis = JSON.parse(Buffer.from(block).toString('utf8')) as ImageAnalysis;
    const isWhole =
      analysis.layers.length === layerCount &&
      analysis.judgement.layers.length === layerCount &&
      Array.isArray(analysis.judgement.findings) &&
      Array.isArray(analysis.inventory.packages);
    return isWhole ? analysis : undefined;
  } catch {
    return undefined;
  }
}
