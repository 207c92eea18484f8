// Judges a stack of layers given as entries, and shows the outcome in a short form.
import { duplicateContent } from '../../../src/checks/duplicate-content.ts';
import type { Finding } from '../../../src/checks/finding.ts';
import { hiddenDeleted } from '../../../src/checks/hidden-deleted.ts';
import { hiddenOpaque } from '../../../src/checks/hidden-opaque.ts';
import { hiddenOverwritten } from '../../../src/checks/hidden-overwritten.ts';
import { type Judgement, type JudgeOptions, judgeImage } from '../../../src/checks/judging/judge-image.ts';
import { metadataCopy } from '../../../src/checks/metadata-copy.ts';
import type { PathRule, Rule, ViewRule } from '../../../src/checks/rule.ts';
import type { ImageContents } from '../../../src/contents/image-contents.ts';
import { readImage } from '../../../src/contents/read-image.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { layer } from '../../support/layers.ts';
import { imageOfStreams, store } from '../../support/opened-images.ts';

/** The rules that the view itself answers, in the published order, without floors. */
export const VIEW_RULES: readonly ViewRule[] = [
  hiddenDeleted,
  hiddenOverwritten,
  hiddenOpaque,
  metadataCopy,
  duplicateContent,
].map((rule) => ({ ...rule, floorBytes: 0 }));

/** An invented rule about paths, without a floor. */
export function pathRule(
  id: string,
  patterns: readonly string[],
  tier: PathRule['tier'] = 'ballast',
  more: Partial<PathRule> = {},
): PathRule {
  const severity = tier === 'advice' ? 'advice' : 'warning';
  return {
    kind: 'paths',
    id,
    title: id,
    tier,
    severity,
    floorBytes: 0,
    patterns,
    what: `files of ${id}`,
    fix: `Fix ${id}.`,
    ...more,
  };
}

/** The view rules and these, in the published order: ballast, equal content, advice. */
export function withPathRules(...rules: readonly PathRule[]): readonly Rule[] {
  return [
    ...VIEW_RULES.slice(0, 4),
    ...rules.filter(({ tier }) => tier === 'ballast'),
    VIEW_RULES[4]!,
    ...rules.filter(({ tier }) => tier === 'advice'),
  ];
}

/** What a test may say of the image beside its layers. */
export interface StackOptions extends JudgeOptions {
  readonly rules?: readonly Rule[];
  readonly baseLayerCount?: number;
  /** `created_by` of each layer. */
  readonly history?: readonly string[];
  readonly env?: readonly string[];
}

/** Reads a stack, base first. */
export async function readStack(
  stack: readonly (readonly TarItem[])[],
  options: StackOptions = {},
): Promise<ImageContents> {
  const image = imageOfStreams(stack.map((items) => store(layer(items))));
  const history = options.history?.map((createdBy) => ({ createdBy, emptyLayer: false }));
  const config = {
    ...image.config,
    ...(history === undefined ? {} : { history }),
    run: { ...image.config.run, env: options.env ?? [] },
  };
  return readImage({ ...image, config }, { workers: 0, baseLayerCount: options.baseLayerCount ?? 0 });
}

/** Reads and judges a stack, by the view rules without floors where no others are given. */
export async function judgeStack(
  stack: readonly (readonly TarItem[])[],
  options: StackOptions = {},
): Promise<Judgement> {
  return judgeImage(await readStack(stack, options), options.rules ?? VIEW_RULES, options);
}

/** Findings as `RULE layer[>hiding layer] path=bytes...`, in a fixed order. */
export function show(findings: readonly Finding[]): string[] {
  return findings
    .map(({ rule, layer: at, hiddenByLayer, paths }) => {
      const place = hiddenByLayer === null ? `${at}` : `${at}>${hiddenByLayer}`;
      const files = paths.map(({ path, bytes }) => `${path}=${bytes}`).toSorted();
      return [rule, place, ...files].join(' ');
    })
    .toSorted();
}

/** Judges a stack and shows its findings. */
export async function findingsOf(
  stack: readonly (readonly TarItem[])[],
  options: StackOptions = {},
): Promise<string[]> {
  return show((await judgeStack(stack, options)).findings);
}
