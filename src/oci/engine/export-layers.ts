// Offers the layers of an engine's export (`/images/{name}/get`) as it streams by. Nothing is buffered but small JSON,
// and what is not read is skipped.
import { PlimsollError } from '../../errors.ts';
import type { Digest } from '../bytes/digest.ts';
import type { ImageConfig } from '../image/config.ts';
import type { ExportedBlob } from '../image/image.ts';
import {
  createLayerIdentifier,
  isLayerName,
  isTellingName,
  type LayerIdentifier,
} from './identify-layers.ts';
import { parseOwnConfig } from './own-config.ts';
import { type StreamedMember, walkExport } from './walk-export.ts';

/** JSON members larger than this tell nothing about layers. */
const JSON_LIMIT_BYTES = 4 * 1024 * 1024;
const OPENING_BRACE = 0x7b;

/** What is exported, and how: each call of `open` asks the engine for the whole export again. */
export interface ExportRequest {
  /** What errors name. */
  readonly subject: string;
  readonly id: Digest;
  readonly diffIds: readonly Digest[];
  open(): AsyncIterable<Uint8Array>;
  /** Told the image's config and its bytes where the export held it. */
  onConfig(bytes: Uint8Array, config: ImageConfig): void;
}

/**
 * Yields the members that may be layers, in the export's order. Each has the indexes of one diffId, except where nothing
 * in the export tells which layer it is: then it has those of all layers not offered yet, and whoever reads it tells by
 * the diffId. Throws IMAGE_INVALID after the last one where a layer was not among them.
 */
export async function* offerLayers(request: ExportRequest): AsyncGenerator<ExportedBlob> {
  const { diffIds } = request;
  const identifier = createLayerIdentifier(diffIds);
  const missing = new Set(diffIds.keys());
  let hasGuessed = false;
  for await (const member of walkExport(request.open(), request.subject)) {
    if (member.kind !== 'file') continue;
    if (await takeIfJson(member, identifier, request)) continue;
    if (!isLayerName(member.name) && identifier.identify(member.name) === undefined) continue;
    const known = identifier.identify(member.name);
    if (known === undefined && missing.size === 0) continue;
    const layerIndexes = known ?? [...missing];
    if (known === undefined) hasGuessed = true;
    else if (!known.some((index) => missing.has(index))) continue;
    for (const index of known ?? []) missing.delete(index);
    yield { name: member.name, sizeBytes: member.sizeBytes, layerIndexes, read: () => member.read() };
  }
  const [first] = missing;
  if (first !== undefined && !hasGuessed)
    throw new PlimsollError(
      'IMAGE_INVALID',
      `the engine's export holds no layer ${first} (${diffIds[first]})`,
    );
}

/** Reads a member that tells about layers: by its name, or because it is a small blob of JSON. */
async function takeIfJson(
  member: StreamedMember,
  identifier: LayerIdentifier,
  { id, diffIds, onConfig }: ExportRequest,
): Promise<boolean> {
  if (member.sizeBytes === 0 || member.sizeBytes > JSON_LIMIT_BYTES) return false;
  if (identifier.identify(member.name) !== undefined) return false;
  const isJson =
    isTellingName(member.name) ||
    (isLayerName(member.name) && !member.name.endsWith('.tar') && (await member.peek()) === OPENING_BRACE);
  if (!isJson) return false;
  const bytes = await member.readAll();
  identifier.learn(member.name, bytes);
  const config = parseOwnConfig(bytes, id, diffIds);
  if (config !== undefined) onConfig(bytes, config);
  return true;
}
