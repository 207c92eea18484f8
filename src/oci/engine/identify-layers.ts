// Which layer a member of an engine's export is, known before it is read. The forms:
// - Docker to 24: `<v1 id>/layer.tar` in the order of the ids, which is as good as random; a v1 id is a hash over the
//   layer's chainId, and `<v1 id>/json`, which comes before, has everything else that went into it (moby image/v1, CreateID);
// - Docker from 25, podman: plain layers named by their diffId.
// None of it is trusted: whoever reads a layer compares its diffId.
import { createHash } from 'node:crypto';
import type { Digest } from '../bytes/digest.ts';

/** Collects what an export tells about its members. */
export interface LayerIdentifier {
  /** The layers that the member is, by index; undefined where it is not known to be one. */
  identify(name: string): readonly number[] | undefined;
  /** Takes the contents of a small JSON member. */
  learn(name: string, bytes: Uint8Array): void;
}

const HEX = '[0-9a-f]{64}';
const BLOB = /^blobs\/(sha256:|sha256\/|sha512\/)([0-9a-f]{64,128})$/;
const NAMED_BY_DIFF_ID = new RegExp(`^(${HEX})(?:\\.tar|/layer\\.tar)$`);
const V1_JSON = new RegExp(`^(${HEX})/json$`);
const CONFIG_FILE = new RegExp(`^(${HEX})\\.json$`);

/** Whether the member may be a layer by its name alone. */
export function isLayerName(name: string): boolean {
  return BLOB.test(name) || NAMED_BY_DIFF_ID.test(name);
}

/** Whether the member's name says that it tells about layers. */
export function isTellingName(name: string): boolean {
  return V1_JSON.test(name) || CONFIG_FILE.test(name) || name === 'manifest.json';
}

/** Makes an identifier for an image of these diffIds. */
export function createLayerIdentifier(diffIds: readonly Digest[]): LayerIdentifier {
  const repeats = findRepeats(diffIds);
  const byHex = new Map(diffIds.map((diffId, index) => [hexOf(diffId), repeats[index]!]));
  const byName = new Map<string, readonly number[]>();
  const chainIds = chainUp(diffIds);

  const learnArchive = (images: unknown): void => {
    const layers = (images as { Layers?: unknown }[])[0]?.Layers;
    if (!Array.isArray(layers) || layers.length !== diffIds.length) return;
    for (const [index, name] of layers.entries())
      if (typeof name === 'string' && !byName.has(name)) byName.set(name, repeats[index]!);
  };

  return {
    identify(name) {
      const hex = BLOB.exec(name)?.[2] ?? NAMED_BY_DIFF_ID.exec(name)?.[1];
      return byName.get(name) ?? (hex === undefined ? undefined : byHex.get(hex));
    },
    learn(name, bytes) {
      const v1 = V1_JSON.exec(name)?.[1];
      try {
        const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
        if (typeof json !== 'object' || json === null) return;
        if (v1 !== undefined) {
          const index = findV1Layer(v1, json, chainIds);
          if (index !== undefined) byName.set(`${v1}/layer.tar`, repeats[index]!);
        } else if (name === 'manifest.json') learnArchive(json);
      } catch {
        // What is no JSON, or other JSON, tells nothing.
      }
    },
  };
}

/** The layer whose chainId, with the fields of its v1 JSON, hashes to the v1 id; undefined where none does. */
function findV1Layer(v1Id: string, json: object, chainIds: readonly string[]): number | undefined {
  const { id: _, os: _os, ...lower } = json as Record<string, unknown>;
  const parent = typeof lower['parent'] === 'string' ? { parent: `sha256:${lower['parent']}` } : {};
  const found = chainIds.findIndex((chainId) => {
    const fields = { ...lower, layer_id: chainId, ...parent };
    return createHash('sha256').update(formatAsGo(fields)).digest('hex') === v1Id;
  });
  if (found >= 0) return found;
  // Only the top layer's JSON holds the image's own config; its hash depends on how Go ordered and escaped all of it.
  return 'config' in json && 'architecture' in json && chainIds.length > 0 ? chainIds.length - 1 : undefined;
}

/** JSON as Go writes a map: keys in order, and `<`, `>`, `&` escaped. */
function formatAsGo(fields: Readonly<Record<string, unknown>>): string {
  const members = Object.keys(fields)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(fields[key])}`);
  return `{${members.join(',')}}`.replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** ChainIds (image-spec config.md, "Layer ChainID"). */
function chainUp(diffIds: readonly Digest[]): readonly string[] {
  const chainIds: string[] = [];
  for (const diffId of diffIds) {
    const below = chainIds.at(-1);
    chainIds.push(
      below === undefined
        ? diffId
        : `sha256:${createHash('sha256').update(`${below} ${diffId}`).digest('hex')}`,
    );
  }
  return chainIds;
}

/** For each layer the indexes of all layers of the same diffId. */
function findRepeats(diffIds: readonly Digest[]): readonly (readonly number[])[] {
  const groups = new Map<Digest, number[]>();
  for (const [index, diffId] of diffIds.entries()) {
    const group = groups.get(diffId);
    if (group === undefined) groups.set(diffId, [index]);
    else group.push(index);
  }
  return diffIds.map((diffId) => groups.get(diffId)!);
}

function hexOf(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1);
}
