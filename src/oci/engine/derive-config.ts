// An image config from what the engine tells (`/images/{name}/json` and `/history`); the API has no way to the config itself.
import { PlimsollError } from '../../errors.ts';
import { type Digest, parseDigest } from '../bytes/digest.ts';
import { type ImageConfig, parseImageConfig } from '../image/config.ts';
import { requireObject } from '../image/descriptor.ts';

/** What is read from an engine's answer about one image. */
export interface InspectedImage {
  readonly id: Digest;
  readonly config: ImageConfig;
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

/** Builds id and config from the engine's answers; throws IMAGE_INVALID where a field that is needed is missing. */
export function deriveConfig(inspected: unknown, history: unknown): InspectedImage {
  const image = requireObject(inspected, "the engine's answer");
  const layers = (image['RootFS'] as { Layers?: unknown } | undefined)?.Layers ?? [];
  if (!Array.isArray(layers)) throw new PlimsollError('IMAGE_INVALID', "the engine's answer lists no layers");
  const json = {
    architecture: image['Architecture'],
    ...(image['Variant'] ? { variant: image['Variant'] } : {}),
    os: image['Os'],
    ...(image['OsVersion'] ? { 'os.version': image['OsVersion'] } : {}),
    ...(image['Author'] ? { author: image['Author'] } : {}),
    ...(typeof image['Created'] === 'string' ? { created: image['Created'] } : {}),
    config: image['Config'] ?? {},
    rootfs: { type: 'layers', diff_ids: layers },
    history: deriveHistory(history, layers.length),
  };
  return {
    id: parseDigest(image['Id'], "the image's id"),
    config: parseImageConfig(Buffer.from(JSON.stringify(json)), "the engine's answer"),
  };
}

/**
 * History entries as a config has them, oldest first. The engine does not say which steps brought no layer. Those with a
 * size did, and so did BuildKit's RUN, COPY, ADD and WORKDIR; the first builder's steps without a size may have. Where
 * their number does not settle it, all of them are marked as layers: then the history fits no layers, and none gets a
 * wrong instruction.
 */
function deriveHistory(history: unknown, layerCount: number): readonly object[] {
  const steps = (Array.isArray(history) ? history : []).map(parseStep).toReversed();
  const certain = steps.filter((step) => step.sizeBytes > 0 || isBuildKitLayer(step));
  const sure = new Set(certain);
  const possible = steps.filter((step) => !sure.has(step) && !isMetadata(step));
  const brought = new Set(certain.length === layerCount ? certain : [...certain, ...possible]);
  return steps.map((step) => ({
    ...(step.created === undefined ? {} : { created: step.created }),
    ...(step.createdBy === '' ? {} : { created_by: step.createdBy }),
    ...(step.comment === '' ? {} : { comment: step.comment }),
    ...(brought.has(step) ? {} : { empty_layer: true }),
  }));
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

/** BuildKit makes a layer of each of these, also where nothing changed; only `WORKDIR /` is none. */
function isBuildKitLayer(step: Step): boolean {
  if (!step.comment.startsWith('buildkit.')) return false;
  return /^(?:RUN|COPY|ADD|WORKDIR)\b/i.test(step.createdBy) && !/^WORKDIR\s+\/\s*$/i.test(step.createdBy);
}

/** Docker's first builder and buildah write `/bin/sh -c #(nop) ENV ...`, BuildKit `ENV ...`. */
function instructionOf({ createdBy }: Step): string {
  return createdBy.replace(/^.*?#\(nop\)\s*/s, '').trimStart();
}
