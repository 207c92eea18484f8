// External bases asked of their registries: each reference once, several at a time, and one that fails fails alone.
import { PlimsollError } from '../../../errors.ts';
import { type Digest, isDigest } from '../../../oci/bytes/digest.ts';
import type { ImageIndex, ImageManifest } from '../../../oci/image/manifest.ts';
import { parsePlatform, selectManifests } from '../../../oci/image/platform.ts';
import { parseRegistryReference } from '../../../oci/image/reference.ts';
import { createReads, fetchByReference, resolveTag } from '../../../oci/registry/manifest.ts';
import { connectRegistry } from '../../../oci/registry/registry.ts';
import type { RegistrySettings } from '../../../oci/registry/settings.ts';
import { mapInOrder } from '../../scan/map-in-order.ts';
import type { UpdateGraph } from '../graph/update-graph.ts';
import type { BaseResolution } from './base-resolution.ts';

/** How registries are asked. */
export interface ResolveOptions {
  readonly insecure: boolean;
  readonly signal: AbortSignal;
  readonly onNotice?: (line: string) => void;
  /** References asked for at the same time. */
  readonly jobs?: number;
  /** For tests. */
  readonly settings?: Partial<RegistrySettings>;
}

const JOBS = 8;

/** The external bases of a graph, each once, sorted. */
export function listExternalBases({ uses }: UpdateGraph): readonly string[] {
  const references = uses.flatMap(({ origin }) => (origin.kind === 'external' ? [origin.reference] : []));
  return [...new Set(references)].sort();
}

/** Asks for all of them; throws ABORTED only. A reference with a digest is that digest, and nobody is asked. */
export async function resolveBases(
  references: readonly string[],
  options: ResolveOptions,
): Promise<ReadonlyMap<string, BaseResolution>> {
  const distinct = [...new Set(references)];
  const resolutions = new Map<string, BaseResolution>();
  let at = 0;
  for await (const resolution of mapInOrder(distinct, options.jobs ?? JOBS, (one) =>
    resolveOne(one, options),
  ))
    resolutions.set(distinct[at++]!, resolution);
  return resolutions;
}

async function resolveOne(reference: string, options: ResolveOptions): Promise<BaseResolution> {
  const { insecure, signal, onNotice, settings } = options;
  try {
    const parsed = parseRegistryReference(reference);
    if (isDigest(parsed.digest)) return { kind: 'resolved', digest: parsed.digest };
    const opening = { insecure, signal, ...(onNotice === undefined ? {} : { onNotice }) };
    const registry = await connectRegistry(parsed, opening, settings);
    try {
      // What a registry says without sending it counts against no limit of pulls.
      const said = await resolveTag(registry, parsed.tag ?? 'latest', signal);
      const digest = said ?? (await fetchByReference(registry, parsed, signal)).digest;
      return { kind: 'resolved', digest };
    } finally {
      registry.close();
    }
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code === 'ABORTED') throw error;
    return { kind: 'failed', code: error.code, message: error.message };
  }
}

/** Compressed bytes of all layers of a base by platform, for those asked: what a node pulls that has none of them. */
export async function measureBase(
  reference: string,
  digest: Digest,
  platforms: readonly string[],
  options: ResolveOptions,
): Promise<Readonly<Record<string, number>>> {
  const { insecure, signal, onNotice, settings } = options;
  const opening = { insecure, signal, ...(onNotice === undefined ? {} : { onNotice }) };
  const parsed = { ...parseRegistryReference(reference), digest };
  const registry = await connectRegistry(parsed, opening, settings);
  try {
    const { manifest } = await fetchByReference(registry, parsed, signal);
    const { readManifest } = createReads(registry);
    const bytes: Record<string, number> = {};
    for (const platform of platforms) {
      let found: ImageManifest | ImageIndex | undefined = manifest;
      // An index of indexes is rare, and then nothing is told.
      if (manifest.kind === 'index') {
        const [descriptor] = selectManifests(manifest.manifests, parsePlatform(platform));
        found = descriptor && (await readManifest(descriptor, signal));
      }
      if (found?.kind === 'manifest')
        bytes[platform] = found.layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    }
    return bytes;
  } finally {
    registry.close();
  }
}
