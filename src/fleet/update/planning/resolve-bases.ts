// External bases asked of their registries: each reference once, several at a time, and one that fails fails alone.
import { PlimsollError } from '../../../errors.ts';
import { isDigest } from '../../../oci/bytes/digest.ts';
import { parseRegistryReference } from '../../../oci/image/reference.ts';
import { fetchByReference, resolveTag } from '../../../oci/registry/manifest.ts';
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
