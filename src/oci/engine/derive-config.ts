// An image config from what the engine tells (`/images/{name}/json` and `/history`); the API has no way to the config itself.
import { type ImageConfig, parseImageConfig } from '../image/config.ts';
import type { InspectedImage } from './inspected-image.ts';

/** A config as far as it can be derived. */
export interface DerivedConfig {
  readonly config: ImageConfig;
  /** Whether the history gives each layer the step that the config itself does; where not, it gives no layer any. */
  readonly isCertain: boolean;
}

interface Step {
  readonly created: string | undefined;
  readonly createdBy: string;
  readonly comment: string;
  readonly sizeBytes: number;
}

/** Instructions that never bring a layer. */
const METADATA =
  /^(?:ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\b/i;

/** Builds the config from the engine's answers; `history` is undefined where there was none to that. */
export function deriveConfig(inspected: InspectedImage, history: unknown): DerivedConfig {
  const { json: image, diffIds } = inspected;
  const steps = (Array.isArray(history) ? history : []).map(parseStep).toReversed();
  const brought = Array.isArray(history) ? findLayerSteps(steps, diffIds.length) : undefined;
  const json = {
    architecture: image['Architecture'],
    ...(image['Variant'] ? { variant: image['Variant'] } : {}),
    os: image['Os'],
    ...(image['OsVersion'] ? { 'os.version': image['OsVersion'] } : {}),
    ...(image['Author'] ? { author: image['Author'] } : {}),
    ...(typeof image['Created'] === 'string' ? { created: image['Created'] } : {}),
    config: image['Config'] ?? {},
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: steps.map((step) => formatStep(step, brought?.has(step) === true)),
  };
  return {
    config: parseImageConfig(Buffer.from(JSON.stringify(json)), "the engine's answer"),
    isCertain: brought !== undefined,
  };
}

/**
 * The steps that brought layers, or undefined where that is not certain: the engine does not say it. Those with a size
 * did, those that only set the config did not. Of the rest, the first builder kept a layer where anything changed, and
 * BuildKit keeps one always but for `WORKDIR /`: it is certain where all of them or none of them did.
 */
function findLayerSteps(steps: readonly Step[], layerCount: number): ReadonlySet<Step> | undefined {
  // Such a history fits no layers, in the config either.
  if (steps.length < layerCount) return new Set();
  const sized = steps.filter((step) => step.sizeBytes > 0);
  if (sized.length === layerCount) return new Set(sized);
  const all = steps.filter((step) => step.sizeBytes > 0 || !(isMetadata(step) || isRootWorkdir(step)));
  return all.length === layerCount ? new Set(all) : undefined;
}

/** History entries as a config has them. */
function formatStep(step: Step, broughtLayer: boolean): object {
  return {
    ...(step.created === undefined ? {} : { created: step.created }),
    ...(step.createdBy === '' ? {} : { created_by: step.createdBy }),
    ...(step.comment === '' ? {} : { comment: step.comment }),
    ...(broughtLayer ? {} : { empty_layer: true }),
  };
}

function parseStep(json: unknown): Step {
  const step = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  const created = step['Created'];
  const date = typeof created === 'number' && created > 0 ? new Date(created * 1000) : undefined;
  return {
    created: date === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString(),
    createdBy: typeof step['CreatedBy'] === 'string' ? step['CreatedBy'] : '',
    comment: typeof step['Comment'] === 'string' ? step['Comment'] : '',
    sizeBytes: typeof step['Size'] === 'number' ? step['Size'] : 0,
  };
}

function isMetadata(step: Step): boolean {
  return METADATA.test(instructionOf(step));
}

function isRootWorkdir(step: Step): boolean {
  return step.comment.startsWith('buildkit.') && /^WORKDIR\s+\/\s*$/i.test(step.createdBy);
}

/** Docker's first builder and buildah write `/bin/sh -c #(nop) ENV ...`, BuildKit `ENV ...`. */
function instructionOf({ createdBy }: Step): string {
  return createdBy.replace(/^.*?#\(nop\)\s*/s, '').trimStart();
}
