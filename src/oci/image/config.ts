// The image config (image-spec config.md): what runs, the layers' diffIds and the history of instructions.
import { PlimsollError } from '../../errors.ts';
import { type Digest, parseDigest } from '../bytes/digest.ts';
import { type Platform, parseStringMap, requireObject } from './descriptor.ts';

/** Configs carry a build's whole history and, at times, a build cache; beyond this they are refused unread. */
export const CONFIG_LIMIT_BYTES = 16 * 1024 * 1024;

/** One step of the build; steps with `emptyLayer` brought no layer. */
export interface HistoryEntry {
  readonly created?: string;
  readonly createdBy?: string;
  readonly comment?: string;
  readonly author?: string;
  readonly emptyLayer: boolean;
}

/** What the image runs with; only the fields that Plimsoll reads. */
export interface RunConfig {
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly workingDir?: string;
}

/** A parsed config; `json` keeps every field as it was, for writing it back unchanged. */
export interface ImageConfig {
  readonly platform: Platform;
  readonly created?: string;
  readonly run: RunConfig;
  readonly diffIds: readonly Digest[];
  readonly history: readonly HistoryEntry[];
  readonly json: Readonly<Record<string, unknown>>;
}

/** Reads an image config from its bytes; throws IMAGE_INVALID where it is no JSON or lists no diffIds. */
export function parseImageConfig(bytes: Uint8Array, what = 'the image config'): ImageConfig {
  const json = parseJsonObject(bytes, what);
  const run = (typeof json['config'] === 'object' && json['config'] !== null ? json['config'] : {}) as Record<
    string,
    unknown
  >;
  const rootfs = requireObject(json['rootfs'], `${what}'s rootfs`);
  const diffIds = rootfs['diff_ids'] ?? [];
  if (!Array.isArray(diffIds)) throw new PlimsollError('IMAGE_INVALID', `${what} lists no diff_ids`);
  const created = json['created'];
  return {
    platform: {
      os: typeof json['os'] === 'string' ? json['os'] : '',
      architecture: typeof json['architecture'] === 'string' ? json['architecture'] : '',
      ...(typeof json['variant'] === 'string' && json['variant'] !== '' ? { variant: json['variant'] } : {}),
    },
    ...(typeof created === 'string' ? { created } : {}),
    run: {
      env: strings(run['Env']),
      entrypoint: strings(run['Entrypoint']),
      cmd: strings(run['Cmd']),
      labels: parseStringMap(run['Labels']) ?? {},
      ...(typeof run['User'] === 'string' ? { user: run['User'] } : {}),
      ...(typeof run['WorkingDir'] === 'string' ? { workingDir: run['WorkingDir'] } : {}),
    },
    diffIds: diffIds.map((id, index) => parseDigest(id, `diff_ids[${index}] of ${what}`)),
    history: Array.isArray(json['history']) ? json['history'].map(parseHistoryEntry) : [],
    json,
  };
}

/** Parses JSON bytes that must be an object; throws IMAGE_INVALID naming `what` otherwise. */
export function parseJsonObject(bytes: Uint8Array, what: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch (cause) {
    throw new PlimsollError('IMAGE_INVALID', `${what} is not JSON`, { cause });
  }
  return requireObject(json, what);
}

/**
 * The history step that brought each layer, aligned with the layers; undefined for every layer where the
 * history does not fit them (config.md: the steps that are not empty must be as many as the layers).
 */
export function alignHistory(config: ImageConfig): readonly (HistoryEntry | undefined)[] {
  const steps = config.history.filter((step) => !step.emptyLayer);
  return config.diffIds.map((_, index) =>
    steps.length === config.diffIds.length ? steps[index] : undefined,
  );
}

function parseHistoryEntry(json: unknown): HistoryEntry {
  const entry = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  return {
    ...(typeof entry['created'] === 'string' ? { created: entry['created'] } : {}),
    ...(typeof entry['created_by'] === 'string' ? { createdBy: entry['created_by'] } : {}),
    ...(typeof entry['comment'] === 'string' ? { comment: entry['comment'] } : {}),
    ...(typeof entry['author'] === 'string' ? { author: entry['author'] } : {}),
    emptyLayer: entry['empty_layer'] === true,
  };
}

function strings(json: unknown): readonly string[] {
  if (typeof json === 'string') return [json];
  return Array.isArray(json) ? json.filter((item) => typeof item === 'string') : [];
}
