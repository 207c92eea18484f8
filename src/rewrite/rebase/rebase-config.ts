// The config of a rebased image: the image's own with the new base's changes merged in, and a history that matches the layers.
import type { Digest } from '../../oci/bytes/digest.ts';
import type { ImageConfig } from '../../oci/image/config.ts';
import { mergeConfig, type RunJson } from './merging/merge-config.ts';
import type { RebaseNote } from './rebase-note.ts';

/** What the config is made from; all as stored. */
export interface RebasedConfigs {
  readonly image: ImageConfig;
  /** Undefined where the old base is known by its layers only: its fields then count as the image's own. */
  readonly old: ImageConfig | undefined;
  readonly newBase: ImageConfig;
  readonly baseLayerCount: number;
}

/** The config's JSON without `rootfs` and history's last step, and what merging it came to. */
export interface RebasedConfig {
  readonly json: Readonly<Record<string, unknown>>;
  readonly notes: readonly RebaseNote[];
}

type Json = Readonly<Record<string, unknown>>;

/** `os.version` may differ: containers of Linux have the host's. */
const PLATFORM_FIELDS = ['os', 'architecture', 'variant', 'os.features'] as const;
/** As containerd's platforms package has it. */
const USUAL_VARIANTS: ReadonlyMap<unknown, string> = new Map([
  ['arm64', 'v8'],
  ['arm', 'v7'],
]);
const NAMED = 5;
/** What the history says of a layer that brought merged files. */
export const MERGE_STEP = 'plimsoll rebase: files that the base and the application both write';

/** Merges the configs; `diffIds` are the new image's, of which the last is the merge layer's where `hasMergeLayer`. */
export function rebaseConfig(
  { image, old, newBase, baseLayerCount }: RebasedConfigs,
  diffIds: readonly Digest[],
  hasMergeLayer: boolean,
): RebasedConfig {
  const notes: RebaseNote[] = [];
  const differing = PLATFORM_FIELDS.filter(
    (field) => platformField(image.json, field) !== platformField(newBase.json, field),
  );
  for (const field of differing) {
    // Variants of two architectures say nothing of each other.
    if (field === 'variant' && differing.includes('architecture')) continue;
    const [mine, theirs] = [show(image.json[field]), show(newBase.json[field])];
    const message = `the platforms differ: ${field} is ${mine} and ${theirs}`;
    notes.push({ kind: 'platform', level: 'conflict', path: null, message });
  }
  const runOf = (config: ImageConfig | undefined): RunJson => asObject(config?.json['config']);
  const merged =
    old === undefined
      ? { run: runOf(image), clashes: [], taken: [] }
      : mergeConfig(runOf(old), runOf(image), runOf(newBase));
  if (merged.clashes.length > 0)
    notes.push({
      kind: 'config-clash',
      level: 'conflict',
      path: null,
      message: `both changed the config differently: ${name(merged.clashes)}`,
    });
  if (merged.taken.length > 0)
    notes.push({
      kind: 'merged-config',
      level: 'checked',
      path: null,
      message: `taken from the new base's config: ${name(merged.taken)}`,
    });
  const created = [image.created, newBase.created]
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
  const history = joinHistory(image, old, newBase, baseLayerCount);
  const json = {
    ...image.json,
    ...(created === undefined ? {} : { created }),
    config: merged.run,
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: hasMergeLayer
      ? [...history, { ...(created === undefined ? {} : { created }), created_by: MERGE_STEP }]
      : history,
  };
  return { json, notes };
}

/** The field as text; builders leave out the variant that a machine has where no other is named. */
function platformField(json: Json, field: (typeof PLATFORM_FIELDS)[number]): string {
  const value = json[field];
  const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
  if (!isEmpty && value !== '') return JSON.stringify(value);
  const usual = field === 'variant' ? USUAL_VARIANTS.get(json['architecture']) : undefined;
  return JSON.stringify(usual ?? '');
}

/** The new base's steps, then the image's own; a side whose history does not match its layers gets a step for each layer. */
function joinHistory(
  image: ImageConfig,
  old: ImageConfig | undefined,
  newBase: ImageConfig,
  baseLayerCount: number,
): readonly Json[] {
  const base = stepsOf(newBase) ?? bareSteps(newBase.diffIds.length);
  const own = stepsOf(image);
  if (own === undefined) return [...base, ...bareSteps(image.diffIds.length - baseLayerCount)];
  const oldSteps = old === undefined ? undefined : stepsOf(old);
  const rest = own.slice(oldSteps?.length ?? afterLayers(own, baseLayerCount));
  const isWhole = countLayers(rest) === image.diffIds.length - baseLayerCount;
  return [...base, ...(isWhole ? rest : own.slice(afterLayers(own, baseLayerCount)))];
}

function stepsOf({ json, diffIds }: ImageConfig): readonly Json[] | undefined {
  const steps = Array.isArray(json['history']) ? json['history'].map(asObject) : [];
  return countLayers(steps) === diffIds.length ? steps : undefined;
}

function countLayers(steps: readonly Json[]): number {
  return steps.filter((step) => step['empty_layer'] !== true).length;
}

function afterLayers(steps: readonly Json[], count: number): number {
  let layers = 0;
  let at = 0;
  for (; at < steps.length && layers < count; at++) if (steps[at]!['empty_layer'] !== true) layers++;
  return at;
}

function bareSteps(count: number): readonly Json[] {
  return Array.from({ length: count }, () => ({ comment: 'its history is not known' }));
}

function name(texts: readonly string[]): string {
  const more = texts.length > NAMED ? ` and ${texts.length - NAMED} more` : '';
  return `${texts.slice(0, NAMED).join(', ')}${more}`;
}

function show(value: unknown): string {
  return value === undefined ? 'not given' : String(value);
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
